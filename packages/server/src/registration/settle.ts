// What an outcome makes of a registration: the next version and everything written with it. Pure.
import type { Effects } from '../ledger/ledger.ts'
import type { IssueOutcome } from '../providers/provider.ts'
import { scheduled } from './due.ts'
import { eventOf, type SettleContext } from './event-of.ts'
import type { EventType } from './event.ts'
import type { PaymentMethod, Registration, Reason } from './record.ts'
import { counted, isFinalLook } from './looks.ts'
import { nextState, type Input } from './transition.ts'

export type { SettleContext } from './event-of.ts'

/** A registration's next version with its effects. */
export interface Step {
  readonly next: Registration
  readonly effects: Effects
}

const EVENT_OF: Readonly<Partial<Record<Registration['state'], EventType>>> = {
  returned: 'registration.returned',
  issuing: 'registration.issuing',
  issued: 'registration.issued',
  suspended: 'registration.suspended',
  held: 'key.held',
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
  const next = scheduled({
    ...registration,
    leaseUntil: undefined,
    ...activity(registration, input, context.at),
    ...change,
    state,
    version: registration.version + 1,
  })
  const type = state === registration.state ? undefined : EVENT_OF[state]
  if (!type) return { next, effects: { events: [] } }
  const event = eventOf(registration, type, context, {
    from: registration.state,
    to: state,
    ...(change.reason ? { detail: detailOf(change.reason) } : {}),
    // A window that was never opened is no news when its time is over.
    ...(state === 'expired' && next.openedAt === undefined ? { deliver: false } : {}),
  })
  return { next, effects: { events: [event] } }
}

// What the customer does begins the waiting anew; a look that found no key brings its end nearer.
function activity(registration: Registration, input: Input, at: number): Partial<Registration> {
  const { state } = registration
  const again = state === 'issuing' || state === 'uncertain'
  if (input === 'returned' || (input === 'begin' && !again)) {
    return { activeAt: at, looks: 0, heldUntil: undefined }
  }
  return input.startsWith('found-') || input === 'charged' ? counted(registration, at) : {}
}

function detailOf(reason: Reason): Record<string, string> {
  return {
    code: reason.code,
    ...(reason.providerCode ? { providerCode: reason.providerCode } : {}),
    ...(reason.mismatches?.length ? { mismatches: reason.mismatches.join(' ') } : {}),
    ...(reason.otherRegistration ? { otherRegistration: reason.otherRegistration } : {}),
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
      return outcome.absent && isFinalLook(registration, context.at)
        ? step(registration, 'found-absent', context, { reason: { code: 'not_completed', requestId } })
        : step(registration, 'found-pending', context)
    case 'declined': {
      const { code, providerCode } = outcome
      // Its own call was refused; the one that charged its order was not.
      if (registration.strayCharges) return settle(registration, UNKNOWN, context)
      const reason: Reason = { code, requestId, ...(providerCode ? { providerCode } : {}) }
      if (outcome.cancelled) return step(registration, 'found-cancelled', context, { reason: undefined })
      return step(registration, 'found-declined', context, { reason })
    }
    case 'uncertain': {
      // Asked again and again by the waiting page: what is known already is not written anew.
      if (isKnown(registration, context.at)) return undefined
      const { code, providerCode } = outcome
      const reason: Reason = {
        code,
        requestId,
        ...(providerCode ? { providerCode } : {}),
        ...otherOf(outcome),
      }
      const uncertainSince = registration.uncertainSince ?? context.at
      return step(registration, 'found-uncertain', context, { reason, uncertainSince })
    }
  }
}

const UNKNOWN: IssueOutcome = { kind: 'uncertain', code: 'outcome_unknown' }

const otherOf = ({ otherOrder }: IssueOutcome): Pick<Reason, 'otherRegistration'> =>
  otherOrder?.registrationId === undefined ? {} : { otherRegistration: otherOrder.registrationId }

const isKnown = (registration: Registration, at: number): boolean =>
  registration.state === 'uncertain' &&
  registration.leaseUntil === undefined &&
  counted(registration, at).looks === undefined

// A key that surfaces after the customer has started again, or has stopped, is kept aside: two cards must not be attached,
// nor one that they no longer want.
const keptAside = ({ superseded, stoppedAt }: Registration): string[] => [
  ...(superseded ? ['superseded'] : []),
  ...(stoppedAt === undefined ? [] : ['stopped']),
]

type Found = Extract<IssueOutcome, { kind: 'issued' }>

function settleIssued(registration: Registration, outcome: Found, context: SettleContext): Step | undefined {
  const mismatches = [...outcome.mismatches, ...keptAside(registration)]
  const { requestId, at } = context
  const reason: Reason = { code: 'return_mismatch', requestId, mismatches, ...otherOf(outcome) }
  return mismatches.length > 0
    ? keep(registration, { ...outcome, mismatches }, 'suspended', context, { reason, uncertainSince: at })
    : keep(registration, outcome, 'active', context, {})
}

/**
 * The step to a key that was found although its owner has not finished: it waits for them until `heldUntil`. One that
 * differs from what was asked is suspended all the same.
 */
export function hold(
  registration: Registration,
  outcome: Found,
  context: SettleContext,
  heldUntil: number,
): Step | undefined {
  return outcome.mismatches.length > 0 || keptAside(registration).length > 0
    ? settleIssued(registration, outcome, context)
    : keep(registration, outcome, 'held', context, { heldUntil })
}

const INPUT_OF = { active: 'found-issued', suspended: 'found-suspended', held: 'found-held' } as const

function keep(
  registration: Registration,
  { issued, payment, mismatches }: Found,
  state: keyof typeof INPUT_OF,
  context: SettleContext,
  change: Partial<Registration>,
): Step | undefined {
  const view = {
    id: registration.paymentMethodId,
    kind: issued.kind,
    ...(issued.issuer ? { issuer: issued.issuer } : {}),
    ...(issued.maskedNumber ? { maskedNumber: issued.maskedNumber } : {}),
  }
  const result = step(registration, INPUT_OF[state], context, {
    reason: undefined,
    paymentMethod: view,
    ...(payment ? { payment } : {}),
    ...change,
  })
  if (!result) return undefined
  const paymentMethod: PaymentMethod = {
    version: 1,
    customerId: registration.customer.id,
    registrationId: registration.id,
    provider: registration.provider,
    account: registration.account,
    key: issued.key,
    binding: issued.binding,
    state,
    mismatches,
    createdAt: context.at,
    ...view,
    ...(issued.transactionId ? { transactionId: issued.transactionId } : {}),
    ...(issued.customerRef ? { customerRef: issued.customerRef } : {}),
  }
  return { next: result.next, effects: { paymentMethod, ...result.effects } }
}
