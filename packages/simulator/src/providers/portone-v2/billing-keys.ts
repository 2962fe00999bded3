// Reading, listing and deleting billing keys.
// Source: PortOne V2 OpenAPI (GET and DELETE /billing-keys/{billingKey}, GET /billing-keys).
import { isJsonObject, numeric, text, type JsonObject } from '../../json.ts'
import type { World } from '../../world.ts'
import { done, refused, type V2Result } from './answer.ts'
import { billingKeyView, METHOD_TYPES, timestamp } from './billing-key-view.ts'
import type { V2Input } from './rest.ts'
import type { BillingKeyRow, V2State } from './state.ts'
import { announceBillingKey } from './webhook.ts'

const DEFAULT_PAGE_SIZE = 10
const DEFAULT_RANGE_MS = 90 * 24 * 3_600_000

export function noBillingKey(): V2Result {
  return refused('BILLING_KEY_NOT_FOUND', '빌링키가 존재하지 않습니다.')
}

/** A key that was assigned but never issued is unknown: the schema has no state for it. */
export function getBillingKey(world: World, state: V2State, { id }: V2Input): V2Result {
  const row = state.billingKeys.get(id)
  return row ? done(billingKeyView(world, row)) : noBillingKey()
}

type TimeField = 'REQUESTED_AT' | 'ISSUED_AT' | 'DELETED_AT' | 'STATUS_TIMESTAMP'

function timeOf(row: BillingKeyRow, field: TimeField): number | undefined {
  switch (field) {
    case 'REQUESTED_AT':
      return row.requestedAt
    case 'ISSUED_AT':
      return row.issuedAt
    case 'DELETED_AT':
      return row.deletedAt
    case 'STATUS_TIMESTAMP':
      return row.deletedAt ?? row.issuedAt
  }
}

const TIME_FIELDS: readonly TimeField[] = ['REQUESTED_AT', 'ISSUED_AT', 'DELETED_AT', 'STATUS_TIMESTAMP']

function timeField(value: unknown): TimeField {
  return TIME_FIELDS.find((known) => known === value) ?? 'STATUS_TIMESTAMP'
}

export function inner(body: JsonObject, name: string): JsonObject {
  const value = body[name]
  return isJsonObject(value) ? value : {}
}

/** Epoch ms of an RFC 3339 text. */
export function moment(source: JsonObject, name: string): number | undefined {
  const at = Date.parse(text(source, name))
  return Number.isNaN(at) ? undefined : at
}

/** Whether a list names the value; no list names everything. */
export function lists(source: JsonObject, name: string, value: string): boolean {
  const wanted = source[name]
  return !Array.isArray(wanted) || wanted.length === 0 || wanted.includes(value)
}

function matches(world: World, filter: JsonObject, row: BillingKeyRow): boolean {
  const until = moment(filter, 'until') ?? world.now()
  const from = moment(filter, 'from') ?? until - DEFAULT_RANGE_MS
  const at = timeOf(row, timeField(filter['timeRangeField']))
  if (at === undefined || at < from || at > until) return false
  const customerId = text(filter, 'customerId')
  if (customerId && text(row.customer, 'id') !== customerId) return false
  const version = text(filter, 'version')
  return (
    (version === '' || version === 'V2') &&
    lists(filter, 'status', row.deletedAt === undefined ? 'ISSUED' : 'DELETED') &&
    lists(filter, 'pgProviders', row.channel.pgProvider) &&
    lists(filter, 'methods', METHOD_TYPES[row.instrument.kind])
  )
}

/** One page of `items`, and which it is. */
export function pageOf<T>(items: readonly T[], body: JsonObject): { rows: T[]; page: object } {
  const page = inner(body, 'page')
  const number = numeric(page, 'number') ?? 0
  const size = numeric(page, 'size') ?? DEFAULT_PAGE_SIZE
  return {
    rows: items.slice(number * size, (number + 1) * size),
    page: { number, size, totalCount: items.length },
  }
}

/** Without a filter: the last 90 days, the newest first. */
export function listBillingKeys(world: World, state: V2State, { body }: V2Input): V2Result {
  const sort = inner(body, 'sort')
  const by = timeField(sort['by'])
  const direction = sort['order'] === 'ASC' ? 1 : -1
  const found = [...state.billingKeys.values()]
    .filter((row) => matches(world, inner(body, 'filter'), row))
    .toSorted((a, b) => direction * ((timeOf(a, by) ?? 0) - (timeOf(b, by) ?? 0)))
  const { rows, page } = pageOf(found, body)
  return done({ items: rows.map((row) => billingKeyView(world, row)), page })
}

/** Pending schedules must be revoked first. */
export function deleteBillingKey(world: World, state: V2State, { id, body }: V2Input): V2Result {
  const row = state.billingKeys.get(id)
  if (!row) return noBillingKey()
  if (row.deletedAt !== undefined) return refused('BILLING_KEY_ALREADY_DELETED', '이미 삭제된 빌링키입니다.')
  const pending = [...state.schedules.values()].some(
    (schedule) => schedule.billingKey === row && schedule.status === 'SCHEDULED',
  )
  if (pending) return refused('PAYMENT_SCHEDULE_ALREADY_EXISTS', '결제 예약이 남아 있습니다.')
  const requester = text(body, 'requester')
  if (row.channel.pgProvider === 'NAVERPAY' && (!requester || !text(body, 'reason')))
    return refused('INVALID_REQUEST', 'reason과 requester가 필요합니다.')
  row.deletedAt = world.now()
  row.key.revoked = true
  if (body['skipWebhook'] !== 'true') announceBillingKey(world, 'Deleted', id, row.noticeUrls)
  return done({ deletedAt: timestamp(row.deletedAt) })
}
