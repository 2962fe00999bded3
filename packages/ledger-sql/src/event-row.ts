// An event's row, read back as the event.
import type { BillingEvent } from '@billing-register/server'
import { parse } from './codec.ts'

/** An event's columns, as they come from the database. */
export interface EventRow {
  readonly id: string
  readonly registration_id: string
  readonly customer_id: string
  readonly type: string
  readonly at: number | string
  readonly actor: string
  readonly request_id: string | null
  readonly from_state: string | null
  readonly to_state: string | null
  readonly detail: string | null
}

/** Columns of {@link EventRow}. */
export const EVENT_COLUMNS = [
  'id',
  'registration_id',
  'customer_id',
  'type',
  'at',
  'actor',
  'request_id',
  'from_state',
  'to_state',
  'detail',
] as const

/** An event as it was written. */
export function toEvent(row: EventRow): BillingEvent {
  const { id, type, actor: by, request_id: requestId, from_state: from, to_state: to, detail } = row
  // States and types are ours, and the log is append-only.
  return parse<BillingEvent>(
    JSON.stringify({
      id,
      type,
      at: Number(row.at),
      by,
      ...(requestId === null ? {} : { requestId }),
      registrationId: row.registration_id,
      customerId: row.customer_id,
      ...(from === null ? {} : { from }),
      ...(to === null ? {} : { to }),
      ...(detail === null ? {} : { detail: parse(detail) }),
    }),
  )
}
