// Charges that PortOne V2 is to make by itself: ordered, found by our own payment id, and taken back.
// Source: PortOne REST V2 specification (POST /payments/{paymentId}/schedule, GET and DELETE /payment-schedules).
import type { Exchange } from '../../http/exchange.ts'
import type { PgOperation, RevokeOutcome, ScheduleAsked, ScheduleOutcome } from '../../payments/operations.ts'
import { field, integerOf, isOk, textOf, fieldsOf, type Fields } from '../answer.ts'
import { callSeries, type CallSeries } from '../call-series.ts'
import { NO_ANSWER, refusedOutcome } from '../refusal.ts'
import { paymentBody } from './charge.ts'
import { replayCredential } from './issue.ts'
import type { PortoneV2Config } from './options.ts'
import { answerOf, PAYMENT_CALLS, refusalIn, typeOf } from './payment-answers.ts'
import { bodyInQuery, request } from './request.ts'

const { schedule: FIRST, scheduleAgain: AGAIN, schedules: FIND, unschedule: UNSCHEDULE } = PAYMENT_CALLS
/** The list is of the past unless it is asked for a time; the schedule is looked for this near to its own, ms. */
const NEAR_MS = 60_000

const rfc3339 = (at: number): string => new Date(at).toISOString()

/** Orders a charge for later. */
export const schedule = (config: PortoneV2Config): PgOperation<ScheduleAsked, ScheduleOutcome> => ({
  judge: (asked, exchanges) => judgeSchedule(config, asked, exchanges),
  async call(asked, context) {
    const series = callSeries(config, context)
    const first = context.earlier.length === 0
    if (!first) {
      await find(config, asked, series)
      if (!isAbsent(asked, series.exchanges) || asked.at <= context.now()) return series.exchanges
    }
    const credential = first ? config.credentials[0] : replayCredential(config, context)
    if (credential === undefined) return series.exchanges
    await series.make(
      request(config, credential, {
        operation: first ? FIRST : AGAIN,
        method: 'POST',
        path: `/payments/${encodeURIComponent(asked.pgOrderId)}/schedule`,
        idempotencyKey: context.idempotencyKey,
        body: { payment: paymentBody(config, asked), timeToPay: rfc3339(asked.at) },
      }),
    )
    await find(config, asked, series)
    return series.exchanges
  },
})

/** Takes it back. */
export const unschedule = (config: PortoneV2Config): PgOperation<ScheduleAsked, RevokeOutcome> => ({
  judge: (asked, exchanges) => judgeUnschedule(asked, exchanges),
  async call(asked, context) {
    const series = callSeries(config, context)
    await find(config, asked, series)
    const found = scheduleIn(asked, series.exchanges)
    const id = textOf(field(found, 'id'))
    if (id === undefined || field(found, 'status') !== 'SCHEDULED') return series.exchanges
    await series.make(
      request(config, config.credentials[0], {
        operation: UNSCHEDULE,
        method: 'DELETE',
        path: `/payment-schedules${bodyInQuery({ storeId: config.storeId, scheduleIds: [id] })}`,
      }),
    )
    if (judgeUnschedule(asked, series.exchanges).kind === 'uncertain') await find(config, asked, series)
    return series.exchanges
  },
})

async function find(config: PortoneV2Config, { key, at }: ScheduleAsked, series: CallSeries): Promise<void> {
  const filter = {
    storeId: config.storeId,
    billingKey: key.reveal(),
    from: rfc3339(at - NEAR_MS),
    until: rfc3339(at + NEAR_MS),
  }
  const path = `/payment-schedules${bodyInQuery({ page: { number: 0, size: 100 }, filter })}`
  await series.make(request(config, config.credentials[0], { operation: FIND, method: 'GET', path }))
}

function listed(exchanges: readonly Exchange[]): readonly Fields[] | undefined {
  const last = exchanges.findLast(({ operation }) => operation === FIND)
  const items = last !== undefined && isOk(last.status) ? field(answerOf(last), 'items') : undefined
  return Array.isArray(items) ? items.map(fieldsOf).filter((one) => one !== undefined) : undefined
}

