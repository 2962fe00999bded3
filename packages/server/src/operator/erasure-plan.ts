// What is erased of a customer, what the law wants kept and until when, and what stands in the way. Pure.
import type { BillingEvent } from '../registration/event.ts'
import type { Payment } from '../payments/payment.ts'
import type { PaymentMethod, Registration } from '../registration/record.ts'

/** Years for which records of contracts and of payments are kept. */
const KEPT_YEARS = 5

/** Whose registration it is said to be when it need not be known any more. */
export const NOBODY = 'erased'

/** One registration with what else the ledger holds of it. */
export interface HeldFile {
  readonly registration: Registration
  readonly methods: readonly PaymentMethod[]
  readonly payments: readonly Payment[]
  readonly events: readonly BillingEvent[]
  readonly claims: number
  /** Attempts whose answer is there. */
  readonly answers: number
}

/** Something that must be settled first. */
export interface Blocker {
  readonly registrationId?: string
  readonly paymentMethodId?: string
  readonly why: string
  /** When it will be over by itself, ms since the epoch. */
  readonly until?: number
}

/** What becomes of one registration. Times are ms since the epoch. */
export interface RegistrationFate {
  readonly id: string
  readonly state: Registration['state']
  /** Absent: nothing needs to be kept, and nothing leads to the customer any more. */
  readonly keepUntil?: number
}

/** How much of what. */
export interface ErasureCounts {
  readonly registrations: number
  readonly claims: number
  readonly answers: number
  readonly keys: number
  readonly payments: number
  readonly events: number
  readonly consents: number
}

const UNSETTLED: ReadonlySet<Registration['state']> = new Set(['issuing', 'uncertain', 'suspended', 'held'])
/** States in which nothing more becomes of a payment by itself. */
const OVER: ReadonlySet<Payment['state']> = new Set(['paid', 'declined', 'cancelled'])

const keysOf = ({ methods }: HeldFile): readonly PaymentMethod[] =>
  methods.filter(({ state }) => state !== 'revoked')

/** What must be settled before this one can be erased. */
export function blockersOf(file: HeldFile, destroyKeys: boolean): readonly Blocker[] {
  const { id: registrationId, state, lookAt, leaseUntil } = file.registration
  const until = leaseUntil ?? lookAt
  if (UNSETTLED.has(state)) return [{ registrationId, why: `it is ${state}` }]
  if (until !== undefined) return [{ registrationId, why: 'it may still come back', until }]
  const unsettled = file.payments.find((payment) => !OVER.has(payment.state) || payment.lookAt !== undefined)
  if (unsettled) return [{ registrationId, why: `its payment ${unsettled.orderId} is ${unsettled.state}` }]
  if (file.methods.some((method) => method.state === 'revoking')) {
    return [{ registrationId, why: 'its billing key is being revoked' }]
  }
  if (destroyKeys) return []
  return keysOf(file).map(({ id: paymentMethodId }) => ({
    registrationId,
    paymentMethodId,
    why: 'its billing key has not been revoked',
  }))
}

// A contract, or money that moved: also money that moved by mistake.
const isTransaction = ({ registration: { state, payment, strayCharges }, payments }: HeldFile): boolean =>
  state === 'issued' || payment !== undefined || strayCharges !== undefined || payments.length > 0

/**
 * Until when a registration is kept: five years after the last thing that happened to it, or after now where erasing its
 * key is what ends it. Undefined where there is nothing to keep, or no longer.
 *
 * Source: 전자상거래 등에서의 소비자보호에 관한 법률 제6조 and its 시행령 제6조 제1항 제2호, 제3호 (law.go.kr): records of
 * contracts and withdrawals, and of payments and supply, 5 years.
 */
export function keptUntil(file: HeldFile, now: number): number | undefined {
  if (!isTransaction(file)) return undefined
  const ended = keysOf(file).length > 0 ? now : Math.max(...file.events.map(({ at }) => at), lastOf(file))
  const end = new Date(ended)
  end.setUTCFullYear(end.getUTCFullYear() + KEPT_YEARS)
  return end.getTime() > now ? end.getTime() : undefined
}

const lastOf = ({ registration: { createdAt, activeAt } }: HeldFile): number => activeAt ?? createdAt

/** What is left of a payment: which, how much and when, and no customer. */
export const erasedPayment = (payment: Payment, customerId: string): Payment => ({
  ...payment,
  version: payment.version + 1,
  customer: { id: customerId },
})

/** What is left: the transaction without the customer, or the bare fact that somebody tried. */
export function erasedRegistration(
  { registration, methods }: HeldFile,
  customerId: string,
  at: number,
  keepUntil: number | undefined,
): Registration {
  const { launch: _launch, ...rest } = registration
  const transactionId = methods.find((method) => method.transactionId !== undefined)?.transactionId
  const erased = {
    ...rest,
    version: rest.version + 1,
    customer: { id: customerId },
    // Each its own: of several that are nobody's no two may be the same.
    clientRef: `erased-${rest.id}`,
    returnTo: '',
    memo: {},
    lookAt: undefined,
  }
  if (keepUntil !== undefined) {
    return { ...erased, erased: { at, keepUntil, ...(transactionId === undefined ? {} : { transactionId }) } }
  }
  const { consent: _consent, paymentMethod: _card, reason: _reason, erased: _before, ...bare } = erased
  return { ...bare, erased: { at } }
}
