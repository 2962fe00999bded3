// Every refusal of the simulated PortOne V2, of every call, against the errors that PortOne declares for that call: its
// server client is generated from its OpenAPI document. What is answered to a success is checked beside the client.
// Source of the HTTP statuses: PortOne REST V2 specification.
import { describe, expect, it } from 'vitest'
import { text } from './json.ts'
import { REST_ROUTES } from './providers/portone-v2/index.ts'
import type { Simulator } from './simulator.ts'
import { callV2, CHANNEL, confirmV2, simulateV2, tokenOf, v2BillingKeyOf } from './testing/portone-v2-shop.ts'
import { problemsOfError } from './testing/sdk-types.ts'

const DAY_MS = 24 * 3_600_000
const KEYS = 'payment/billingKey/client'
const PAYMENTS = 'payment/client'
const SCHEDULES = 'payment/paymentSchedule/client'

/** For each call the client and the class of its error. */
const ERRORS: Readonly<Record<string, readonly [client: string, error: string]>> = {
  'POST /login/api-secret': ['auth/client', 'LoginViaApiSecretError'],
  'POST /token/refresh': ['auth/client', 'RefreshTokenError'],
  'GET /billing-keys': [KEYS, 'GetBillingKeyInfosError'],
  'POST /billing-keys': [KEYS, 'IssueBillingKeyError'],
  'POST /billing-keys/confirm': [KEYS, 'ConfirmBillingKeyError'],
  'GET /billing-keys/:id': [KEYS, 'GetBillingKeyInfoError'],
  'DELETE /billing-keys/:id': [KEYS, 'DeleteBillingKeyError'],
  'POST /payments/:id/billing-key': [PAYMENTS, 'PayWithBillingKeyError'],
  'POST /payments/:id/cancel': [PAYMENTS, 'CancelPaymentError'],
  'GET /payments/:id': [PAYMENTS, 'GetPaymentError'],
  'POST /payments/:id/schedule': [SCHEDULES, 'CreatePaymentScheduleError'],
  'GET /payment-schedules': [SCHEDULES, 'GetPaymentSchedulesError'],
  'DELETE /payment-schedules': [SCHEDULES, 'RevokePaymentSchedulesError'],
  'GET /payment-schedules/:id': [SCHEDULES, 'GetPaymentScheduleError'],
}

const STATUSES: Readonly<Record<string, number>> = {
  INVALID_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  CHANNEL_NOT_FOUND: 404,
  BILLING_KEY_NOT_FOUND: 404,
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
  PG_PROVIDER: 502,
}

type Options = NonNullable<Parameters<typeof callV2>[2]>

/** A call, and what is wrong with its refusal. */
async function refusalOf(
  simulator: Simulator,
  route: string,
  { id = 'none', query = '', ...options }: Options & { id?: string; query?: string } = {},
): Promise<{ type: string; problems: string[] }> {
  const [method = '', path = ''] = route.split(' ')
  const { status, body } = await callV2(simulator, path.replace(':id', id) + query, { ...options, method })
  const [client, error] = ERRORS[route] ?? ['', '']
  const type = text(body, 'type')
  const wrong = STATUSES[type] === status ? [] : [`HTTP ${status} with ${type}`]
  return { type, problems: [...problemsOfError(body, client, error), ...wrong] }
}

const asQuery = (fields: object): string => `?requestBody=${encodeURIComponent(JSON.stringify(fields))}`

/** A body, or the query that stands in its place, as this route takes it. */
const carrying = (route: string, fields: object): Options & { query?: string } =>
  route.startsWith('POST') ? { body: fields } : { query: asQuery(fields) }

const OPEN = ['POST /login/api-secret', 'POST /token/refresh']
const ROUTES = Object.keys(ERRORS)
const CLOSED = ROUTES.filter((route) => !OPEN.includes(route))

