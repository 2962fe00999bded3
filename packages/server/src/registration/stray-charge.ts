// A call that is made for one registration may charge the order of another: that one must not be charged again.
import type { IssueOutcome, FinishingProvider } from '../providers/provider.ts'
import { claimOf, type UsableClaim } from './claims.ts'
import type { Core } from './core.ts'
import { callElsewhere, isUnderWay } from './elsewhere.ts'
import { judge, type JudgeInput } from './judge.ts'
import { reload } from './own.ts'
import type { Attempt, Registration, StrayCharge } from './record.ts'
import { eventOf } from './event-of.ts'
import { step, type Step, type SettleContext } from './settle.ts'

/** Whether calling the PG for this registration charges it, so that a second call could charge it twice. */
const isChargedByCall = ({ can }: FinishingProvider, { order }: Registration): boolean =>
  order.charge === 'now' && can.firstPayment === 'in-window' && !can.lookup

/** Whether an answer, judged as this registration's own, leaves open that its order was charged. */
function mayBeCharged({ order }: Registration, outcome: IssueOutcome): boolean {
  if (outcome.kind === 'declined') return false
  if (outcome.kind !== 'issued') return order.charge === 'now'
  return outcome.payment !== undefined && outcome.payment.state !== 'declined'
}

/** An attempt, and what it was made with. */
type Asked = JudgeInput & { readonly registration: Registration; readonly requestId: string }

/**
 * Stops the registration whose order an answer names, if it is another of ours and may have been charged. Called before
 * the answer settles its own registration: whoever finishes that after a crash comes by here again.
 * Answers the outcome, with the id of the registration that was stopped.
 */
export async function stopOther(
  core: Core,
  input: Asked,
  attempt: Attempt,
  outcome: IssueOutcome,
): Promise<IssueOutcome> {
  const { otherOrder } = outcome
  if (!otherOrder) return outcome
  const other = await findOrder(core, input.provider, otherOrder.providerRef)
  if (!other || other.id === input.registration.id) return outcome
  const asTheirs = judge({ ...input, registration: other }, attempt.exchanges ?? [])
  if (!mayBeCharged(other, asTheirs)) return outcome
  await stop(core, other, strayOf(attempt, otherOrder.transactionId), input.requestId)
  return { ...outcome, otherOrder: { ...otherOrder, registrationId: other.id } }
}

// The window's order says nothing of the instance that its merchant calls it by.
async function findOrder(
  core: Core,
  { id }: FinishingProvider,
  providerRef: string,
): Promise<Registration | undefined> {
  for (const { id: one, name } of core.providers.values()) {
    const found = one === id ? await core.ledger.findByProviderRef(name, providerRef) : undefined
    if (found) return found
  }
  return undefined
}

/**
 * Whether the PG may be called with a return. `stopped`: one of this registration's own returns, whoever brought it, was
 * issued from in another one, and nobody can say that this did not charge its order. `wait`: that call is still under way.
 * `refused`: the return stands at the door of another registration that is paid, so it came out of that one's window.
 */
export const maySpend = (core: Core, spending: Spending): Leave | Promise<Leave> =>
  isChargedByCall(spending.provider, spending.registration) ? mayCharge(core, spending) : 'yes'

type Leave = 'yes' | 'stopped' | 'wait' | 'refused'

async function mayCharge(core: Core, { provider, registration, claim, requestId }: Spending): Promise<Leave> {
  const claims = await core.ledger.claims(registration.id)
  const own = claims.filter(({ binding }) => !binding.quarantined)
  for (const { digest } of own) {
    const spent = await spentElsewhere(
      core,
      provider,
      registration,
      claimOf(provider, own, digest),
      requestId,
    )
    if (spent) return spent
  }
  return (await isOfPaid(core, registration, claim)) ? 'refused' : 'yes'
}

/** A call that is about to be made. */
export interface Spending {
  readonly provider: FinishingProvider
  readonly registration: Registration
  readonly claim: UsableClaim
  readonly requestId: string
}

async function spentElsewhere(
  core: Core,
  provider: FinishingProvider,
  registration: Registration,
  claim: UsableClaim,
  requestId: string,
): Promise<'stopped' | 'wait' | undefined> {
  const attempt =
    claim.parsed.kind === 'token' ? await callElsewhere(core, registration, claim.digest) : undefined
  if (!attempt) return undefined
  if (await isUnderWay(core, attempt)) return 'wait'
  const outcome = judge({ provider, registration, claim, earlier: [] }, attempt.exchanges ?? [])
  if (outcome.otherOrder || !mayBeCharged(registration, outcome)) return undefined
  const told = outcome.kind === 'issued' ? outcome.issued.transactionId : undefined
  await stop(core, registration, strayOf(attempt, told), requestId)
  return 'stopped'
}

// Who only stores a return reserves nothing; who paid for a registration at whose door it stands, does.
async function isOfPaid(core: Core, { id }: Registration, { digest }: UsableClaim): Promise<boolean> {
  for (const other of await core.ledger.doorsOf(digest)) {
    const found = other === id ? undefined : await core.ledger.find(other)
    if (found?.state === 'issued' && found.payment && found.payment.state !== 'declined') return true
  }
  return false
}

// Only what the PG told of it: a transactionId that nobody has used is as good as a key.
const strayOf = (
  { id: attemptId, registrationId }: Attempt,
  transactionId: string | undefined,
): StrayCharge => ({
  registrationId,
  attemptId,
  ...(transactionId === undefined ? {} : { transactionId }),
})

/** Writes down that the order may have been charged elsewhere, once for each call, and ends what has not begun. */
async function stop(
  core: Core,
  registration: Registration,
  stray: StrayCharge,
  requestId: string,
): Promise<void> {
  const { registrationId: elsewhere } = stray
  for (let current = registration; ; current = await reload(core, current)) {
    if (current.strayCharges?.some(({ attemptId }) => attemptId === stray.attemptId)) return
    const { next, effects } = withStray(current, stray, {
      at: core.now(),
      by: 'server',
      requestId,
      mint: core.mint,
    })
    if ((await core.ledger.replace(current, next, effects)) !== 'ok') continue
    const { id: registrationId, state } = next
    const event = 'charge_misdirected'
    core.log({ level: 'error', event, registrationId, requestId, elsewhere, state })
    return
  }
}

function withStray(registration: Registration, stray: StrayCharge, context: SettleContext): Step {
  const { registrationId } = stray
  const strayCharges = [...(registration.strayCharges ?? []), stray]
  // The transaction stays in the sealed record: by it the PG may be asked again.
  const detail = { registration: registrationId }
  const event = eventOf(registration, 'charge.misdirected', context, { detail })
  const reason = {
    code: 'outcome_unknown',
    requestId: context.requestId,
    otherRegistration: registrationId,
  } as const
  // A call that is under way is not stopped by this; what it answers lands as ever.
  const stopped = step(registration, 'charged-elsewhere', context, {
    strayCharges,
    reason,
    uncertainSince: context.at,
  })
  return {
    next: stopped?.next ?? { ...registration, strayCharges, version: registration.version + 1 },
    effects: { events: [...(stopped?.effects.events ?? []), event] },
  }
}
