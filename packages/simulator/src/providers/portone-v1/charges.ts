// Money with a key: POST /subscribe/payments/again and POST /payments/cancel.
// Source: PortOne V1 REST specification (subscribe, payments).
import { readBody } from '../../form-fields.ts'
import { numeric, text, webUrl, type JsonObject } from '../../json.ts'
import { outcomeOf } from '../../test-cards.ts'
import { bookCancel } from '../../truth.ts'
import type { World } from '../../world.ts'
import { cancellable, paymentAnnotation } from './annotations.ts'
import { REST_MESSAGES, WINDOW_ERRORS } from './codes.ts'
import { failed, handled, refused } from './envelope.ts'
import { buyerOf, customDataOf } from './pay-request.ts'
import { merchantUidProblem } from './pgs.ts'
import { paymentsUnder, type CustomerRow, type PaymentRow, type PortoneState } from './state.ts'
import { sendWebhooks } from './webhook.ts'

const MAX_LENGTHS = {
  customer_uid: 80,
  merchant_uid: 40,
  name: 40,
  buyer_name: 16,
  buyer_email: 64,
  buyer_tel: 16,
}

/** Why a charge is not even tried. */
export function chargeProblem(state: PortoneState, body: JsonObject): string | undefined {
  const missing = ['customer_uid', 'merchant_uid', 'name'].find((name) => !text(body, name))
  if (missing) return `${missing}: 필수 항목입니다.`
  const long = Object.entries(MAX_LENGTHS).find(([name, max]) => text(body, name).length > max)
  if (long) return `${long[0]}: ${long[1]}자를 넘을 수 없습니다.`
  const amount = numeric(body, 'amount')
  // PortOne help center: Danal's least card amount is 100 KRW.
  if (amount === undefined || !Number.isInteger(amount) || amount < 100)
    return 'amount: 100원부터 결제할 수 있습니다.'
  const paid = paymentsUnder(state, text(body, 'merchant_uid')).some(
    ({ status }) => status !== 'failed' && status !== 'ready',
  )
  if (paid) return WINDOW_ERRORS.alreadyPaid.error_msg
  const customer = state.customers.get(text(body, 'customer_uid'))
  return customer ? merchantUidProblem(customer.pg, text(body, 'merchant_uid')) : REST_MESSAGES.noCustomer
}

function newCharge(world: World, customer: CustomerRow, body: JsonObject): PaymentRow {
  const declined = outcomeOf(customer.cardNumber) === 'charge-declined'
  const now = world.now()
  return {
    impUid: `imps_${world.random.digits(12)}`,
    merchantUid: text(body, 'merchant_uid'),
    customerUid: customer.customerUid,
    usage: 'payment',
    pg: customer.pg,
    pgId: customer.pgId,
    sandbox: customer.sandbox,
    payMethod: customer.payMethod,
    channel: 'api',
    name: text(body, 'name'),
    amount: numeric(body, 'amount') ?? 0,
    buyer: buyerOf(body),
    customData: customDataOf(body),
    noticeUrls: webUrl(body['notice_url']) ? [text(body, 'notice_url')] : [],
    startedAt: now,
    status: declined ? 'failed' : 'paid',
    changedAt: now,
    visibleFrom: now,
    cardNumber: customer.cardNumber,
    failReason: declined ? REST_MESSAGES.chargeDeclined : '',
    cancelReason: '',
    cancelled: [],
  }
}

/** Envelope code 0 says only that it was handled: `response.status` tells paid from failed. */
export async function chargeAgain(world: World, state: PortoneState, request: Request): Promise<Response> {
  const body = await readBody(request)
  if (!body) return failed(400, REST_MESSAGES.unreadable)
  const problem = chargeProblem(state, body)
  const customer = state.customers.get(text(body, 'customer_uid'))
  if (problem || !customer) return refused(problem ?? REST_MESSAGES.noCustomer)
  const row = carryOutCharge(world, state, customer, body)
  if (row.status === 'paid') sendWebhooks(world, row, 'paid')
  return handled(paymentAnnotation(world, row))
}

/** Moves the money, or fails to, and books it. */
export function carryOutCharge(
  world: World,
  state: PortoneState,
  customer: CustomerRow,
  body: JsonObject,
): PaymentRow {
  const row = newCharge(world, customer, body)
  const money = {
    provider: 'portone-v1' as const,
    orderId: row.merchantUid,
    amount: row.amount,
    state: row.status === 'paid' ? ('paid' as const) : ('failed' as const),
  }
  row.truePayment = money
  world.truth.payments.push(money)
  state.payments.set(row.impUid, row)
  return row
}

function cancelProblem(row: PaymentRow, amount: number, body: JsonObject): string | undefined {
  if (row.status === 'cancelled') return REST_MESSAGES.alreadyCancelled
  if (row.status !== 'paid') return REST_MESSAGES.notPaid
  const left = cancellable(row)
  const checksum = numeric(body, 'checksum')
  if (checksum !== undefined && checksum !== left) return REST_MESSAGES.checksum
  return amount > left ? REST_MESSAGES.cancelAmount : undefined
}

/** imp_uid goes before merchant_uid; no amount, or 0, cancels all that is left. */
export async function cancelPayment(world: World, state: PortoneState, request: Request): Promise<Response> {
  const body = await readBody(request)
  if (!body) return failed(400, REST_MESSAGES.unreadable)
  const impUid = text(body, 'imp_uid')
  const row = impUid ? state.payments.get(impUid) : paymentsUnder(state, text(body, 'merchant_uid'))[0]
  if (!row) return refused(REST_MESSAGES.noPayment)
  const amount = numeric(body, 'amount') || cancellable(row)
  const problem = cancelProblem(row, amount, body)
  if (problem) return refused(problem)
  const cancellationId = `C${world.random.digits(12)}`
  row.cancelled.push({ amount, at: world.now(), reason: text(body, 'reason'), pgTid: cancellationId })
  row.cancelReason = text(body, 'reason')
  if (row.truePayment) bookCancel(row.truePayment, amount)
  if (cancellable(row) === 0) {
    row.status = 'cancelled'
    row.changedAt = world.now()
  }
  if (body['enable_webhook'] === true || body['enable_webhook'] === 'true')
    sendWebhooks(world, row, 'cancelled', cancellationId)
  return handled(paymentAnnotation(world, row))
}
