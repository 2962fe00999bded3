// The payment look-ups and the amounts registered beforehand.
// Source: PortOne V1 REST specification (payments, payments.validation); include_sandbox: PortOne help center.
import { readBody } from '../../form-fields.ts'
import { numeric, text } from '../../json.ts'
import type { World } from '../../world.ts'
import { paymentAnnotation, visibleStatus } from './annotations.ts'
import { REST_MESSAGES } from './codes.ts'
import { failed, handled, refused } from './envelope.ts'
import { paymentsUnder, type PaymentRow, type PortoneState } from './state.ts'

const MAX_AT_ONCE = 100
const PAGE_SIZE = 20

/** GET /payments/{imp_uid}: a test channel's payment is hidden unless include_sandbox=true. */
export function getPayment(
  world: World,
  state: PortoneState,
  impUid: string,
  includeSandbox: string | undefined,
): Response {
  const row = state.payments.get(impUid)
  if (!row || (row.sandbox && includeSandbox !== 'true')) return failed(404, REST_MESSAGES.noPayment)
  return handled(paymentAnnotation(world, row))
}

/** GET /payments?imp_uid[]=…&merchant_uid[]=…: 207 when some are missing, 404 when all are. */
export function getPayments(world: World, state: PortoneState, query: URLSearchParams): Response {
  const impUids = [...query.getAll('imp_uid[]'), ...query.getAll('imp_uid')]
  const merchantUids = [...query.getAll('merchant_uid[]'), ...query.getAll('merchant_uid')]
  const wanted = impUids.length + merchantUids.length
  if (wanted === 0 || wanted > MAX_AT_ONCE) return failed(400, `imp_uid[]: 1–${MAX_AT_ONCE}`)
  const found = [
    ...impUids.map((id) => state.payments.get(id)),
    ...merchantUids.map((id) => paymentsUnder(state, id)[0]),
  ].filter((row): row is PaymentRow => row !== undefined)
  if (found.length === 0) return failed(404, REST_MESSAGES.noPayment)
  return handled(
    found.map((row) => paymentAnnotation(world, row)),
    found.length < wanted ? 207 : 200,
  )
}

/** Attempts under one merchant_uid in one status (`all` or none: any), newest first unless `sorting` says otherwise. */
function attempts(
  world: World,
  state: PortoneState,
  merchantUid: string,
  status: string | undefined,
  sorting: string | undefined,
): PaymentRow[] {
  const rows = paymentsUnder(state, merchantUid).filter(
    (row) => !status || status === 'all' || visibleStatus(world, row) === status,
  )
  return sorting && !sorting.startsWith('-') ? rows.toReversed() : rows
}

/** GET /payments/find/{merchant_uid}[/{status}] */
export function findPayment(
  world: World,
  state: PortoneState,
  merchantUid: string,
  status?: string,
  sorting?: string,
): Response {
  const [row] = attempts(world, state, merchantUid, status, sorting)
  return row ? handled(paymentAnnotation(world, row)) : failed(404, REST_MESSAGES.noPayment)
}

function pageOf(world: World, rows: readonly PaymentRow[], query: URLSearchParams): Response {
  const page = Math.max(1, Number(query.get('page') ?? 1) || 1)
  const list = rows.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
  return handled({
    total: rows.length,
    previous: page > 1 ? page - 1 : 0,
    next: rows.length > page * PAGE_SIZE ? page + 1 : 0,
    list: list.map((row) => paymentAnnotation(world, row)),
  })
}

/** GET /payments/findAll/{merchant_uid}[/{status}]?page&sorting, 20 a page. */
export function findAllPayments(
  world: World,
  state: PortoneState,
  merchantUid: string,
  status: string | undefined,
  query: URLSearchParams,
): Response {
  const rows = attempts(world, state, merchantUid, status, query.get('sorting') ?? undefined)
  return rows.length === 0 ? failed(404, REST_MESSAGES.noPayment) : pageOf(world, rows, query)
}

/** GET /subscribe/customers/{customer_uid}/payments?page */
export function customerPayments(
  world: World,
  state: PortoneState,
  customerUid: string,
  query: URLSearchParams,
): Response {
  const rows = [...state.payments.values()].filter((row) => row.customerUid === customerUid).toReversed()
  return rows.length === 0 ? failed(404, REST_MESSAGES.noCustomer) : pageOf(world, rows, query)
}

/** POST or PUT /payments/prepare: from then on a window with another amount is blocked. */
export async function preparePayment(state: PortoneState, request: Request): Promise<Response> {
  const body = await readBody(request)
  if (!body) return failed(400, REST_MESSAGES.unreadable)
  const merchantUid = text(body, 'merchant_uid')
  const amount = numeric(body, 'amount')
  if (!merchantUid || merchantUid.length > 40) return refused('merchant_uid: 1–40자로 필요합니다.')
  if (amount === undefined || amount < 0) return refused('amount: 0 이상의 숫자여야 합니다.')
  const known = state.prepared.has(merchantUid)
  if (request.method === 'PUT' && !known) return failed(404, REST_MESSAGES.noPrepare)
  if (request.method === 'POST' && known) return refused('이미 사전 등록된 merchant_uid입니다.')
  state.prepared.set(merchantUid, amount)
  return handled({ merchant_uid: merchantUid, amount })
}

export function getPrepared(state: PortoneState, merchantUid: string): Response {
  const amount = state.prepared.get(merchantUid)
  if (amount === undefined) return failed(404, REST_MESSAGES.noPrepare)
  return handled({ merchant_uid: merchantUid, amount })
}
