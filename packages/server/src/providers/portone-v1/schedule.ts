// Charges that PortOne V1 is to make by itself: ordered, found by our own order id, and taken back.
// Source: PortOne V1 REST specification (subscribe/payments/schedule, unschedule; ScheduleResultAnnotation).
import type { Exchange } from '../../http/exchange.ts'
import type { PgOperation, RevokeOutcome, ScheduleAsked, ScheduleOutcome } from '../../payments/operations.ts'
import { field, integerOf, textOf, type Fields } from '../answer.ts'
import { NO_ANSWER, refusedOutcome } from '../refusal.ts'
import { lastSeen } from './answers.ts'
import { segment, startCalls, type V1Call } from './calls.ts'
import { chargeBody } from './charge.ts'
import type { PortoneV1Config } from './options.ts'
import { isAbsent, isHandled, PAYMENT_CALLS, refusalIn, withoutToken } from './payment-answers.ts'
import type { TokenSource } from './token.ts'

const { schedule: SCHEDULE, schedules: FIND, unschedule: UNSCHEDULE } = PAYMENT_CALLS

const findCall = ({ pgOrderId }: ScheduleAsked): V1Call => ({
  operation: FIND,
  method: 'GET',
  path: `/subscribe/payments/schedule/${segment(pgOrderId)}`,
})

const seconds = (at: number): number => Math.floor(at / 1000)

/** Orders a charge for later, once: PortOne knows no Idempotency-Key. */
export const schedule = (
  config: PortoneV1Config,
  tokens: TokenSource,
): PgOperation<ScheduleAsked, ScheduleOutcome> => ({
  judge: judgeSchedule,
  async call(asked, context) {
    const calls = startCalls(config, tokens, context, withoutToken)
    if (context.earlier.length === 0) {
      const { customer_uid: customerUid, ...charge } = chargeBody(config, asked)
      const body = { customer_uid: customerUid, schedules: [{ ...charge, schedule_at: seconds(asked.at) }] }
      await calls.make({ operation: SCHEDULE, method: 'POST', path: '/subscribe/payments/schedule', body })
    }
    // What was ordered is read from the schedule itself.
    await calls.make(findCall(asked))
    return calls.exchanges
  },
})

/** Takes it back. */
export const unschedule = (
  config: PortoneV1Config,
  tokens: TokenSource,
): PgOperation<ScheduleAsked, RevokeOutcome> => ({
  judge: (_asked, exchanges) => judgeUnschedule(exchanges),
  async call(asked, context) {
    const calls = startCalls(config, tokens, context, withoutToken)
    const body = { customer_uid: asked.key.reveal(), merchant_uid: [asked.pgOrderId] }
    await calls.make({ operation: UNSCHEDULE, method: 'POST', path: '/subscribe/payments/unschedule', body })
    await calls.make(findCall(asked))
    return calls.exchanges
  },
})

function found(exchanges: readonly Exchange[]): Fields | undefined {
  const seen = lastSeen(exchanges, FIND)
  return seen.is === 'found' ? seen.record : undefined
}

const statusOf = (record: Fields | undefined): string => String(textOf(field(record, 'schedule_status')))

function judgeSchedule(asked: ScheduleAsked, exchanges: readonly Exchange[]): ScheduleOutcome {
  const record = found(exchanges)
  if (record !== undefined) {
    return statusOf(record) === 'revoked'
      ? { kind: 'declined', code: 'provider_refused', providerCode: 'revoked' }
      : { kind: 'scheduled', mismatches: mismatchesOf(asked, record) }
  }
  const sent = exchanges.filter(({ operation }) => [SCHEDULE, withoutToken(SCHEDULE)].includes(operation))
  const last = sent.at(-1)
  // It was taken, and is not to be seen yet.
  if (last !== undefined && isHandled(last)) return { kind: 'pending' }
  return refusedOutcome(last === undefined ? NO_ANSWER : refusalIn(last, 'provider_refused'), {
    first: true,
    untouched: isAbsent(exchanges, FIND),
  })
}

function mismatchesOf({ amount, at, key, pgOrderId }: ScheduleAsked, record: Fields): string[] {
  const differs: Readonly<Record<string, boolean>> = {
    merchant_uid: field(record, 'merchant_uid') !== pgOrderId,
    customer_uid: (textOf(field(record, 'customer_uid')) ?? key.reveal()) !== key.reveal(),
    amount: integerOf(field(record, 'amount')) !== amount,
    schedule_at: integerOf(field(record, 'schedule_at')) !== seconds(at),
  }
  return Object.keys(differs).filter((name) => differs[name])
}

function judgeUnschedule(exchanges: readonly Exchange[]): RevokeOutcome {
  const status = statusOf(found(exchanges))
  if (status === 'revoked') return { kind: 'revoked' }
  if (status === 'executed') return { kind: 'refused', code: 'cancel_refused', providerCode: 'executed' }
  const last = exchanges.findLast(({ operation }) =>
    [UNSCHEDULE, withoutToken(UNSCHEDULE)].includes(operation),
  )
  const { proof, code, providerCode } = last === undefined ? NO_ANSWER : refusalIn(last, 'provider_refused')
  const told = providerCode === undefined ? {} : { providerCode }
  if (proof === 'running' || proof === 'not-sent') return { kind: 'pending' }
  return proof === 'first' || (proof === 'looked' && status === 'scheduled')
    ? { kind: 'refused', code, ...told }
    : { kind: 'uncertain', code: 'outcome_unknown', ...told }
}
