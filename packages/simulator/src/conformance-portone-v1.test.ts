// Every answer of the simulated PortOne V1, of every call, against what PortOne declares: the envelope, the response in it,
// and the HTTP status. Source: PortOne V1 REST specification.
import { describe, expect, it } from 'vitest'
import { REST_ROUTES } from './providers/portone-v1/index.ts'
import type { Simulator } from './simulator.ts'
import {
  callV1,
  registerV1,
  simulateV1,
  V1_KEYS,
  v1Merchant,
  type V1Answer,
} from './testing/portone-v1-shop.ts'
import { handledProblems, refusedProblems } from './testing/v1-shapes.ts'

const NOW = Date.UTC(2026, 0, 1)
const SOON = NOW / 1000 + 3600
const RANGE = `from=${SOON - 1}&to=${SOON + 1}&schedule_from=${SOON - 1}&schedule_to=${SOON + 1}`

type Ask = Awaited<ReturnType<typeof v1Merchant>>

interface Shop {
  readonly ask: Ask
  readonly simulator: Simulator
  /** Lets an hour pass: what is scheduled is carried out. */
  later(): void
  /** A registered card, by the window. */
  card(n?: number): Promise<{ impUid: string }>
  charge(merchantUid: string, n?: number): Promise<V1Answer>
}

async function open(quirks: object = {}): Promise<Shop> {
  let now = NOW
  const simulator = simulateV1({ clock: () => now, quirks: { propagationMs: 0, ...quirks } })
  const ask = await v1Merchant(simulator)
  return {
    ask,
    simulator,
    later: () => void (now += 3_601_000),
    card: async (n = 1) => ({ impUid: await registerV1(simulator, n) }),
    charge: (merchant_uid, n = 1) =>
      ask('/subscribe/payments/again', {
        customer_uid: `customer-${n}`,
        merchant_uid,
        amount: 9900,
        name: '구독',
      }),
  }
}

const schedule = (merchant_uid: string): object => ({
  customer_uid: 'customer-1',
  schedules: [{ merchant_uid, schedule_at: SOON, amount: 9900, currency: 'KRW', name: '구독' }],
})

const typedCard = (card_number: string): object => ({
  channel_key: 'channel-key-simulator-nice',
  card_number,
  expiry: '2039-12',
  birth: '900101',
  pwd_2digit: '12',
})

type Shape = Parameters<typeof handledProblems>[1]
interface Call {
  readonly answer: V1Answer
  readonly status?: number
  /** Absent: it is a refusal. */
  readonly shape?: Shape
}

