// How the simulated PortOne V2 answers: the result itself, or {type, message}, with the PG's own code beside PG_PROVIDER.
// Source: PortOne V2 OpenAPI (error schemas) through the types of @portone/server-sdk 0.19.0.

const STATUSES = {
  INVALID_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  CHANNEL_NOT_FOUND: 404,
  BILLING_KEY_NOT_FOUND: 404,
  BILLING_KEY_NOT_ISSUED: 404,
  PAYMENT_NOT_FOUND: 404,
  PAYMENT_SCHEDULE_NOT_FOUND: 404,
  BILLING_KEY_ALREADY_ISSUED: 409,
  BILLING_KEY_ALREADY_DELETED: 409,
  INFORMATION_MISMATCH: 409,
  PAYMENT_SCHEDULE_ALREADY_EXISTS: 409,
  PAYMENT_SCHEDULE_ALREADY_PROCESSED: 409,
  PAYMENT_SCHEDULE_ALREADY_REVOKED: 409,
  ALREADY_PAID: 409,
  ALREADY_PAID_OR_WAITING: 409,
  SUM_OF_PARTS_EXCEEDS_TOTAL_AMOUNT: 409,
  PAYMENT_NOT_PAID: 409,
  PAYMENT_ALREADY_CANCELLED: 409,
  CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT: 409,
  CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN: 409,
  IDEMPOTENCY_OUTSTANDING_REQUEST: 409,
  PG_PROVIDER: 502,
} as const

export type V2ErrorType = keyof typeof STATUSES

/** A refusal of the PG behind the channel. */
export interface PgRefusal {
  readonly pgCode: string
  readonly pgMessage: string
}

export type V2Result =
  | { readonly body: unknown }
  | { readonly type: V2ErrorType; readonly message: string; readonly pg?: PgRefusal }

export function done(body: unknown): V2Result {
  return { body }
}

export function refused(type: V2ErrorType, message: string): V2Result {
  return { type, message }
}

/** 502 even where a card is simply declined. */
export function refusedByPg(pg: PgRefusal): V2Result {
  return { type: 'PG_PROVIDER', message: 'PG사에서 오류를 전달했습니다.', pg }
}

export function toResponse(result: V2Result): Response {
  if ('body' in result) return Response.json(result.body)
  const { type, message, pg } = result
  return Response.json({ type, message, ...pg }, { status: STATUSES[type] })
}
