// Webhooks that no PG has sent, drawn from the seed before the run begins: what somebody who knows order numbers may try.
import type { Random } from '../../packages/simulator/src/random.ts'

/** One forged webhook. */
export interface Forgery {
  readonly index: number
  /** `danal` sends none, and `nobody` is no PG at all. */
  readonly to: 'portone-v1' | 'portone-v2' | 'toss' | 'danal' | 'nobody'
  readonly what: 'order' | 'key' | 'junk'
  /** What it says of the order or key. */
  readonly says: 'paid' | 'failed' | 'cancelled'
  /** Chooses the order, the junk and the like. */
  readonly pick: number
  /** As a form, where the PG may send one. */
  readonly form: boolean
  readonly signature: 'none' | 'garbage' | 'another-secret'
  /** So many at once. */
  readonly times: 1 | 12
  readonly pauseMs: number
}

/** Draws them. */
export function drawForgeries(random: Random, count: number): Forgery[] {
  return Array.from({ length: count }, (_, index) => ({
    index,
    to: random.pick<Forgery['to']>([
      'portone-v1',
      'portone-v1',
      'portone-v1',
      'portone-v2',
      'portone-v2',
      'portone-v2',
      'toss',
      'toss',
      'toss',
      'danal',
      'nobody',
    ]),
    what: random.pick<Forgery['what']>(['order', 'order', 'order', 'key', 'junk']),
    says: random.pick<Forgery['says']>(['paid', 'failed', 'cancelled', 'cancelled']),
    pick: random.int(0, 1_000_000_000),
    form: random.next() < 0.3,
    signature: random.pick<Forgery['signature']>(['none', 'garbage', 'another-secret', 'another-secret']),
    times: random.next() < 0.15 ? 12 : 1,
    pauseMs: random.int(0, 800),
  }))
}

/** A forged webhook as it is sent. */
export interface ForgedRequest {
  readonly type: string
  readonly body: string
}

const JUNK: readonly string[] = [
  '',
  'null',
  '[]',
  '{"data":7}',
  '<html></html>',
  '{"merchant_uid":{}}',
  '['.repeat(20_000),
  `{"eventType":"PAYMENT_STATUS_CHANGED","data":{"orderId":"${'x'.repeat(70_000)}"}}`,
]

/** What is sent about an order whose number `ref` is. The store's id stands in every page of the shop. */
export function requestOf(
  { to, what, says, pick, form }: Forgery,
  ref: string,
  storeId: string,
): ForgedRequest {
  const json = (body: object): ForgedRequest => ({ type: 'application/json', body: JSON.stringify(body) })
  if (what === 'junk') return { type: 'application/json', body: JUNK[pick % JUNK.length] ?? '' }
  const key = `guessed${pick}`
  switch (to) {
    case 'portone-v2': {
      const order = { type: TRANSACTION[says], data: { storeId, paymentId: ref, transactionId: `tx${pick}` } }
      return json(what === 'order' ? order : { type: BILLING_KEY[says], data: { storeId, billingKey: key } })
    }
    case 'toss': {
      const order = { eventType: 'PAYMENT_STATUS_CHANGED', data: { orderId: ref, status: STATUS[says] } }
      return json(what === 'order' ? order : { eventType: 'BILLING_DELETED', data: { billingKey: key } })
    }
    default: {
      const fields = { imp_uid: `imp_${pick}`, merchant_uid: ref, status: says }
      if (!form) return json(fields)
      return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(fields).toString() }
    }
  }
}

type Says = Readonly<Record<Forgery['says'], string>>

const TRANSACTION: Says = {
  paid: 'Transaction.Paid',
  failed: 'Transaction.Failed',
  cancelled: 'Transaction.Cancelled',
}
const BILLING_KEY: Says = {
  paid: 'BillingKey.Issued',
  failed: 'BillingKey.Updated',
  cancelled: 'BillingKey.Deleted',
}
const STATUS: Says = { paid: 'DONE', failed: 'ABORTED', cancelled: 'CANCELED' }
