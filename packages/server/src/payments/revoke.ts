// billing.revoke(): a key is never charged again from the first line on, and deleted at the PG where the PG can.
import { BillingError, type PaymentMethodView } from '@billing-register/contract'
import type { ServerProvider } from '../providers/provider.ts'
import { TAKE_MS, type Core } from '../registration/core.ts'
import type { Actor, EventType, FreshEvent, Move } from '../registration/event.ts'
import { isTold } from '../registration/event.ts'
import type { PaymentMethod, Reason } from '../registration/record.ts'
import type { SettleContext } from '../registration/settle.ts'
import { checkCustomer, isSomeoneElses, type RevokeInput } from './check.ts'
import { backOff } from './due.ts'
import type { KeyAsked, PgOperation, RevokeOutcome } from './operations.ts'
import type { Operation } from './payment.ts'
import { isOwnAccount, operationsOf } from './providers.ts'
import { reasonDetail } from './settle.ts'
import { takeBackAll } from './unschedule.ts'
import { perform, resume, type Change, type Work } from './work.ts'

/**
 * A payment method that is not charged any more. `revoking`: its deletion at the PG is under way, and goes on by itself.
 * `atPg`: what became of the key there; `kept` where the PG cannot delete it, or would not.
 */
export interface RevokedMethod extends PaymentMethodView {
  readonly state: 'revoking' | 'revoked'
  readonly atPg?: 'gone' | 'kept' | 'uncertain'
  readonly error?: { readonly code: Reason['code']; readonly providerCode?: string }
}

/** Looks at the PG that may prove nothing before the deletion is called uncertain for good. */
const MOST_LOOKS = 4
/** How many charges of one method are looked at before it is revoked. */
const CHARGES = 20

/** Revokes it, or answers how far that has come. Throws `not_found`, and `invalid_request` for a customer who is nobody. */
export async function revoke(core: Core, input: RevokeInput, by: Actor = 'server'): Promise<RevokedMethod> {
  checkCustomer(input)
  const requestId = core.mint('').slice(0, 12)
  for (;;) {
    const method = await core.ledger.charges.method(input.paymentMethodId)
    if (!method || isSomeoneElses(method.customerId, input.customer)) {
      throw new BillingError('not_found', 'paymentMethodId: no such payment method')
    }
    const revoking = isGoing(method) ? method : await markRevoking(core, method, { by, requestId })
    if (revoking) return revokedView(await goOn(core, revoking, requestId))
  }
}

const isGoing = ({ state }: PaymentMethod): boolean => state === 'revoking' || state === 'revoked'

/** Takes it out of use: from now on no charge begins. Undefined when somebody wrote first. */
export async function markRevoking(
  core: Core,
  method: PaymentMethod,
  { by, requestId }: { readonly by: Actor; readonly requestId: string },
): Promise<PaymentMethod | undefined> {
  const at = core.now()
  const lookAt = at + TAKE_MS
  const next: PaymentMethod = { ...method, state: 'revoking', version: method.version + 1, lookAt, looks: 0 }
  const context = { at, by, requestId, mint: core.mint }
  const move = { from: method.state, to: next.state }
  const events = [methodEvent(next, 'method.revoking', context, move)]
  return (await core.ledger.charges.replaceMethod(method, next, { events })) === 'ok' ? next : undefined
}

/** Something that happened to a payment method, and how its state moved. It stands in the stream of its registration. */
export function methodEvent(
  { id: paymentMethodId, registrationId, customerId, reason }: PaymentMethod,
  type: EventType,
  { mint, at, by = 'server', requestId }: SettleContext,
  move: Move,
  more: Readonly<Record<string, string>> = {},
): FreshEvent {
  const detail = { paymentMethodId, ...reasonDetail(reason), ...more }
  const event = { id: mint('evt_'), type, at, by, requestId, registrationId, customerId, detail }
  return { ...event, ...move, deliver: isTold(type) }
}

/** Goes on with revoking one that is out of use: as far as it can be brought now. */
export async function goOn(core: Core, method: PaymentMethod, requestId: string): Promise<PaymentMethod> {
  const now = core.now()
  if (method.state !== 'revoking' || (method.leaseUntil ?? 0) > now) return method
  const provider = core.providers.get(method.provider)
  const operations = provider ? await operationsOf(provider) : {}
  const { revoke: does } = operations
  if (!provider?.can.revoke || !does) return end(core, method, 'kept', requestId)
  if (!isOwnAccount(provider, method)) return method
  const busyUntil = await chargedUntil(core, method)
  if (busyUntil > now) return putOff(core, method, busyUntil)
  if (provider.can.schedule) await takeBackAll(core, method, requestId)
  const asked = await keyAsked(core, method)
  const workWith = (earlier: readonly Operation[]): RevokeWork =>
    revokeWork(core, { provider, does, asked, method, requestId, earlier })
  const operationsSoFar = await core.ledger.charges.operations(method.id)
  const done =
    operationsSoFar.length === 0
      ? await perform(core, workWith([]))
      : await resume(core, method, workWith, method.id)
  return done ?? reloadMethod(core, method)
}

// A charge that is under way ends before its key does.
async function chargedUntil(core: Core, { id: paymentMethodId }: PaymentMethod): Promise<number> {
  const query = { paymentMethodId, states: ['charging', 'scheduling'], limit: CHARGES } as const
  const charging = await core.ledger.charges.payments(query)
  return Math.max(0, ...charging.map(({ leaseUntil = 0 }) => leaseUntil))
}

async function putOff(core: Core, method: PaymentMethod, lookAt: number): Promise<PaymentMethod> {
  const next = { ...method, lookAt, version: method.version + 1 }
  return replace(core, method, { next, events: [] })
}