const CALLS: Readonly<Record<string, (shop: Shop) => Promise<readonly Call[]>>> = {
  'GET /payments/find/:uid/:status?': async ({ ask, card }) => {
    await card()
    return [
      { answer: await ask('/payments/find/order-1'), shape: 'payment' },
      { answer: await ask('/payments/find/order-1/paid'), shape: 'payment' },
      { answer: await ask('/payments/find/none'), status: 404 },
    ]
  },
  'GET /payments/findAll/:uid/:status?': async ({ ask, card }) => {
    await card()
    return [
      { answer: await ask('/payments/findAll/order-1'), shape: 'page of payments' },
      { answer: await ask('/payments/findAll/none/paid'), status: 404 },
    ]
  },
  'POST PUT /payments/prepare': async ({ ask }) => {
    const body = { merchant_uid: 'order-9', amount: 9900 }
    return [
      { answer: await ask('/payments/prepare', body, 'PUT'), status: 404 },
      { answer: await ask('/payments/prepare', body), shape: 'prepared' },
      { answer: await ask('/payments/prepare', body, 'PUT'), shape: 'prepared' },
      { answer: await ask('/payments/prepare', body) },
    ]
  },
  'GET /payments/prepare/:uid': async ({ ask }) => {
    await ask('/payments/prepare', { merchant_uid: 'order-9', amount: 9900 })
    return [
      { answer: await ask('/payments/prepare/order-9'), shape: 'prepared' },
      { answer: await ask('/payments/prepare/none'), status: 404 },
    ]
  },
  'POST /payments/cancel': async ({ ask, card, charge }) => {
    await card()
    await charge('order-2')
    const cancel = (body: object): Promise<V1Answer> =>
      ask('/payments/cancel', { merchant_uid: 'order-2', reason: '환불', ...body })
    return [
      { answer: await cancel({ amount: 9901 }) },
      { answer: await cancel({ amount: 900, checksum: 1 }) },
      { answer: await cancel({ amount: 900 }), shape: 'payment' },
      { answer: await cancel({}), shape: 'payment' },
      { answer: await cancel({}) },
      { answer: await cancel({ merchant_uid: 'none' }) },
    ]
  },
  'GET /payments': async ({ ask, card }) => {
    const { impUid } = await card()
    return [
      { answer: await ask(`/payments?imp_uid[]=${impUid}`), shape: { listOf: 'payment' } },
      {
        answer: await ask(`/payments?imp_uid[]=${impUid}&merchant_uid[]=none`),
        status: 207,
        shape: { listOf: 'payment' },
      },
      { answer: await ask('/payments?imp_uid[]=none'), status: 404 },
      { answer: await ask('/payments'), status: 400 },
    ]
  },
  'GET /payments/:uid': async ({ ask, card, charge, simulator }) => {
    const { impUid } = await card()
    const declined = await registerV1(simulator, 3, 'decline')
    await charge('order-2')
    return [
      { answer: await ask(`/payments/${impUid}?include_sandbox=true`), shape: 'payment' },
      { answer: await ask(`/payments/${declined}?include_sandbox=true`), shape: 'payment' },
      { answer: await ask(`/payments/${impUid}`), status: 404 },
    ]
  },
  'GET /subscribe/customers': async ({ ask, card }) => {
    await card()
    const list = '/subscribe/customers?customer_uid[]='
    return [
      { answer: await ask(`${list}customer-1`), shape: { listOf: 'customer' } },
      {
        answer: await ask(`${list}customer-1&customer_uid[]=none`),
        status: 207,
        shape: { listOf: 'customer' },
      },
      { answer: await ask(`${list}none`), status: 404 },
    ]
  },
  'GET /subscribe/customers/:uid': async ({ ask, card }) => {
    await card()
    return [
      { answer: await ask('/subscribe/customers/customer-1'), shape: 'customer' },
      { answer: await ask('/subscribe/customers/none'), status: 404 },
    ]
  },
  'GET /subscribe/customers/:uid/payments': async ({ ask, card, charge }) => {
    await card()
    await charge('order-2')
    return [
      { answer: await ask('/subscribe/customers/customer-1/payments'), shape: 'page of payments' },
      { answer: await ask('/subscribe/customers/none/payments'), status: 404 },
    ]
  },
  'GET /subscribe/customers/:uid/schedules': async ({ ask, card }) => {
    await card()
    await ask('/subscribe/payments/schedule', schedule('order-2'))
    const path = '/subscribe/customers/customer-1/schedules'
    return [
      { answer: await ask(`${path}?${RANGE}`), shape: 'page of schedules' },
      { answer: await ask(path), status: 400 },
    ]
  },
  'POST /subscribe/customers/:uid': async ({ ask }) => {
    const path = '/subscribe/customers/customer-7'
    return [
      { answer: await ask(path, typedCard('9410-1111-2222-3332')), shape: 'customer' },
      { answer: await ask(path, typedCard('9420-1111-2222-3330')) },
      { answer: await ask(path, typedCard('1234')) },
      { answer: await ask(path, { ...typedCard('9410-1111-2222-3332'), channel_key: 'none' }) },
    ]
  },
  'DELETE /subscribe/customers/:uid': async ({ ask, card }) => {
    await card()
    const path = '/subscribe/customers/customer-1'
    return [
      { answer: await ask(path, undefined, 'DELETE'), shape: 'customer' },
      { answer: await ask(path, undefined, 'DELETE'), status: 404 },
    ]
  },
  'POST /subscribe/payments/schedule': async ({ ask, card }) => {
    await card()
    const path = '/subscribe/payments/schedule'
    return [
      { answer: await ask(path, schedule('order-2')), shape: { listOf: 'schedule' } },
      { answer: await ask(path, schedule('order-2')) },
      { answer: await ask(path, { customer_uid: 'none' }) },
    ]
  },
  'GET /subscribe/payments/schedule': async ({ ask, card, later, simulator }) => {
    await card()
    const path = '/subscribe/payments/schedule'
    await ask(path, schedule('order-2'))
    const before = await ask(`${path}?${RANGE}`)
    later()
    // The first token has expired meanwhile.
    const again = await (await v1Merchant(simulator))(`${path}?${RANGE}`)
    return [
      { answer: before, shape: 'page of schedules' },
      { answer: again, shape: 'page of schedules' },
      { answer: await (await v1Merchant(simulator))(path), status: 400 },
    ]
  },
  'GET /subscribe/payments/schedule/:uid': async ({ ask, card }) => {
    await card()
    await ask('/subscribe/payments/schedule', schedule('order-2'))
    return [
      { answer: await ask('/subscribe/payments/schedule/order-2'), shape: 'schedule' },
      { answer: await ask('/subscribe/payments/schedule/none'), status: 404 },
    ]
  },
  'POST /subscribe/payments/unschedule': async ({ ask, card }) => {
    await card()
    await ask('/subscribe/payments/schedule', schedule('order-2'))
    const path = '/subscribe/payments/unschedule'
    return [
      { answer: await ask(path, { customer_uid: 'customer-1' }), shape: { listOf: 'schedule' } },
      { answer: await ask(path, { customer_uid: 'customer-1' }) },
    ]
  },
  'POST /subscribe/payments/again': async ({ card, charge, ask }) => {
    await card()
    const declining = typedCard('9450-1111-2222-3333')
    await ask('/subscribe/customers/customer-5', declining)
    return [
      { answer: await charge('order-2'), shape: 'payment' },
      // Handled, and declined: the payment says so.
      { answer: await charge('order-3', 5), shape: 'payment' },
      { answer: await charge('order-2') },
      { answer: await charge('order-4', 9) },
    ]
  },
}