describe('what PortOne declares', () => {
  it('is known for every call that is simulated', () => {
    expect(REST_ROUTES.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(ROUTES.toSorted())
  })

  it('would not let another error pass', () => {
    const check = (body: object): string[] => problemsOfError(body, KEYS, 'GetBillingKeyInfoError')
    expect(check({ type: 'BILLING_KEY_NOT_FOUND', message: 'x' })).toEqual([])
    expect(check({ type: 'CHANNEL_NOT_FOUND' })).not.toEqual([])
    expect(check({ type: 'BILLING_KEY_NOT_FOUND', pgCode: 'x' })).not.toEqual([])
    expect(check({ message: 'x' })).not.toEqual([])
    expect(problemsOfError({ type: 'PG_PROVIDER' }, KEYS, 'IssueBillingKeyError')).not.toEqual([])
    expect(problemsOfError({}, KEYS, 'NoSuchError')).toEqual(['answer: NoSuchError is not declared'])
  })
})

describe('a refusal that any call may meet', () => {
  it.each(OPEN)('%s: wrong credentials', async (route) => {
    const body = { apiSecret: 'wrong', refreshToken: 'wrong' }
    expect(await refusalOf(simulateV2(), route, { body })).toEqual({ type: 'UNAUTHORIZED', problems: [] })
  })

  it.each(CLOSED)('%s: no credential', async (route) => {
    const answer = await refusalOf(simulateV2(), route, {
      ...carrying(route, {}),
      headers: { authorization: 'PortOne wrong' },
    })
    expect(answer).toEqual({ type: 'UNAUTHORIZED', problems: [] })
  })

  it.each(CLOSED)('%s: another store', async (route) => {
    const answer = await refusalOf(simulateV2(), route, carrying(route, { storeId: 'store-other' }))
    expect(answer).toEqual({ type: 'FORBIDDEN', problems: [] })
  })

  it.each(CLOSED)('%s: a body that is no object', async (route) => {
    const answer = await refusalOf(simulateV2(), route, carrying(route, []))
    expect(answer).toEqual({ type: 'INVALID_REQUEST', problems: [] })
  })
})

const CARD = { number: '9410111122223332', expiryYear: '39', expiryMonth: '12' }
const ORDER = { orderName: '12월분', amount: { total: 9900 }, currency: 'KRW' }

const typed = (number: string, channelKey = CHANNEL): Options => ({
  body: { channelKey, method: { card: { credential: { ...CARD, number } } } },
})

async function chargeable(simulator: Simulator, number = CARD.number): Promise<object> {
  const { body } = await callV2(simulator, '/billing-keys', typed(number))
  const { billingKey = '' } = /"billingKey":"(?<billingKey>[^"]+)"/.exec(JSON.stringify(body))?.groups ?? {}
  return { billingKey, ...ORDER }
}

const pay = (simulator: Simulator, payment: object, id = 'payment-1'): Promise<unknown> =>
  callV2(simulator, `/payments/${id}/billing-key`, { body: payment })

const later = (): string => new Date(Date.now() + DAY_MS).toISOString()

async function scheduled(simulator: Simulator, payment: object, id = 'payment-2'): Promise<string> {
  const { body } = await callV2(simulator, `/payments/${id}/schedule`, {
    body: { payment, timeToPay: later() },
  })
  return /schedule-\w+/.exec(JSON.stringify(body))?.[0] ?? ''
}

type Case = (
  simulator: Simulator,
) => Promise<readonly [route: string, options: Parameters<typeof refusalOf>[2]]>