const scheduleIn = ({ pgOrderId }: ScheduleAsked, exchanges: readonly Exchange[]): Fields | undefined =>
  listed(exchanges)?.find((one) => field(one, 'paymentId') === pgOrderId)

const isAbsent = (asked: ScheduleAsked, exchanges: readonly Exchange[]): boolean =>
  exchanges.at(-1)?.operation === FIND &&
  listed(exchanges) !== undefined &&
  scheduleIn(asked, exchanges) === undefined

function judgeSchedule(
  config: PortoneV2Config,
  asked: ScheduleAsked,
  exchanges: readonly Exchange[],
): ScheduleOutcome {
  const found = scheduleIn(asked, exchanges)
  if (found !== undefined) {
    const id = textOf(field(found, 'id'))
    return field(found, 'status') === 'REVOKED'
      ? { kind: 'declined', code: 'provider_refused', providerCode: 'REVOKED' }
      : {
          kind: 'scheduled',
          mismatches: mismatchesOf(asked, found),
          ...(id !== undefined && { providerRef: id }),
        }
  }
  const sent = exchanges.filter(({ operation }) => operation === FIRST || operation === AGAIN)
  const last = sent.at(-1)
  // It was taken, and is not to be seen yet.
  if (last !== undefined && isOk(last.status) && fieldsOf(field(answerOf(last), 'schedule')) !== undefined) {
    return { kind: 'pending' }
  }
  return refusedOutcome(last === undefined ? NO_ANSWER : refusalIn(last, config.pgProvider), {
    first: sent.length === 1 && last?.operation === FIRST,
    untouched: isAbsent(asked, exchanges),
  })
}

function mismatchesOf({ amount, at, key }: ScheduleAsked, found: Fields): string[] {
  const time = Date.parse(textOf(field(found, 'timeToPay')) ?? '')
  const differs: Readonly<Record<string, boolean>> = {
    totalAmount: integerOf(field(found, 'totalAmount')) !== amount,
    currency: (textOf(field(found, 'currency')) ?? 'KRW') !== 'KRW',
    billingKey: (textOf(field(found, 'billingKey')) ?? key.reveal()) !== key.reveal(),
    // PortOne may keep whole seconds.
    timeToPay: !(Math.abs(time - at) < 1000),
  }
  return Object.keys(differs).filter((name) => differs[name])
}

function judgeUnschedule(asked: ScheduleAsked, exchanges: readonly Exchange[]): RevokeOutcome {
  const at = exchanges.findLastIndex(({ operation }) => operation === UNSCHEDULE)
  const last = exchanges[at]
  // What was seen after it was sent, or without: whatever its own answer was.
  const seen = byStatus(field(scheduleIn(asked, exchanges.slice(at + 1)), 'status'))
  if (last === undefined || seen.kind !== 'uncertain') return seen
  if (isOk(last.status) && Array.isArray(field(answerOf(last), 'revokedScheduleIds')))
    return { kind: 'revoked' }
  const type = typeOf(last)
  if (type === 'PAYMENT_SCHEDULE_ALREADY_REVOKED') return { kind: 'revoked' }
  if (type === 'PAYMENT_SCHEDULE_ALREADY_PROCESSED') return byStatus('SUCCEEDED')
  const { proof, code, providerCode } = refusalIn(last, undefined)
  const told = providerCode === undefined ? {} : { providerCode }
  if (proof === 'running' || proof === 'not-sent') return { kind: 'pending' }
  return proof === 'first'
    ? { kind: 'refused', code, ...told }
    : { kind: 'uncertain', code: 'outcome_unknown', ...told }
}

/** By the status alone, where nothing had to be taken back or it was too late. */
function byStatus(status: unknown): RevokeOutcome {
  if (status === 'REVOKED') return { kind: 'revoked' }
  return status === 'STARTED' || status === 'SUCCEEDED' || status === 'FAILED'
    ? { kind: 'refused', code: 'cancel_refused', providerCode: 'PAYMENT_SCHEDULE_ALREADY_PROCESSED' }
    : { kind: 'uncertain', code: 'outcome_unknown' }
}
