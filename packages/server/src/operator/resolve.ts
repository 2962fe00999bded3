// A person settles what no machine can: each step is one transition, written to the audit trail with their name.
import { BillingError, type PaymentMethodView } from '@billing-register/contract'
import type { Core } from '../registration/core.ts'
import type { PaymentMethod, Reason, Registration } from '../registration/record.ts'
import { eventOf } from '../registration/event-of.ts'
import { step, type SettleContext, type Step } from '../registration/settle.ts'
import type { Input } from '../registration/transition.ts'
import { Secret } from '../secret.ts'
import { methodOf, withSurplus } from '../recovery/surplus.ts'

/** What became of the money, as the PG's people said. */
export interface Money {
  readonly state: 'paid' | 'declined'
  /** KRW. */
  readonly amount: number
}

/** What was found out, and by whom. */
export type Resolution = {
  /** Who settles it: a name or an address, for the audit trail. */
  readonly by: string
  /** Why; at most 500 characters, nothing secret. */
  readonly note?: string
  /** What became of the money, where some may have moved. */
  readonly payment?: Money
} & (
  | {
      /** The PG did make a key (`uncertain`). */
      readonly outcome: 'key'
      readonly billingKey: string | Secret
      readonly kind: PaymentMethodView['kind']
      readonly issuer?: string
      readonly maskedNumber?: string
      /** Toss: the customerKey of the key, if it is not the registration's own. */
      readonly customerRef?: string
      /** `true`: the customer gets the method. `false`: it is kept, suspended. Refused once the customer has started again. */
      readonly attach: boolean
    }
  /** The PG made no key (`uncertain`). The customer may start again. */
  | { readonly outcome: 'none' }
  /** The key is right after all (`suspended`): the customer gets it. */
  | { readonly outcome: 'accept' }
  /** Nobody wants the key (`suspended`, `held`): it is to be revoked. */
  | { readonly outcome: 'discard' }
)

/** Settles it. Throws `not_found`, `invalid_request`, `registration_conflict`. */
export async function resolve(core: Core, id: string, resolution: Resolution): Promise<Registration> {
  check(resolution)
  for (;;) {
    const registration = await core.ledger.find(id)
    if (!registration) throw new BillingError('not_found', 'no such registration')
    const { next, effects } = await stepOf(core, registration, resolution)
    if ((await core.ledger.replace(registration, next, effects)) !== 'ok') continue
    const { outcome } = resolution
    core.log({ level: 'info', event: 'resolved', registrationId: id, outcome, state: next.state })
    return next
  }
}

function check({ by, note, payment }: Resolution): void {
  if (typeof by !== 'string' || by.trim() === '' || by.length > 200) refuse('by: who settles it?')
  if (note !== undefined && note.length > 500) refuse('note: at most 500 characters')
  if (payment && !(Number.isSafeInteger(payment.amount) && payment.amount >= 0)) {
    refuse('payment.amount: a whole number of KRW')
  }
}

const refuse = (message: string): never => {
  throw new BillingError('invalid_request', message)
}

function conflict(message: string): never {
  throw new BillingError('registration_conflict', message)
}

async function stepOf(core: Core, registration: Registration, resolution: Resolution): Promise<Step> {
  const requestId = core.mint('').slice(0, 12)
  const context: SettleContext = { at: core.now(), by: 'operator', requestId, mint: core.mint }
  const { payment } = resolution
  const money = payment ? { payment } : {}
  const method = await methodOf(core.ledger, registration)
  switch (resolution.outcome) {
    case 'key':
      return withKey(registration, resolution, context, money)
    case 'none': {
      if (registration.state !== 'uncertain')
        conflict(`outcome: 'none' settles uncertain, not ${registration.state}`)
      return audited(registration.state, ending(registration, context, money), resolution, context)
    }
    case 'accept': {
      if (registration.state !== 'suspended' || !method) {
        return conflict(`outcome: 'accept' settles suspended, not ${registration.state}`)
      }
      if (method.state !== 'suspended') return conflict(`its payment method is ${method.state} by now`)
      const accepted = legal(registration, 'resolved-issued', context, { reason: undefined, ...money })
      return audited(
        registration.state,
        withMethod(accepted, { ...method, state: 'active' }),
        resolution,
        context,
      )
    }
    case 'discard': {
      if (!method || (registration.state !== 'suspended' && registration.state !== 'held')) {
        return conflict(`outcome: 'discard' settles suspended and held, not ${registration.state}`)
      }
      return audited(
        registration.state,
        withSurplus(ending(registration, context, money), method, context),
        resolution,
        context,
      )
    }
  }
}

