// What cases for settling a payment are made of: a payment, what is told of it, and what a step has changed in it.
import type { Change } from '../payments/work.ts'
import type { Cancellation, Payment } from '../payments/payment.ts'
import type { SettleContext } from '../registration/settle.ts'
import { payment as samplePayment } from './ledger-samples.ts'

export const MINUTE = 60_000
export const DAY: number = 24 * 60 * MINUTE
/** Now, ms since the epoch. */
export const AT: number = 100 * DAY
export const CONTEXT: SettleContext = { at: AT, requestId: 'req', mint: (prefix) => `${prefix}1` }

/** A payment that is being charged. */
export const settling = (change: Partial<Payment> = {}): Payment =>
  samplePayment('p', 'a', { version: 4, leaseUntil: AT + 1, ...change })

/** A cancellation of a part that is being made. */
export const cancellation = (change: Partial<Cancellation> = {}): Cancellation => ({
  id: 'part',
  amount: 1000,
  reason: 'returned',
  state: 'cancelling',
  attempt: 1,
  requestedAt: 20,
  ...change,
})

const DETAIL = { paymentId: 'p', orderId: 'order-p', amount: '9900', attempt: '1', paymentMethodId: 'pm-a' }

/** An event of that payment, as it must be to the letter. */
export const told = (type: string, move: object, detail: object = {}): object => ({
  id: 'evt_1',
  type,
  at: AT,
  by: 'server',
  requestId: 'req',
  registrationId: 'a',
  customerId: 'alice',
  deliver: true,
  ...move,
  detail: { ...DETAIL, ...detail },
})

/** What differs in the next version, beside its number and the lease that is given back. */
export function changed(
  before: Payment,
  change: Change<Payment> | undefined,
): Readonly<Record<string, unknown>> | undefined {
  if (!change) return undefined
  const expected = { ...before, version: before.version + 1, leaseUntil: undefined }
  const known: ReadonlyMap<string, unknown> = new Map(Object.entries(expected))
  return Object.fromEntries(Object.entries(change.next).filter(([name, value]) => known.get(name) !== value))
}
