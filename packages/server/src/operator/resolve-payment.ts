// A person settles a payment that no machine can: one transition, written to the audit trail with their name.
import { BillingError } from '@billing-register/contract'
import { askAbout } from '../payments/ask-about.ts'
import { tellRegistration } from '../payments/charge-first.ts'
import { unsettledCancellation } from '../payments/due.ts'
import type { Payment } from '../payments/payment.ts'
import { paymentEvent, paymentStep, settleCancel } from '../payments/settle.ts'
import { paymentView, type PaymentView } from '../payments/view.ts'
import type { Change } from '../payments/work.ts'
import type { Core } from '../registration/core.ts'
import type { SettleContext } from '../registration/settle.ts'

/** What a person found out at the PG about a payment, or about its cancellation that is uncertain. */
export type PaymentResolution = {
  /** Who settles it: a name or an address, for the audit trail. */
  readonly by: string
  /** Where that is known from; at most 500 characters, nothing secret. */
  readonly note?: string
} & (
  | {
      /** It was charged. */
      readonly outcome: 'paid'
      /** What the PG calls the payment: needed to cancel it. */
      readonly transactionId?: string
    }
  /** It was not charged, and will not be. */
  | { readonly outcome: 'none' }
  /** The cancellation was made; or was not, and will not be. */
  | { readonly outcome: 'cancelled' | 'not-cancelled' }
)

const MAX_TEXT = 200
const MAX_NOTE = 500

/** Settles it. Throws `not_found`, `invalid_request`, `payment_conflict` where it does not fit the state. */
export async function resolvePayment(
  core: Core,
  id: string,
  resolution: PaymentResolution,
): Promise<PaymentView> {
  check(resolution)
  const requestId = core.mint('').slice(0, 12)
  for (;;) {
    const payment = await core.ledger.charges.payment(id)
    if (!payment) throw new BillingError('not_found', 'no such payment')
    const context: SettleContext = { at: core.now(), by: 'operator', requestId, mint: core.mint }
    if ((payment.leaseUntil ?? 0) > context.at) conflict('a call to the PG is under way; try again')
    const { next, events } = stepOf(payment, resolution, context)
    const { outcome, by, note } = resolution
    const move = { from: payment.state, to: next.state }
    const detail = { outcome, by, ...(note ? { note } : {}) }
    const audit = paymentEvent(next, 'payment.resolved', context, move, detail)
    const effects = { events: [...events, audit] }
    if ((await core.ledger.charges.replacePayment(payment, next, effects)) !== 'ok') continue
    core.log({ level: 'info', event: 'payment_resolved', paymentId: id, outcome, state: next.state })
    await tellRegistration(core, next, requestId)
    return paymentView(unsettledCancellation(payment) ? await askedAgain(core, next, requestId) : next)
  }
}

/** What went back otherwise, at the PG's console for example, is what made a cancellation differ from what was asked. */
async function askedAgain(core: Core, payment: Payment, requestId: string): Promise<Payment> {
  return core.providers.has(payment.provider) ? askAbout(core, payment, requestId, true) : payment
}

function check(resolution: PaymentResolution): void {
  const { by, note } = resolution
  if (typeof by !== 'string' || by.trim() === '' || by.length > MAX_TEXT) refuse('by: who settles it?')
  if (note !== undefined && note.length > MAX_NOTE) refuse('note: at most 500 characters')
  const { transactionId } = 'transactionId' in resolution ? resolution : {}
  if (transactionId !== undefined && !/^[\w.:=-]{1,200}$/.test(transactionId))
    refuse('transactionId: as the PG wrote it')
}

const refuse = (message: string): never => {
  throw new BillingError('invalid_request', message)
}

const conflict = (message: string): never => {
  throw new BillingError('payment_conflict', message)
}

const SETTLED = { uncertainSince: undefined, looks: undefined, reason: undefined } as const

function stepOf(payment: Payment, resolution: PaymentResolution, context: SettleContext): Change<Payment> {
  switch (resolution.outcome) {
    case 'paid': {
      const { transactionId = payment.transactionId } = resolution
      const paid = { ...SETTLED, transactionId, paidAt: context.at }
      return paymentStep(payment, 'resolved-paid', context, paid) ?? doesNotFit(payment, resolution)
    }
    case 'none': {
      const reason = { code: 'not_completed', requestId: context.requestId } as const
      const none = { ...SETTLED, reason }
      return paymentStep(payment, 'resolved-none', context, none) ?? doesNotFit(payment, resolution)
    }
    case 'cancelled':
    case 'not-cancelled': {
      const cancellation = unsettledCancellation(payment)
      const outcome =
        resolution.outcome === 'cancelled'
          ? ({ kind: 'cancelled', mismatches: [] } as const)
          : ({ kind: 'declined', code: 'not_completed' } as const)
      const settled = cancellation && settleCancel(payment, cancellation, outcome, context)
      return settled ?? doesNotFit(payment, resolution)
    }
  }
}

const doesNotFit = ({ state }: Payment, { outcome }: PaymentResolution): never =>
  conflict(`outcome: '${outcome}' does not settle a payment that is ${state}`)