/** Each kind of refusal, under the type it must have. */
const CASES: Readonly<Record<string, readonly [type: string, make: Case]>> = {
  'a malformed card': ['INVALID_REQUEST', async () => ['POST /billing-keys', typed('12')]],
  'a typed card for an unknown channel': [
    'CHANNEL_NOT_FOUND',
    async () => ['POST /billing-keys', typed(CARD.number, 'channel-key-other')],
  ],
  'a typed card that its issuer declines': [
    'PG_PROVIDER',
    async () => ['POST /billing-keys', typed('9420111122223330')],
  ],
  'a confirm without a token': ['INVALID_REQUEST', async () => ['POST /billing-keys/confirm', { body: {} }]],
  'an unknown token': [
    'BILLING_KEY_NOT_FOUND',
    async () => ['POST /billing-keys/confirm', { body: { billingIssueToken: 'none' } }],
  ],
  'a token twice': [
    'BILLING_KEY_ALREADY_ISSUED',
    async (simulator) => {
      const billingIssueToken = await tokenOf(simulator)
      await confirmV2(simulator, billingIssueToken)
      return ['POST /billing-keys/confirm', { body: { billingIssueToken } }]
    },
  ],
  'a confirm of the other mode': [
    'INFORMATION_MISMATCH',
    async (simulator) => [
      'POST /billing-keys/confirm',
      { body: { billingIssueToken: await tokenOf(simulator), isTest: false } },
    ],
  ],
  'a confirm that the issuer declines': [
    'PG_PROVIDER',
    async (simulator) => [
      'POST /billing-keys/confirm',
      { body: { billingIssueToken: await tokenOf(simulator, { choice: 'decline' }) } },
    ],
  ],
  'an unknown key': ['BILLING_KEY_NOT_FOUND', async () => ['GET /billing-keys/:id', {}]],
  'deleting an unknown key': ['BILLING_KEY_NOT_FOUND', async () => ['DELETE /billing-keys/:id', {}]],
  'deleting a key twice': [
    'BILLING_KEY_ALREADY_DELETED',
    async (simulator) => {
      const id = await v2BillingKeyOf(simulator)
      await callV2(simulator, `/billing-keys/${id}`, { method: 'DELETE' })
      return ['DELETE /billing-keys/:id', { id }]
    },
  ],
  'deleting a key with a schedule': [
    'PAYMENT_SCHEDULE_ALREADY_EXISTS',
    async (simulator) => {
      const id = await v2BillingKeyOf(simulator)
      await scheduled(simulator, { billingKey: id, ...ORDER })
      return ['DELETE /billing-keys/:id', { id }]
    },
  ],
  'a charge of nothing': [
    'INVALID_REQUEST',
    async (simulator) => {
      const payment = await chargeable(simulator)
      return [
        'POST /payments/:id/billing-key',
        { id: 'payment-1', body: { ...payment, amount: { total: 0 } } },
      ]
    },
  ],
  'a charge with an unknown key': [
    'BILLING_KEY_NOT_FOUND',
    async () => [
      'POST /payments/:id/billing-key',
      { id: 'payment-1', body: { billingKey: 'none', ...ORDER } },
    ],
  ],
  'a charge with a deleted key': [
    'BILLING_KEY_ALREADY_DELETED',
    async (simulator) => {
      const billingKey = await v2BillingKeyOf(simulator)
      await callV2(simulator, `/billing-keys/${billingKey}`, { method: 'DELETE' })
      return ['POST /payments/:id/billing-key', { id: 'payment-1', body: { billingKey, ...ORDER } }]
    },
  ],
  'a charge through an unknown channel': [
    'CHANNEL_NOT_FOUND',
    async (simulator) => {
      const payment = await chargeable(simulator)
      return [
        'POST /payments/:id/billing-key',
        { id: 'payment-1', body: { ...payment, channelKey: 'other' } },
      ]
    },
  ],
  'parts that exceed the total': [
    'SUM_OF_PARTS_EXCEEDS_TOTAL_AMOUNT',
    async (simulator) => {
      const payment = await chargeable(simulator)
      const amount = { total: 9900, taxFree: 9900, vat: 900 }
      return ['POST /payments/:id/billing-key', { id: 'payment-1', body: { ...payment, amount } }]
    },
  ],
  'a charge that was made': [
    'ALREADY_PAID',
    async (simulator) => {
      const payment = await chargeable(simulator)
      await pay(simulator, payment)
      return ['POST /payments/:id/billing-key', { id: 'payment-1', body: payment }]
    },
  ],
  'a charge that is scheduled': [
    'PAYMENT_SCHEDULE_ALREADY_EXISTS',
    async (simulator) => {
      const payment = await chargeable(simulator)
      await scheduled(simulator, payment, 'payment-1')
      return ['POST /payments/:id/billing-key', { id: 'payment-1', body: payment }]
    },
  ],
  'a charge that the issuer declines': [
    'PG_PROVIDER',
    async (simulator) => [
      'POST /payments/:id/billing-key',
      { id: 'payment-1', body: await chargeable(simulator, '9450111122223333') },
    ],
  ],
  'an unknown payment': ['PAYMENT_NOT_FOUND', async () => ['GET /payments/:id', {}]],
  'cancelling an unknown payment': [
    'PAYMENT_NOT_FOUND',
    async () => ['POST /payments/:id/cancel', { body: { reason: '환불' } }],
  ],
  'cancelling without a reason': [
    'INVALID_REQUEST',
    async (simulator) => {
      await pay(simulator, await chargeable(simulator))
      return ['POST /payments/:id/cancel', { id: 'payment-1', body: {} }]
    },
  ],
  'cancelling what failed': [
    'PAYMENT_NOT_PAID',
    async (simulator) => {
      await pay(simulator, await chargeable(simulator, '9450111122223333'))
      return ['POST /payments/:id/cancel', { id: 'payment-1', body: { reason: '환불' } }]
    },
  ],
  'cancelling twice': [
    'PAYMENT_ALREADY_CANCELLED',
    async (simulator) => {
      await pay(simulator, await chargeable(simulator))
      const body = { reason: '환불' }
      await callV2(simulator, '/payments/payment-1/cancel', { body })
      return ['POST /payments/:id/cancel', { id: 'payment-1', body }]
    },
  ],
  'cancelling too much': [
    'CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT',
    async (simulator) => {
      await pay(simulator, await chargeable(simulator))
      return ['POST /payments/:id/cancel', { id: 'payment-1', body: { reason: '환불', amount: 9901 } }]
    },
  ],
  'cancelling with another balance': [
    'CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN',
    async (simulator) => {
      await pay(simulator, await chargeable(simulator))
      const body = { reason: '환불', currentCancellableAmount: 1 }
      return ['POST /payments/:id/cancel', { id: 'payment-1', body }]
    },
  ],
  'a schedule in the past': [
    'INVALID_REQUEST',
    async (simulator) => {
      const body = { payment: await chargeable(simulator), timeToPay: '2020-01-01T00:00:00Z' }
      return ['POST /payments/:id/schedule', { id: 'payment-1', body }]
    },
  ],
  'a schedule with an unknown key': [
    'BILLING_KEY_NOT_FOUND',
    async () => [
      'POST /payments/:id/schedule',
      { id: 'payment-1', body: { payment: { billingKey: 'none', ...ORDER }, timeToPay: later() } },
    ],
  ],
  'a schedule of what is paid': [
    'ALREADY_PAID_OR_WAITING',
    async (simulator) => {
      const payment = await chargeable(simulator)
      await pay(simulator, payment)
      return ['POST /payments/:id/schedule', { id: 'payment-1', body: { payment, timeToPay: later() } }]
    },
  ],
  'an unknown schedule': ['PAYMENT_SCHEDULE_NOT_FOUND', async () => ['GET /payment-schedules/:id', {}]],
  'revoking nothing': ['INVALID_REQUEST', async () => ['DELETE /payment-schedules', { query: asQuery({}) }]],
  'revoking an unknown schedule': [
    'PAYMENT_SCHEDULE_NOT_FOUND',
    async () => ['DELETE /payment-schedules', { query: asQuery({ scheduleIds: ['none'] }) }],
  ],
  'revoking for an unknown key': [
    'BILLING_KEY_NOT_FOUND',
    async () => ['DELETE /payment-schedules', { query: asQuery({ billingKey: 'none' }) }],
  ],
  'revoking twice': [
    'PAYMENT_SCHEDULE_ALREADY_REVOKED',
    async (simulator) => {
      const query = asQuery({ scheduleIds: [await scheduled(simulator, await chargeable(simulator))] })
      await callV2(simulator, `/payment-schedules${query}`, { method: 'DELETE' })
      return ['DELETE /payment-schedules', { query }]
    },
  ],
}

describe('a refusal of its own', () => {
  it.each(Object.entries(CASES))('%s', async (_what, [type, make]) => {
    const simulator = simulateV2()
    const [route, options] = await make(simulator)
    expect(await refusalOf(simulator, route, options)).toEqual({ type, problems: [] })
  })

  it('a schedule that was carried out can no longer be revoked', async () => {
    let now = Date.now()
    const simulator = simulateV2({ clock: () => now })
    const query = asQuery({ scheduleIds: [await scheduled(simulator, await chargeable(simulator))] })
    now += 2 * DAY_MS
    expect(await refusalOf(simulator, 'DELETE /payment-schedules', { query })).toEqual({
      type: 'PAYMENT_SCHEDULE_ALREADY_PROCESSED',
      problems: [],
    })
  })

  it('every type that is simulated has been met', () => {
    const met = new Set(Object.values(CASES).map(([type]) => type))
    const elsewhere = ['UNAUTHORIZED', 'FORBIDDEN', 'PAYMENT_SCHEDULE_ALREADY_PROCESSED']
    expect(Object.keys(STATUSES).filter((type) => !met.has(type))).toEqual(elsewhere)
  })
})
