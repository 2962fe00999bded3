// Charges for later: made, seen, revoked, and carried out when the clock has passed their time.
// Source: PortOne V2 OpenAPI (payment schedules); developers.portone.io, V2 schedule. There is no recurrence.
import { numeric, text } from '../../json.ts'
import type { TrueSchedule } from '../../truth.ts'
import type { World } from '../../world.ts'
import { done, refused, type V2Result } from './answer.ts'
import { inner, lists, moment, noBillingKey, pageOf } from './billing-keys.ts'
import { timestamp } from './billing-key-view.ts'
import { carryOutCharge, checkCharge, isPaid } from './charge.ts'
import { customerView } from './key-in.ts'
import type { V2Input } from './rest.ts'
import type { V2Schedule, V2State } from './state.ts'

const DEFAULT_RANGE_MS = 90 * 24 * 3_600_000

/** Carries out what is due. Nothing ticks by itself: every REST call comes by here first. */
export function runDueSchedules(world: World, state: V2State): void {
  for (const schedule of state.schedules.values()) {
    if (schedule.status !== 'SCHEDULED' || schedule.timeToPay > world.now()) continue
    const { paymentId, payment, id } = schedule
    const order = checkCharge(state, paymentId, payment, id)
    const failed =
      'refusal' in order ||
      isPaid(state, paymentId) ||
      carryOutCharge(world, state, paymentId, payment, { ...order, scheduleId: id }).failure !== undefined
    schedule.status = failed ? 'FAILED' : 'SUCCEEDED'
    schedule.truth.state = 'executed'
    schedule.endedAt = world.now()
  }
}

export function createSchedule(world: World, state: V2State, { id: paymentId, body }: V2Input): V2Result {
  const payment = inner(body, 'payment')
  const timeToPay = moment(body, 'timeToPay')
  if (timeToPay === undefined || timeToPay <= world.now())
    return refused('INVALID_REQUEST', 'timeToPay: 앞으로의 시각이어야 합니다.')
  const order = checkCharge(state, paymentId, payment, '')
  if ('refusal' in order) return order.refusal
  if (isPaid(state, paymentId)) return refused('ALREADY_PAID_OR_WAITING', '이미 결제된 주문입니다.')
  const id = `schedule-${world.random.text(32)}`
  const truth: TrueSchedule = {
    provider: 'portone-v2',
    orderId: paymentId,
    amount: numeric(inner(payment, 'amount'), 'total') ?? 0,
    at: timeToPay,
    state: 'scheduled',
  }
  world.truth.schedules.push(truth)
  state.schedules.set(id, {
    id,
    paymentId,
    billingKey: order.row,
    payment,
    createdAt: world.now(),
    timeToPay,
    status: 'SCHEDULED',
    truth,
  })
  return done({ schedule: { id } })
}

function endedView(schedule: V2Schedule): object {
  if (schedule.endedAt === undefined) return {}
  const at = timestamp(schedule.endedAt)
  return schedule.status === 'REVOKED' ? { revokedAt: at } : { startedAt: at, completedAt: at }
}

function scheduleView(world: World, schedule: V2Schedule): object {
  const { merchantId, storeId } = world.credentials['portone-v2']
  const { payment, billingKey } = schedule
  const amount = inner(payment, 'amount')
  return {
    status: schedule.status,
    id: schedule.id,
    merchantId,
    storeId,
    paymentId: schedule.paymentId,
    billingKey: billingKey.billingKey,
    orderName: text(payment, 'orderName'),
    isCulturalExpense: false,
    isEscrow: false,
    customer: payment['customer'] === undefined ? billingKey.customer : customerView(payment),
    customData: text(payment, 'customData'),
    totalAmount: amount['total'],
    currency: 'KRW',
    createdAt: timestamp(schedule.createdAt),
    timeToPay: timestamp(schedule.timeToPay),
    ...endedView(schedule),
  }
}

function noSchedule(): V2Result {
  return refused('PAYMENT_SCHEDULE_NOT_FOUND', '결제 예약이 존재하지 않습니다.')
}

export function getSchedule(world: World, state: V2State, { id }: V2Input): V2Result {
  const schedule = state.schedules.get(id)
  return schedule ? done(scheduleView(world, schedule)) : noSchedule()
}

/** Without a filter: the past 90 days, so that schedules to come must be asked for. */
export function listSchedules(world: World, state: V2State, { body }: V2Input): V2Result {
  const filter = inner(body, 'filter')
  const until = moment(filter, 'until') ?? world.now()
  const from = moment(filter, 'from') ?? until - DEFAULT_RANGE_MS
  const billingKey = text(filter, 'billingKey')
  const found = [...state.schedules.values()].filter(
    (row) =>
      row.timeToPay >= from &&
      row.timeToPay <= until &&
      (!billingKey || row.billingKey.billingKey === billingKey) &&
      lists(filter, 'status', row.status),
  )
  const { rows, page } = pageOf(found, body)
  return done({ items: rows.map((row) => scheduleView(world, row)), page })
}

/** A key alone means all of that key; ids mean those; all or none. */
export function revokeSchedules(world: World, state: V2State, { body }: V2Input): V2Result {
  const billingKey = text(body, 'billingKey')
  const ids = Array.isArray(body['scheduleIds']) ? body['scheduleIds'].map(String) : undefined
  if (!billingKey && !ids?.length)
    return refused('INVALID_REQUEST', 'billingKey와 scheduleIds 중 하나는 필요합니다.')
  if (billingKey && !state.billingKeys.has(billingKey)) return noBillingKey()
  const all = [...state.schedules.values()]
  const wanted = ids
    ? ids.map((id) => state.schedules.get(id))
    : all.filter((row) => row.billingKey.billingKey === billingKey && row.status === 'SCHEDULED')
  const found = wanted.filter((row): row is V2Schedule => row !== undefined)
  if (found.length < wanted.length) return noSchedule()
  if (billingKey && found.some((row) => row.billingKey.billingKey !== billingKey))
    return refused('INVALID_REQUEST', '다른 빌링키의 예약이 있습니다.')
  if (found.some(({ status }) => status === 'REVOKED'))
    return refused('PAYMENT_SCHEDULE_ALREADY_REVOKED', '이미 취소된 예약입니다.')
  if (found.some(({ status }) => status !== 'SCHEDULED'))
    return refused('PAYMENT_SCHEDULE_ALREADY_PROCESSED', '이미 처리된 예약입니다.')
  for (const row of found) {
    row.status = 'REVOKED'
    row.truth.state = 'revoked'
    row.endedAt = world.now()
  }
  return done({ revokedScheduleIds: found.map(({ id }) => id), revokedAt: timestamp(world.now()) })
}