const nameOf = ({ methods, path }: (typeof REST_ROUTES)[number]): string => `${methods.join(' ')} ${path}`

function problemsOf({ answer, status = 200, shape }: Call): string[] {
  const { body } = answer
  const wrong = answer.status === status ? [] : [`HTTP ${answer.status} in place of ${status}`]
  return [...wrong, ...(shape === undefined ? refusedProblems(body) : handledProblems(body, shape))]
}

describe('every call of the simulated PortOne V1 answers what PortOne declares', () => {
  it('is known for every call that is simulated', () => {
    expect(Object.keys(CALLS).toSorted()).toEqual(REST_ROUTES.map(nameOf).toSorted())
  })

  it.each(Object.entries(CALLS))('%s', async (_route, calls) => {
    for (const customerUidInPayment of [true, false]) {
      const made = await calls(await open({ customerUidInPayment }))
      expect(made.map(problemsOf)).toEqual(made.map(() => []))
    }
  })

  it('POST /users/getToken', async () => {
    const simulator = simulateV1()
    const ask = (body: object): Promise<V1Answer> =>
      callV1(simulator, '/users/getToken', { method: 'POST', body: JSON.stringify(body) })
    expect(problemsOf({ answer: await ask(V1_KEYS), shape: 'token' })).toEqual([])
    expect(problemsOf({ answer: await ask({ ...V1_KEYS, imp_secret: 'wrong' }), status: 401 })).toEqual([])
  })

  it.each(REST_ROUTES.map((route) => [nameOf(route), route] as const))(
    '%s: without a token',
    async (_name, { methods: [method = 'GET'], path }) => {
      const answer = await callV1(simulateV1(), path.replace('/:status?', '').replace(':uid', 'x'), {
        method,
      })
      expect(problemsOf({ answer, status: 401 })).toEqual([])
    },
  )
})

describe('the check itself', () => {
  it.each<[object, string]>([
    [{ code: 0, message: null, response: { imp_uid: 1 } }, 'response.imp_uid: not text'],
    [{ code: 0, message: null, response: { status: 'done' } }, 'response.status: not one of'],
    [{ code: 0, message: null, response: { extra: 1 } }, 'response.extra: not declared'],
    [{ code: 0, message: null, response: {} }, 'response.sandbox: missing'],
    [{ code: 1, message: null, response: {} }, 'envelope: not that of success'],
    [{ code: 0, message: null, response: null }, 'response: not an object'],
  ])('notices %j', (body, problem) => {
    expect(handledProblems(body, 'payment').join('\n')).toContain(problem)
  })

  it('notices a refusal that is none', () => {
    expect(refusedProblems({ code: 0, message: '', response: {} })).toHaveLength(3)
  })
})
