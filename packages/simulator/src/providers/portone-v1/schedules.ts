// Charges for later: made, seen, revoked, and carried out when the clock has passed their time.
// Source: PortOne V1 REST specification (subscribe.schedule, ScheduleResultAnnotation).
import { readBody } from '../../form-fields.ts'
import { isJsonObject, numeric, text, type JsonObject } from '../../json.ts'
import type { TrueSchedule } from '../../truth.ts'
import type { World } from '../../world.ts'
import { carryOutCharge, chargeProblem } from './charges.ts'
import { REST_MESSAGES } from './codes.ts'
import { failed, handled, refused } from './envelope.ts'
import type { PortoneState, ScheduleRow } from './state.ts'
import { sendWebhooks } from './webhook.ts'

const DEFAULT_LIMIT = 20
const MAX_LIMIT = 1000

/** Carries out what is due; its webhook tells paid and failed alike. Every REST call comes by here first. */
export function runDueSchedules(world: World, state: PortoneState): void {
  for (const row of state.schedules.values()) {
    if (row.status !== 'scheduled' || row.scheduledFor > world.now()) continue
    row.status = 'executed'
    row.truth.state = 'executed'
    row.endedAt = world.now()
    if (chargeProblem(state, row.charge)) continue
    row.payment = carryOutCharge(world, state, row.customer, row.charge)
    sendWebhooks(world, row.payment, row.payment.status)
  }
}

function seconds(ms: number | undefined): number {
  return ms === undefined ? 0 : Math.floor(ms / 1000)
}

function scheduleAnnotation(row: ScheduleRow): object {
  const { charge, status, payment } = row
  const buyer = ['name', 'email', 'tel', 'addr', 'postcode'].map((field): [string, unknown] => [
    `buyer_${field}`,
    text(charge, `buyer_${field}`) || null,
  ])
  const executed = status === 'executed'
  return {
    customer_uid: row.customer.customerUid,
    merchant_uid: row.merchantUid,
    imp_uid: payment?.impUid ?? null,
    schedule_at: seconds(row.scheduledFor),
    executed_at: executed ? seconds(row.endedAt) : 0,
    revoked_at: status === 'revoked' ? seconds(row.endedAt) : 0,
    amount: numeric(charge, 'amount') ?? 0,
    name: text(charge, 'name'),
    ...Object.fromEntries(buyer),
    custom_data: text(charge, 'custom_data') || null,
    schedule_status: status,
    payment_status: executed ? (payment?.status ?? 'failed') : null,
    fail_reason: payment?.failReason || null,
  }
}

function entryProblem(world: World, state: PortoneState, charge: JsonObject): string | undefined {
  const at = numeric(charge, 'schedule_at')
  if (at === undefined || at * 1000 <= world.now()) return 'schedule_at: 앞으로의 시각이어야 합니다.'
  const known = state.schedules.get(text(charge, 'merchant_uid'))
  return known ? REST_MESSAGES.scheduleExists : chargeProblem(state, charge)
}

function chargeOf(entry: JsonObject, customerUid: string): JsonObject {
  return { ...entry, customer_uid: customerUid }
}

/** All of the entries or none. Card data beside them, for a key that does not exist yet, is not taken here. */
export async function createSchedules(
  world: World,
  state: PortoneState,
  request: Request,
): Promise<Response> {
  const body = await readBody(request)
  if (!body) return failed(400, REST_MESSAGES.unreadable)
  const customer = state.customers.get(text(body, 'customer_uid'))
  if (!customer) return refused(REST_MESSAGES.noCustomer)
  const { schedules } = body
  const charges = Array.isArray(schedules)
    ? schedules.filter(isJsonObject).map((entry) => chargeOf(entry, customer.customerUid))
    : []
  if (charges.length === 0) return refused('schedules: 필수 항목입니다.')
  const problem = charges.map((charge) => entryProblem(world, state, charge)).find(Boolean)
  if (problem) return refused(problem)
  const rows = charges.map((charge): ScheduleRow => {
    const scheduledFor = (numeric(charge, 'schedule_at') ?? 0) * 1000
    const merchantUid = text(charge, 'merchant_uid')
    const amount = numeric(charge, 'amount') ?? 0
    const truth: TrueSchedule = {
      provider: 'portone-v1',
      orderId: merchantUid,
      amount,
      at: scheduledFor,
      state: 'scheduled',
    }
    return { merchantUid, customer, charge, scheduledFor, status: 'scheduled', truth }
  })
  for (const row of rows) {
    state.schedules.set(row.merchantUid, row)
    world.truth.schedules.push(row.truth)
  }
  return handled(rows.map(scheduleAnnotation))
}

function namedIn(body: JsonObject): string[] {
  const { merchant_uid: wanted } = body
  return (Array.isArray(wanted) ? wanted : [wanted]).filter((uid): uid is string => typeof uid === 'string')
}

/** Without merchant_uid everything of the customer; without customer_uid by merchant_uid. */
export async function unschedule(world: World, state: PortoneState, request: Request): Promise<Response> {
  const body = await readBody(request)
  if (!body) return failed(400, REST_MESSAGES.unreadable)
  const customerUid = text(body, 'customer_uid')
  const named = namedIn(body)
  if (!customerUid && named.length === 0) return refused('customer_uid: 필수 항목입니다.')
  const rows = [...state.schedules.values()].filter(
    (row) =>
      row.status === 'scheduled' &&
      (!customerUid || row.customer.customerUid === customerUid) &&
      (named.length === 0 || named.includes(row.merchantUid)),
  )
  if (rows.length === 0) return refused(REST_MESSAGES.noSchedule)
  for (const row of rows) {
    row.status = 'revoked'
    row.truth.state = 'revoked'
    row.endedAt = world.now()
  }
  return handled(rows.map(scheduleAnnotation))
}

export function getSchedule(state: PortoneState, merchantUid: string): Response {
  const row = state.schedules.get(merchantUid)
  return row ? handled(scheduleAnnotation(row)) : failed(404, REST_MESSAGES.noSchedule)
}

/** By time, of everybody or of one customer; from and to in unix seconds are required. */
export function listSchedules(state: PortoneState, query: URLSearchParams, customerUid?: string): Response {
  const from = Number(query.get('schedule_from') ?? query.get('from') ?? Number.NaN)
  const to = Number(query.get('schedule_to') ?? query.get('to') ?? Number.NaN)
  if (Number.isNaN(from) || Number.isNaN(to))
    return failed(400, 'schedule_from, schedule_to: 필수 항목입니다.')
  const status = query.get('schedule_status') ?? query.get('schedule-status')
  const limit = Math.min(Number(query.get('limit')) || DEFAULT_LIMIT, MAX_LIMIT)
  const page = Number(query.get('page')) || 1
  const found = [...state.schedules.values()].filter((row) => {
    const at = seconds(row.scheduledFor)
    const ofCustomer = customerUid === undefined || row.customer.customerUid === customerUid
    return ofCustomer && at >= from && at <= to && (!status || row.status === status)
  })
  const rows = found.slice((page - 1) * limit, page * limit)
  return handled({
    total: found.length,
    previous: page > 1 ? page - 1 : 0,
    next: page * limit < found.length ? page + 1 : 0,
    list: rows.map(scheduleAnnotation),
  })
}
