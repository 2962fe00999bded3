// POST /payments/{paymentId}/billing-key: a charge with a key, now or when a schedule comes due.
// Source: PortOne V2 OpenAPI (BillingKeyPaymentInput, PayWithBillingKeyError); developers.portone.io, V2 billing payment.
import { isJsonObject, numeric, text, type JsonObject } from '../../json.ts'
import type { World } from '../../world.ts'
import { done, refused, refusedByPg, type V2Result } from './answer.ts'
import { inner, noBillingKey } from './billing-keys.ts'
import { timestamp } from './billing-key-view.ts'
import { customerView, noticeUrlsIn } from './key-in.ts'
import { paymentStatus } from './payment-view.ts'
import { refusesCharge } from './pg-refusals.ts'
import { PAYMENT_ID_RULES } from './pgs.ts'
import type { V2Input } from './rest.ts'
import type { BillingKeyRow, V2Payment, V2State } from './state.ts'
import { announceTransaction } from './webhook.ts'

/** The least a card can be charged, in KRW (Toss Payments' list of errors). */
const LEAST_AMOUNT = 100

function amountOf(body: JsonObject): V2Payment['amount'] | undefined {
  const amount = inner(body, 'amount')
  const total = numeric(amount, 'total')
  if (total === undefined || !Number.isInteger(total) || total < LEAST_AMOUNT) return undefined
  const taxFree = numeric(amount, 'taxFree') ?? 0
  return { total, taxFree, vat: numeric(amount, 'vat') ?? Math.round((total - taxFree) / 11) }
}

function invalid(name: string): V2Result {
  return refused('INVALID_REQUEST', `${name}: 형식이 올바르지 않습니다.`)
}

function pendingSchedule(state: V2State, paymentId: string, but: string): boolean {
  return [...state.schedules.values()].some(
    (row) => row.paymentId === paymentId && row.status === 'SCHEDULED' && row.id !== but,
  )
}

export interface ChargeOrder {
  readonly row: BillingKeyRow
  readonly amount: V2Payment['amount']
}

export interface DueCharge extends ChargeOrder {
  /** '' where nothing scheduled it. */
  readonly scheduleId: string
}

/** Whether a charge may be tried: the same rules for now and for later. */
export function checkCharge(
  state: V2State,
  paymentId: string,
  body: JsonObject,
  scheduleId: string,
): ChargeOrder | { readonly refusal: V2Result } {
  const row = state.billingKeys.get(text(body, 'billingKey'))
  if (!row) return { refusal: noBillingKey() }
  if (row.deletedAt !== undefined)
    return { refusal: refused('BILLING_KEY_ALREADY_DELETED', '이미 삭제된 빌링키입니다.') }
  if (PAYMENT_ID_RULES[row.channel.pgProvider]?.test(paymentId) === false)
    return { refusal: invalid('paymentId') }
  if (!text(body, 'orderName')) return { refusal: invalid('orderName') }
  if (text(body, 'currency') !== 'KRW') return { refusal: invalid('currency') }
  if (isJsonObject(body['customData'])) return { refusal: invalid('customData') }
  const channelKey = text(body, 'channelKey')
  if (channelKey && channelKey !== row.channel.key)
    return { refusal: refused('CHANNEL_NOT_FOUND', '채널이 존재하지 않습니다.') }
  const amount = amountOf(body)
  if (!amount) return { refusal: invalid('amount.total') }
  if (amount.taxFree + amount.vat > amount.total)
    return { refusal: refused('SUM_OF_PARTS_EXCEEDS_TOTAL_AMOUNT', '금액의 합이 총액보다 큽니다.') }
  if (pendingSchedule(state, paymentId, scheduleId))
    return { refusal: refused('PAYMENT_SCHEDULE_ALREADY_EXISTS', '이미 예약된 결제입니다.') }
  return { row, amount }
}

/** Whether money moved under this id. */
export function isPaid(state: V2State, paymentId: string): boolean {
  const payment = state.payments.get(paymentId)
  return payment !== undefined && paymentStatus(payment) !== 'FAILED'
}

function newPayment(
  world: World,
  paymentId: string,
  body: JsonObject,
  { row, amount, scheduleId }: DueCharge,
): V2Payment {
  const failure = refusesCharge(row.instrument)
  const state = failure ? 'failed' : 'paid'
  return {
    paymentId,
    transactionId: `tx-${world.random.text(32)}`,
    billingKey: row,
    orderName: text(body, 'orderName'),
    amount,
    currency: 'KRW',
    customer: body['customer'] === undefined ? row.customer : customerView(body),
    customData: text(body, 'customData'),
    installmentMonth: numeric(body, 'installmentMonth') ?? 0,
    noticeUrls: noticeUrlsIn(body),
    scheduleId,
    requestedAt: world.now(),
    ...(failure && { failure }),
    money: { provider: 'portone-v2', orderId: paymentId, amount: amount.total, state },
    cancellations: [],
  }
}

/** Tries the charge; several may be tried under one id, one can succeed. */
export function carryOutCharge(
  world: World,
  state: V2State,
  paymentId: string,
  body: JsonObject,
  charge: DueCharge,
): V2Payment {
  const payment = newPayment(world, paymentId, body, charge)
  const { transactionId, failure, noticeUrls } = payment
  world.truth.payments.push(payment.money)
  state.payments.set(paymentId, payment)
  if (body['skipWebhook'] !== true)
    announceTransaction(world, failure ? 'Failed' : 'Paid', { paymentId, transactionId }, noticeUrls)
  return payment
}

export function payWithBillingKey(world: World, state: V2State, { id, body }: V2Input): V2Result {
  const order = checkCharge(state, id, body, '')
  if ('refusal' in order) return order.refusal
  if (isPaid(state, id)) return refused('ALREADY_PAID', '이미 결제된 주문입니다.')
  const payment = carryOutCharge(world, state, id, body, { ...order, scheduleId: '' })
  if (payment.failure) return refusedByPg(payment.failure)
  return done({
    payment: { pgTxId: `pg-${payment.transactionId}`, paidAt: timestamp(payment.requestedAt) },
  })
}
