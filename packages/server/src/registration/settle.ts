// What an outcome makes of a registration: the next version and everything written with it. Pure.
import type { Effects } from '../ledger/ledger.ts'
import type { IssueOutcome } from '../providers/provider.ts'
import type { Actor, EventType, FreshEvent } from './event.ts'
import type { PaymentMethod, Registration, Reason } from './record.ts'
import { nextState, type Input } from './transition.ts'

/** When it was settled, by which request, and how ids are made. */
export interface SettleContext {
  readonly at: number
  /** Default: the customer. */
  readonly by?: Actor
  readonly requestId: string
  readonly mint: (prefix: string) => string
}

/** A registration's next version with its effects. */
export interface Step {
  readonly next: Registration
  readonly effects: Effects
}

const EVENT_OF: Readonly<Partial<Record<Registration['state'], EventType>>> = {
  returned: 'registration.returned',
  issuing: 'registration.issuing',
  issued: 'method.issued',
  suspended: 'method.suspended',
  declined: 'registration.declined',
  uncertain: 'registration.uncertain',
  cancelled: 'registration.cancelled',
  expired: 'registration.expired',
}

/** The step of `input`, or undefined when it is not legal in this state. */
export function step(
  registration: Registration,
  input: Input,
  context: SettleContext,
  change: Partial<Registration> = {},
): Step | undefined {
  const state = nextState(registration.state, input)
  if (state === undefined) return undefined
  const version = registration.version + 1
  const next: Registration = { ...registration, leaseUntil: undefined, ...change, state, version }
  const type = state === registration.state ? undefined : EVENT_OF[state]
  if (!type) return { next, effects: { events: [] } }
  const event = eventOf(registration, type, context, {
    from: registration.state,
    to: state,
    ...(change.reason ? { detail: detailOf(change.reason) } : {}),
    ...(type === 'method.issued' ? { deliver: true } : {}),
  })
  return { next, effects: { events: [event] } }
}

/** Something that happened to a registration, for the log of events. */
export function eventOf(
  registration: Registration,
  type: EventType,
  { mint, at, by = 'customer', requestId }: SettleContext,
  more: Pick<FreshEvent, 'from' | 'to' | 'detail' | 'deliver'> = {},
): FreshEvent {
  const { id: registrationId, customer } = registration
  return { id: mint('evt_'), type, at, by, requestId, registrationId, customerId: customer.id, ...more }
}

function detailOf(reason: Reason): Record<string, string> {
  return {
    code: reason.code,
    ...(reason.providerCode ? { providerCode: reason.providerCode } : {}),
    ...(reason.mismatches?.length ? { mismatches: reason.mismatches.join(' ') } : {}),
  }
}

/** The step that an outcome of the PG leads to, or undefined when nothing changes. */
export function settle(
  registration: Registration,
  outcome: IssueOutcome,
  context: SettleContext,
): Step | undefined {
  const { requestId } = context
  switch (outcome.kind) {
    case 'issued':
      return settleIssued(registration, outcome, context)
    case 'pending':
      return step(registration, 'found-pending', context)
    case 'declined': {
      const { code, providerCode } = outcome
      const reason: Reason = { code, requestId, ...(providerCode ? { providerCode } : {}) }
      if (outcome.cancelled) return step(withoutReason(registration), 'found-cancelled', context)
      return step(registration, 'found-declined', context, { reason })
    }
    case 'uncertain': {
      const { code, providerCode } = outcome
      const reason: Reason = { code, requestId, ...(providerCode ? { providerCode } : {}) }
      const uncertainSince = registration.uncertainSince ?? context.at
      return step(registration, 'found-uncertain', context, { reason, uncertainSince })
    }
  }
}

const withoutReason = (registration: Registration): Registration => ({ ...registration, reason: undefined })

// A key that surfaces after the customer has started again, or has stopped, is kept aside: two cards must not be attached,
// nor one that they no longer want.
const keptAside = ({ superseded, stoppedAt }: Registration): string[] => [
  ...(superseded ? ['superseded'] : []),
  ...(stoppedAt === undefined ? [] : ['stopped']),
]

function settleIssued(
  registration: Registration,
  outcome: Extract<IssueOutcome, { kind: 'issued' }>,
  context: SettleContext,
): Step | undefined {
  const { issued, payment } = outcome
  const mismatches = [...outcome.mismatches, ...keptAside(registration)]
  const suspended = mismatches.length > 0
  const view = {
    id: registration.paymentMethodId,
    kind: issued.kind,
    ...(issued.issuer ? { issuer: issued.issuer } : {}),
    ...(issued.maskedNumber ? { maskedNumber: issued.maskedNumber } : {}),
  }
  const reason: Reason | undefined = suspended
    ? { code: 'return_mismatch', requestId: context.requestId, mismatches }
    : undefined
  const result = step(withoutReason(registration), suspended ? 'found-suspended' : 'found-issued', context, {
    paymentMethod: view,
    ...(payment ? { payment } : {}),
    ...(reason ? { reason, uncertainSince: context.at } : {}),
  })
  if (!result) return undefined
  const paymentMethod: PaymentMethod = {
    ...view,
    customerId: registration.customer.id,
    registrationId: registration.id,
    provider: registration.provider,
    account: registration.account,
    key: issued.key,
    binding: issued.binding,
    state: suspended ? 'suspended' : 'active',
    mismatches,
    ...(issued.transactionId ? { transactionId: issued.transactionId } : {}),
    ...(issued.customerRef ? { customerRef: issued.customerRef } : {}),
    createdAt: context.at,
  }
  return { next: result.next, effects: { ...result.effects, paymentMethod } }
}
