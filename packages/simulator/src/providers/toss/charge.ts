// POST /v1/billing/{billingKey}: a charge with a key, and DELETE of the key.
// Source: docs.tosspayments.com, reference (charge with a billing key, delete a billing key) and reference/error-codes.
import { numeric, text, type JsonObject } from '../../json.ts'
import { outcomeOf } from '../../test-cards.ts'
import type { World } from '../../world.ts'
import { done, refused, type TossResult } from './answer.ts'
import { isOfUnknownType } from './billing-object.ts'
import type { TossCode } from './codes.ts'
import { paymentObject } from './payment-object.ts'
import type { BillingKeyRow, TossPayment, TossState } from './state.ts'
import { announceDeletion } from './webhook.ts'

const LEAST_AMOUNT = { CARD: 100, TRANSFER: 200 } as const
/** Installments need this much, in KRW. */
const LEAST_INSTALLMENT_AMOUNT = 50_000

export function paymentOfOrder(state: TossState, orderId: string): TossPayment | undefined {
  return [...state.payments.values()].find((payment) => payment.orderId === orderId)
}

function installmentsOf(body: JsonObject): number | undefined {
  const months = body['cardInstallmentPlan'] === undefined ? 0 : numeric(body, 'cardInstallmentPlan')
  const known =
    months !== undefined && Number.isInteger(months) && months >= 0 && months <= 12 && months !== 1
  return known ? months : undefined
}

function fieldProblem(row: BillingKeyRow, body: JsonObject): TossCode | undefined {
  const { amount } = body
  const missing = ['customerKey', 'orderId', 'orderName'].some((name) => !text(body, name))
  if (missing || amount === undefined) return 'INVALID_REQUIRED_PARAM'
  if (text(body, 'customerKey') !== row.customerKey) return 'NOT_MATCHES_CUSTOMER_KEY'
  if (typeof amount !== 'number' || !Number.isInteger(amount)) return 'INVALID_REQUEST'
  if (amount < LEAST_AMOUNT[row.instrument.method]) return 'BELOW_MINIMUM_AMOUNT'
  if (!/^[A-Za-z0-9\-_=]{6,64}$/.test(text(body, 'orderId'))) return 'INVALID_REQUEST'
  const long = ['orderName', 'customerEmail', 'customerName'].some((name) => text(body, name).length > 100)
  if (long) return 'INVALID_REQUEST'
  const months = installmentsOf(body)
  if (months === undefined || (months > 0 && amount < LEAST_INSTALLMENT_AMOUNT)) return 'INVALID_REQUEST'
  return undefined
}

function refusalOf({ instrument }: BillingKeyRow): TossCode | undefined {
  if (instrument.method !== 'CARD') return undefined
  if (isOfUnknownType(instrument.cardNumber)) return 'NOT_SUPPORTED_CARD_TYPE'
  return outcomeOf(instrument.cardNumber) === 'charge-declined' ? 'REJECT_CARD_PAYMENT' : undefined
}

function newPayment(world: World, row: BillingKeyRow, body: JsonObject): TossPayment {
  const amount = numeric(body, 'amount') ?? 0
  const orderId = text(body, 'orderId')
  return {
    paymentKey: `tviva${world.random.text(40)}`,
    orderId,
    orderName: text(body, 'orderName'),
    amount,
    taxFreeAmount: numeric(body, 'taxFreeAmount') ?? 0,
    installmentMonths: installmentsOf(body) ?? 0,
    instrument: row.instrument,
    approvedAt: world.now(),
    lastTransactionKey: world.random.text(32).toUpperCase(),
    secret: `ps_${world.random.text(28)}`,
    money: { provider: 'toss', orderId, amount, state: 'paid' },
    cancels: [],
  }
}

export function chargeBillingKey(
  world: World,
  state: TossState,
  billingKey: string,
  body: JsonObject,
): TossResult {
  const row = state.billingKeys.get(billingKey)
  if (!row) return refused('NOT_FOUND_BILLING')
  if (row.key.revoked) return refused('ALREADY_REMOVED_BILLING_KEY')
  const problem = fieldProblem(row, body)
  if (problem) return refused(problem)
  if (paymentOfOrder(state, text(body, 'orderId'))) return refused('DUPLICATED_ORDER_ID')
  const payment = newPayment(world, row, body)
  world.truth.payments.push(payment.money)
  const refusal = refusalOf(row)
  if (refusal) {
    payment.money.state = 'failed'
    return refused(refusal)
  }
  state.payments.set(payment.paymentKey, payment)
  return done(paymentObject(world, payment))
}

/** The first DELETE is answered with an empty body; what a second one gets is not documented. */
export function deleteBillingKey(world: World, state: TossState, billingKey: string): TossResult {
  const row = state.billingKeys.get(billingKey)
  if (!row) return refused('BILLING_KEY_NOT_FOUND')
  const { secondDelete, webhookOnDelete } = world.quirks
  if (row.key.revoked) return secondDelete === 'OK' ? { empty: true } : refused(secondDelete)
  row.key.revoked = true
  if (webhookOnDelete) announceDeletion(world, billingKey)
  return { empty: true }
}
