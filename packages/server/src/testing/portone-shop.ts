// A merchant for tests whose window makes the keys: PortOne V1, stubbed, knowing as much as the test says.
import type { RegistrationView } from '@billing-register/contract'
import { portoneV1 } from '../providers/portone-v1/index.ts'
import { makeShop, type Shop, type Visitor } from './shop.ts'

/** A shop whose PG is PortOne V1, with one customer. */
export interface Portone {
  readonly shop: Shop
  readonly alice: Visitor
  /** What PortOne knows of an order: nothing, or a status and whether the key is there. */
  knows: { status: string; key: boolean } | undefined
  readonly looks: string[]
  /** Reaches this PortOne: for other servers of the same merchant. */
  readonly fetch: typeof fetch
  finish(id: string, body?: unknown): Promise<{ status: number; view: RegistrationView }>
  open(): Promise<{ id: string; body: { return: { merchant_uid: string; imp_uid: string } } }>
}

const envelope = (response: unknown): Response => Response.json({ code: 0, message: null, response })

/** Builds it. What PortOne is asked for is stubbed: it knows of the registration that was opened last. */
export function makePortone(overrides: Parameters<typeof makeShop>[0] = {}): Portone {
  const asked = new Map<string, string>()
  const stub: typeof fetch = async (input) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input)
    portone.looks.push(pathname)
    if (pathname === '/users/getToken') return envelope({ access_token: 't', now: 0, expired_at: 1800 })
    const uid = [...asked].find(([merchantUid]) => merchantUid)
    const { knows } = portone
    if (!knows || !uid) return new Response('{"code":1,"message":"x","response":null}', { status: 404 })
    if (pathname.startsWith('/subscribe/customers/')) {
      if (!knows.key) return new Response('{"code":1,"message":"x","response":null}', { status: 404 })
      return envelope({
        customer_uid: decodeURIComponent(pathname.split('/').at(-1) ?? ''),
        card_name: '국민카드',
        card_number: '94101111****3332',
        pg_provider: 'danal_tpay',
        pg_id: 'M',
        inserted: 1,
        updated: 1,
        sandbox: true,
      })
    }
    const payment = {
      imp_uid: 'imp_123456789012',
      merchant_uid: uid[0],
      customer_uid: uid[1],
      amount: 0,
      cancel_amount: 0,
      currency: 'KRW',
      status: knows.status,
      sandbox: true,
      pg_provider: 'danal_tpay',
    }
    return envelope(pathname.startsWith('/payments/findAll/') ? { list: [payment] } : payment)
  }
  const shop = makeShop({
    providers: [
      portoneV1({
        userCode: 'imp12345678',
        apiKey: '1234567890123456',
        apiSecret: 'secret'.repeat(12),
        channelKey: 'channel-key-1',
        pgProvider: 'danal_tpay',
        sandbox: true,
      }),
    ],
    fetch: stub,
    ...overrides,
  })
  const alice = shop.as('alice')
  const portone: Portone = {
    shop,
    alice,
    knows: undefined,
    looks: [],
    fetch: stub,
    async open() {
      const { id, launch } = await alice.open()
      if (launch.provider !== 'portone-v1') throw new Error('not PortOne')
      const { merchant_uid, customer_uid } = launch.request
      asked.clear()
      asked.set(merchant_uid, customer_uid)
      return { id, body: { return: { merchant_uid, imp_uid: 'imp_123456789012' } } }
    },
    async finish(id, body = {}) {
      const response = await alice.complete(id, body)
      return { status: response.status, view: await response.json() }
    },
  }
  return portone
}