async function replace(
  core: Core,
  method: PaymentMethod,
  change: Change<PaymentMethod>,
): Promise<PaymentMethod> {
  const { next, events } = change
  const written = await core.ledger.charges.replaceMethod(method, next, { events })
  return written === 'ok' ? next : reloadMethod(core, method)
}

async function end(
  core: Core,
  method: PaymentMethod,
  atPg: NonNullable<PaymentMethod['atPg']>,
  requestId: string,
): Promise<PaymentMethod> {
  return replace(core, method, ended(method, atPg, undefined, { at: core.now(), requestId, mint: core.mint }))
}

function ended(
  method: PaymentMethod,
  atPg: NonNullable<PaymentMethod['atPg']>,
  reason: Reason | undefined,
  context: SettleContext,
): Change<PaymentMethod> {
  const next: PaymentMethod = {
    ...method,
    state: 'revoked',
    atPg,
    reason: reason ?? method.reason,
    lookAt: undefined,
    leaseUntil: undefined,
    version: method.version + 1,
  }
  const move = { from: method.state, to: next.state }
  return { next, events: [methodEvent(next, 'method.revoked', context, move, { atPg })] }
}

/** A key as the PG is told of it. */
export async function keyAsked(core: Core, method: PaymentMethod): Promise<KeyAsked> {
  const { key, kind, customerRef, registrationId } = method
  const registration = await core.ledger.find(registrationId)
  const memo = registration?.memo ?? {}
  return { key, kind, memo, ...(customerRef === undefined ? {} : { customerRef }) }
}

type RevokeWork = Work<PaymentMethod, KeyAsked, RevokeOutcome>

interface Revoking {
  readonly provider: ServerProvider
  readonly does: PgOperation<KeyAsked, RevokeOutcome>
  readonly asked: KeyAsked
  readonly method: PaymentMethod
  readonly requestId: string
  readonly earlier: readonly Operation[]
}

const UNKNOWN: RevokeOutcome = { kind: 'uncertain', code: 'outcome_unknown' }

function revokeWork(core: Core, { provider, does, asked, method, requestId, earlier }: Revoking): RevokeWork {
  const { charges } = core.ledger
  const { id, registrationId } = method
  return {
    kind: 'revoke',
    subject: id,
    of: id,
    registrationId,
    requestId,
    provider,
    does,
    asked,
    unknown: UNKNOWN,
    earlier,
    async begin(sent, leaseUntil) {
      const next = { ...method, leaseUntil, lookAt: leaseUntil, version: method.version + 1 }
      const written = await charges.replaceMethod(method, next, { events: [], operation: sent })
      return written === 'ok' ? next : undefined
    },
    settle: (row, outcome) => settleRevoke(row, outcome, { at: core.now(), requestId, mint: core.mint }),
    async write(before, { next, events }) {
      return (await charges.replaceMethod(before, next, { events })) === 'ok'
    },
    reload: (row) => reloadMethod(core, row),
  }
}

/** The work on a method's revocation; undefined where its PG cannot do that. */
export async function revokeWorkOf(
  core: Core,
  method: PaymentMethod,
  requestId: string,
): Promise<RevokeWork | undefined> {
  const provider = core.providers.get(method.provider)
  const { revoke: does } = provider ? await operationsOf(provider) : {}
  if (!provider || !does) return undefined
  return revokeWork(core, {
    provider,
    does,
    asked: await keyAsked(core, method),
    method,
    requestId,
    earlier: [],
  })
}

/** The step that an outcome leads to, or undefined when nothing changes. */
function settleRevoke(
  method: PaymentMethod,
  outcome: RevokeOutcome,
  context: SettleContext,
): Change<PaymentMethod> | undefined {
  if (outcome.kind === 'revoked') {
    return method.atPg === 'gone' ? undefined : ended(method, 'gone', undefined, context)
  }
  if (method.state !== 'revoking') return undefined
  const { at, requestId } = context
  if (outcome.kind === 'pending') return { next: waiting(method, at), events: [] }
  const { code, providerCode } = outcome
  const reason: Reason = { code, requestId, ...(providerCode ? { providerCode } : {}) }
  if (outcome.kind === 'refused') return ended(method, 'kept', reason, context)
  return (method.looks ?? 0) + 1 >= MOST_LOOKS
    ? ended(method, 'uncertain', reason, context)
    : { next: waiting({ ...method, reason }, at), events: [] }
}

function waiting(method: PaymentMethod, at: number): PaymentMethod {
  const looks = (method.looks ?? 0) + 1
  const lookAt = at + backOff(looks - 1)
  return { ...method, looks, lookAt, leaseUntil: undefined, version: method.version + 1 }
}

/** The newest version of a method that is known to exist. */
export async function reloadMethod(core: Core, { id }: PaymentMethod): Promise<PaymentMethod> {
  const current = await core.ledger.charges.method(id)
  if (!current) throw new BillingError('ledger_unavailable', 'the payment method is gone from the ledger')
  return current
}

function revokedView({ id, kind, issuer, maskedNumber, state, atPg, reason }: PaymentMethod): RevokedMethod {
  return {
    id,
    kind,
    ...(issuer === undefined ? {} : { issuer }),
    ...(maskedNumber === undefined ? {} : { maskedNumber }),
    state: state === 'revoked' ? state : 'revoking',
    ...(atPg === undefined ? {} : { atPg }),
    ...(reason
      ? {
          error: { code: reason.code, ...(reason.providerCode ? { providerCode: reason.providerCode } : {}) },
        }
      : {}),
  }
}
