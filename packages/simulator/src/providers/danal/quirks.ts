// What Danal's documents leave open about billing.
import type { Random } from '../../random.ts'

export const DANAL_CHOICES = {
  /** How successUrl and failUrl are called (reference/billing/issue-key says only "delivered"). */
  returnMethod: ['GET', 'POST'],
  /** Whether `orderId` comes back on successUrl and failUrl. */
  orderIdInReturn: [true, false],
  /** Whether `code` and `message` come back on successUrl, as they do for payments. */
  codeInReturn: [true, false],
  /** `orderId` stands in issue-key's example but not in its table. */
  orderIdInAnswer: [true, false],
  /** Whether issue-key echoes `userName` and `userPhoneNumber`: both are formally optional. */
  userInAnswer: [true, false],
  /** What `amount` says when only a key was asked for. */
  amountInAnswer: ['requested', '100', 'absent'],
  /** `authOnly` is formally optional too. */
  authOnlyInAnswer: [true, false],
  /** Whether issue-key's `transactionId` repeats the request's (its example pairs two different ones). */
  transactionIdInAnswer: ['same', 'other'],
  /** Whether `cardInfo` is present where it may be (`authOnly` false). */
  cardInfo: [true, false],
  /** HTTP status of a refused issue-key; no document states it. */
  failureStatus: [200, 400],
  /** Code on failUrl when the customer cancels. The real one is unknown. */
  cancelCode: ['USER_CANCEL'],
} as const

export type DanalQuirks = {
  -readonly [Name in keyof typeof DANAL_CHOICES]: (typeof DANAL_CHOICES)[Name][number]
}

export function drawDanalQuirks(random: Random): DanalQuirks {
  return {
    returnMethod: random.pick(DANAL_CHOICES.returnMethod),
    orderIdInReturn: random.pick(DANAL_CHOICES.orderIdInReturn),
    codeInReturn: random.pick(DANAL_CHOICES.codeInReturn),
    orderIdInAnswer: random.pick(DANAL_CHOICES.orderIdInAnswer),
    userInAnswer: random.pick(DANAL_CHOICES.userInAnswer),
    amountInAnswer: random.pick(DANAL_CHOICES.amountInAnswer),
    authOnlyInAnswer: random.pick(DANAL_CHOICES.authOnlyInAnswer),
    transactionIdInAnswer: random.pick(DANAL_CHOICES.transactionIdInAnswer),
    cardInfo: random.pick(DANAL_CHOICES.cardInfo),
    failureStatus: random.pick(DANAL_CHOICES.failureStatus),
    cancelCode: 'USER_CANCEL',
  }
}