// A key that surfaces after this is kept aside: the customer was told that there is none.
function ending(registration: Registration, context: SettleContext, change: Partial<Registration>): Step {
  const reason: Reason = { code: 'not_completed', requestId: context.requestId }
  return legal(registration, 'resolved-declined', context, { reason, superseded: true, ...change })
}

type FoundKey = Extract<Resolution, { outcome: 'key' }>

function withKey(
  registration: Registration,
  resolution: FoundKey,
  context: SettleContext,
  money: Partial<Registration>,
): Step {
  const { attach } = resolution
  if (registration.state !== 'uncertain') {
    conflict(`outcome: 'key' settles uncertain, not ${registration.state}`)
  }
  if (attach && registration.superseded) {
    conflict('attach: the customer has started again since; keep it with false')
  }
  const method = methodFrom(registration, resolution, context)
  const { id, kind, issuer, maskedNumber, mismatches } = method
  const view = { id, kind, ...(issuer ? { issuer } : {}), ...(maskedNumber ? { maskedNumber } : {}) }
  const reason: Reason = { code: 'return_mismatch', requestId: context.requestId, mismatches }
  const kept = legal(registration, attach ? 'resolved-issued' : 'resolved-suspended', context, {
    ...money,
    paymentMethod: view,
    reason: attach ? undefined : reason,
  })
  return audited(registration.state, withMethod(kept, method), resolution, context)
}

function methodFrom(
  { paymentMethodId: id, customer, id: registrationId, provider, account }: Registration,
  { billingKey, kind, issuer, maskedNumber, customerRef, attach }: FoundKey,
  { at: createdAt }: SettleContext,
): PaymentMethod {
  const key = typeof billingKey === 'string' ? new Secret(billingKey.trim()) : billingKey
  if (key.reveal() === '') refuse('billingKey: is empty')
  return {
    id,
    version: 1,
    kind,
    ...(issuer ? { issuer } : {}),
    ...(maskedNumber ? { maskedNumber } : {}),
    customerId: customer.id,
    registrationId,
    provider,
    account,
    key,
    binding: 'weak',
    state: attach ? 'active' : 'suspended',
    mismatches: attach ? [] : ['operator'],
    ...(customerRef ? { customerRef } : {}),
    createdAt,
  }
}

function legal(
  registration: Registration,
  input: Input,
  context: SettleContext,
  change: Partial<Registration>,
): Step {
  const { leaseUntil } = registration
  if (leaseUntil !== undefined && leaseUntil > context.at)
    conflict('a call to the PG is under way; try again')
  return step(registration, input, context, change) ?? conflict(`state is ${registration.state}`)
}

const withMethod = ({ next, effects }: Step, paymentMethod: PaymentMethod): Step => ({
  next,
  effects: { ...effects, paymentMethod },
})

function audited(
  from: Registration['state'],
  { next, effects }: Step,
  { outcome, by, note, payment }: Resolution,
  context: SettleContext,
): Step {
  const detail = {
    outcome,
    by,
    ...(note ? { note } : {}),
    ...(payment ? { payment: `${payment.state} ${payment.amount}` } : {}),
  }
  const event = eventOf(next, 'registration.resolved', context, { from, to: next.state, detail })
  return { next, effects: { ...effects, events: [...effects.events, event] } }
}
