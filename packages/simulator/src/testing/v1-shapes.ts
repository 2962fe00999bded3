// What PortOne V1 declares of its answers, and a check against it. Source: PortOne V1 REST specification (definitions of the
// annotations). It has no word for null, and the API answers it wherever a field that is not required has no value.

/** What an answer's `response` may be. */
export type ShapeName =
  | 'token'
  | 'payment'
  | 'cancellation'
  | 'customer'
  | 'schedule'
  | 'prepared'
  | 'page of payments'
  | 'page of schedules'

type FieldType = 'text' | 'integer' | 'number' | 'truth' | readonly string[] | { readonly listOf: ShapeName }

interface Shape {
  readonly required: Readonly<Record<string, FieldType>>
  readonly optional: Readonly<Record<string, FieldType>>
}

/** Several fields of one type. */
const all = <T extends FieldType>(type: T, names: string): Readonly<Record<string, T>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, type]))

const CARD = {
  ...all(
    'text',
    'card_code card_number card_issuer_code card_issuer_name card_publisher_code card_publisher_name',
  ),
  card_type: 'integer',
} as const

const PAGE = all('integer', 'total previous next')

const SHAPES: Readonly<Record<ShapeName, Shape>> = {
  token: { required: { access_token: 'text', ...all('integer', 'expired_at now') }, optional: {} },
  payment: {
    required: {
      ...all('text', 'imp_uid merchant_uid currency'),
      ...all('number', 'amount cancel_amount'),
      status: ['ready', 'paid', 'cancelled', 'failed'],
      sandbox: 'truth',
    },
    optional: {
      ...CARD,
      ...all('text', 'pay_method pg_provider emb_pg_provider pg_tid pg_id apply_num bank_code bank_name'),
      ...all('text', 'card_name vbank_code vbank_name vbank_num vbank_holder name custom_data user_agent'),
      ...all('text', 'buyer_name buyer_email buyer_tel buyer_addr buyer_postcode fail_reason'),
      ...all('text', 'cancel_reason receipt_url customer_uid'),
      ...all('integer', 'card_quota vbank_date vbank_issued_at started_at paid_at failed_at cancelled_at'),
      ...all('truth', 'escrow cash_receipt_issued'),
      channel: ['pc', 'mobile', 'api'],
      customer_uid_usage: ['issue', 'payment', 'payment.scheduled'],
      cancel_history: { listOf: 'cancellation' },
    },
  },
  cancellation: {
    required: {
      ...all('text', 'pg_tid reason cancellation_id'),
      amount: 'number',
      cancelled_at: 'integer',
    },
    optional: { receipt_url: 'text' },
  },
  customer: {
    required: {
      ...all('text', 'customer_uid pg_provider pg_id card_name'),
      ...all('integer', 'inserted updated'),
      sandbox: 'truth',
    },
    optional: {
      ...CARD,
      ...all('text', 'customer_id customer_name customer_tel customer_email customer_addr customer_postcode'),
    },
  },
  schedule: {
    required: {},
    optional: {
      ...all('text', 'customer_uid merchant_uid imp_uid customer_id currency name custom_data fail_reason'),
      ...all('text', 'buyer_name buyer_email buyer_tel buyer_addr buyer_postcode'),
      ...all('integer', 'schedule_at executed_at revoked_at'),
      amount: 'number',
      schedule_status: ['scheduled', 'executed', 'revoked'],
      payment_status: ['paid', 'failed', 'cancelled'],
    },
  },
  prepared: { required: {}, optional: { merchant_uid: 'text', amount: 'number' } },
  'page of payments': { required: PAGE, optional: { list: { listOf: 'payment' } } },
  // The guide and PortOne's own client read a page; the specification's table of answers names a bare list.
  'page of schedules': { required: PAGE, optional: { list: { listOf: 'schedule' } } },
}

function isOf(value: unknown, type: 'text' | 'integer' | 'number' | 'truth'): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string'
    case 'truth':
      return typeof value === 'boolean'
    case 'integer':
      return Number.isInteger(value)
    case 'number':
      return typeof value === 'number'
  }
}

function fieldProblems(value: unknown, type: FieldType, where: string): string[] {
  if (typeof type === 'string') return isOf(value, type) ? [] : [`${where}: not ${type}`]
  if ('listOf' in type) return listProblems(value, type.listOf, where)
  return type.some((known) => known === value) ? [] : [`${where}: not one of ${type.join(', ')}`]
}

function listProblems(value: unknown, shape: ShapeName, where: string): string[] {
  return Array.isArray(value)
    ? value.flatMap((one: unknown, index) => shapeProblems(one, shape, `${where}[${index}]`))
    : [`${where}: not a list`]
}

function shapeProblems(value: unknown, name: ShapeName, where: string): string[] {
  if (typeof value !== 'object' || value === null) return [`${where}: not an object`]
  const { required, optional } = SHAPES[name]
  const missing = Object.keys(required).filter((field) => !Object.hasOwn(value, field))
  const wrong = Object.entries(value).flatMap(([field, inner]: [string, unknown]) => {
    const type = required[field] ?? optional[field]
    if (type === undefined) return [`${where}.${field}: not declared`]
    return inner === null && !Object.hasOwn(required, field)
      ? []
      : fieldProblems(inner, type, `${where}.${field}`)
  })
  return [...missing.map((field) => `${where}.${field}: missing`), ...wrong]
}

interface Envelope {
  readonly code?: unknown
  readonly message?: unknown
  readonly response?: unknown
}

/** What keeps an answer from being the envelope of a request that was handled, with such a response in it. */
export function handledProblems(body: Envelope, shape: ShapeName | { readonly listOf: ShapeName }): string[] {
  const envelope = body.code === 0 && body.message === null ? [] : ['envelope: not that of success']
  const inner =
    typeof shape === 'string'
      ? shapeProblems(body.response, shape, 'response')
      : listProblems(body.response, shape.listOf, 'response')
  return [...envelope, ...inner, ...unknownFields(body)]
}

/** What keeps an answer from being the envelope of a refusal. */
export function refusedProblems(body: Envelope): string[] {
  const { code, message, response } = body
  return [
    ...(Number.isInteger(code) && code !== 0 ? [] : ['code: not a number other than 0']),
    ...(typeof message === 'string' && message !== '' ? [] : ['message: says nothing']),
    ...(response === null ? [] : ['response: not null']),
    ...unknownFields(body),
  ]
}

const unknownFields = (body: Envelope): string[] =>
  Object.keys(body)
    .filter((name) => !['code', 'message', 'response'].includes(name))
    .map((name) => `${name}: not declared`)
