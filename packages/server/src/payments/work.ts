// One call to a PG about a payment or a key: intent first, then the call, then its answer in the ledger before anything else.
import type { Exchange } from '../http/exchange.ts'
import type { ServerProvider } from '../providers/provider.ts'
import { asTry } from '../registration/try.ts'
import type { Core } from '../registration/core.ts'
import type { FreshEvent } from '../registration/event.ts'
import { land } from '../registration/land.ts'
import { leaseFrom } from '../registration/lease.ts'
import type { PgOperation } from './operations.ts'
import type { Operation } from './payment.ts'

/** A row's next version and what is told of it. */
export interface Change<Row> {
  readonly next: Row
  readonly events: readonly FreshEvent[]
}

/** Something that a PG is to do once, and the row in which its outcome stands. */
export interface Work<Row, Asked, Outcome> {
  /** What is done once: see {@link Operation.subject}. */
  readonly subject: string
  readonly kind: Operation['kind']
  /** Id of the payment or payment method. */
  readonly of: string
  readonly registrationId: string
  readonly requestId: string
  readonly provider: ServerProvider
  readonly does: PgOperation<Asked, Outcome>
  readonly asked: Asked
  /** What an answer comes to that cannot be judged. */
  readonly unknown: Outcome
  /** Operations of the same subject so far: with any, the PG is only asked what came of them. */
  readonly earlier: readonly Operation[]
  /** Writes the row that says that a call is under way, together with its operation. Undefined: somebody was faster. */
  begin(operation: Operation, leaseUntil: number): Promise<Row | undefined>
  /** What an outcome makes of the row; undefined when nothing changes. Pure. */
  settle(row: Row, outcome: Outcome): Change<Row> | undefined
  /** Whether it was written. */
  write(before: Row, change: Change<Row>): Promise<boolean>
  reload(row: Row): Promise<Row>
}

/** Does it, or asks what came of it. Undefined when somebody else has begun first; nothing was sent then. */
export function perform<Row, Asked, Outcome>(
  core: Core,
  work: Work<Row, Asked, Outcome>,
): Promise<Row | undefined> {
  const performing = performOnce(core, work)
  core.underWay.add(performing)
  return performing.finally(() => core.underWay.delete(performing))
}

async function performOnce<Row, Asked, Outcome>(
  core: Core,
  work: Work<Row, Asked, Outcome>,
): Promise<Row | undefined> {
  const { provider, earlier } = work
  const sentAt = core.now()
  const operation: Operation = {
    id: core.mint('opn_'),
    kind: earlier.length === 0 ? work.kind : 'look',
    of: work.of,
    subject: work.subject,
    registrationId: work.registrationId,
    account: provider.account,
    sentAt,
  }
  const begun = await work.begin(operation, leaseFrom(provider, sentAt))
  if (begun === undefined) return undefined
  const exchanges = await callProvider(core, work, operation)
  const settling = (): Promise<Row> => settleFrom(core, work, begun, exchanges)
  const write = (answer: readonly Exchange[], at: number): Promise<void> =>
    core.ledger.charges.landOperation(operation.id, answer, at)
  await land(core, { id: operation.id, registrationId: work.registrationId, write }, exchanges, settling)
  return settling()
}

async function callProvider<Row, Asked, Outcome>(
  core: Core,
  { does, asked, earlier, registrationId, requestId }: Work<Row, Asked, Outcome>,
  operation: Operation,
): Promise<readonly Exchange[]> {
  try {
    return await does.call(asked, {
      fetch: core.fetch,
      now: core.now,
      // The id of the first: written before its call, and never another one for this subject.
      idempotencyKey: (earlier[0] ?? operation).id,
      earlier: earlier.map(asTry),
    })
  } catch {
    // A provider must not throw. If it does, the PG may or may not have been called: uncertain.
    core.log({
      level: 'error',
      event: 'provider_threw',
      registrationId,
      requestId,
      operation: operation.kind,
    })
    return []
  }
}

/** Settles the row from exchanges that stand in the ledger, whoever brought them there. */
export async function settleFrom<Row, Asked, Outcome>(
  core: Core,
  work: Work<Row, Asked, Outcome>,
  row: Row,
  exchanges: readonly Exchange[],
): Promise<Row> {
  const outcome = judge(work, exchanges)
  let current = row
  for (;;) {
    const change = work.settle(current, outcome)
    if (!change) return current
    if (await work.write(current, change)) return change.next
    current = await work.reload(current)
  }
}

function judge<Row, Asked, Outcome>(
  { does, asked, earlier, unknown }: Work<Row, Asked, Outcome>,
  exchanges: readonly Exchange[],
): Outcome {
  try {
    return does.judge(asked, [...earlier.flatMap((one) => one.exchanges ?? []), ...exchanges])
  } catch {
    return unknown
  }
}

/**
 * Goes on where somebody stopped: settles from an answer that landed although nobody settled from it, otherwise asks the
 * PG. Never does it anew: without a trace of a first call there is nothing to ask for, and the row stays as it is.
 */
export async function resume<Row extends { readonly leaseUntil?: number | undefined }, Asked, Outcome>(
  core: Core,
  row: Row,
  workWith: (earlier: readonly Operation[]) => Work<Row, Asked, Outcome>,
  subject: string,
): Promise<Row | undefined> {
  const operations = await core.ledger.charges.operations(subject)
  const last = operations.at(-1)
  if (!last) return row
  if (row.leaseUntil !== undefined && last.exchanges) {
    return settleFrom(core, workWith(operations.slice(0, -1)), row, last.exchanges)
  }
  return perform(core, workWith(operations))
}
