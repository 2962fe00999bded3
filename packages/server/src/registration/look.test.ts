// A PG that can be looked up: it is asked again while it does not know, and a late key finds its place.
import { describe, expect, it } from 'vitest'
import type { RegistrationView } from '@billing-register/contract'
import { portoneV1 } from '../providers/portone-v1/index.ts'
import { makeShop, type Shop, type Visitor } from '../testing/shop.ts'

interface Portone {
  readonly shop: Shop
  readonly alice: Visitor
  /** What PortOne knows of an order: nothing, or a status and whether the key is there. */
  knows: { status: string; key: boolean } | undefined
  readonly looks: string[]
  finish(id: string, body?: unknown): Promise<{ status: number; view: RegistrationView }>
  open(): Promise<{ id: string; body: { return: { merchant_uid: string; imp_uid: string } } }>
}

const envelope = (response: unknown): Response => Response.json({ code: 0, message: null, response })

function makePortone(): Portone {
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
    return envelope({
      imp_uid: 'imp_123456789012',
      merchant_uid: uid[0],
      customer_uid: uid[1],
      amount: 0,
      cancel_amount: 0,
      currency: 'KRW',
      status: knows.status,
      sandbox: true,
      pg_provider: 'danal_tpay',
    })
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
  })
  const alice = shop.as('alice')
  const portone: Portone = {
    shop,
    alice,
    knows: undefined,
    looks: [],
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

describe('a registration at a PG that can be looked up', () => {
  it('is issued once payment and key are both there, with the card masked', async () => {
    const portone = makePortone()
    portone.knows = { status: 'paid', key: true }
    const { id, body } = await portone.open()
    const { view } = await portone.finish(id, body)
    expect(view).toMatchObject({ state: 'issued', paymentMethod: { issuer: '국민카드' } })
    expect(JSON.stringify(view)).not.toContain('94101111')
  })

  it('is still issuing while the PG has not been told, and is asked again at most once a second', async () => {
    const portone = makePortone()
    portone.knows = { status: 'ready', key: false }
    const { id, body } = await portone.open()
    expect(await portone.finish(id, body)).toMatchObject({ status: 202, view: { state: 'issuing' } })
    const before = portone.looks.length
    expect(await portone.finish(id, body)).toMatchObject({ status: 202 })
    expect(portone.looks).toHaveLength(before)
    portone.shop.clock.now += 2000
    portone.knows = { status: 'paid', key: true }
    expect(await portone.finish(id, body)).toMatchObject({ status: 200, view: { state: 'issued' } })
  })

  it('becomes uncertain after half a minute, and issued when the key shows up', async () => {
    const portone = makePortone()
    portone.knows = { status: 'ready', key: false }
    const { id, body } = await portone.open()
    await portone.finish(id, body)
    portone.shop.clock.now += 31_000
    expect((await portone.finish(id, body)).view).toMatchObject({ state: 'uncertain', canRetry: false })
    portone.knows = { status: 'paid', key: true }
    portone.shop.clock.now += 5000
    expect((await portone.finish(id, body)).view).toMatchObject({ state: 'issued' })
  })

  it('keeps a key aside that shows up after the customer has started again', async () => {
    const portone = makePortone()
    const { id, body } = await portone.open()
    portone.knows = { status: 'ready', key: false }
    await portone.finish(id, body)
    portone.shop.clock.now += 31_000
    await portone.finish(id, body)
    portone.shop.clock.now += 121_000
    expect((await portone.finish(id, body)).view).toMatchObject({ state: 'uncertain', canRetry: true })
    await portone.alice.open()
    portone.knows = { status: 'paid', key: true }
    portone.shop.clock.now += 5000
    expect((await portone.finish(id, body)).view).toMatchObject({ state: 'uncertain' })
    expect(await portone.shop.ledger.paymentMethods('alice')).toMatchObject([
      { state: 'suspended', mismatches: ['superseded'] },
    ])
  })

  it('does not take the word of the window: a cancel flag over a paid order with a key is issued', async () => {
    const portone = makePortone()
    portone.knows = { status: 'paid', key: true }
    const { id, body } = await portone.open()
    const { view } = await portone.finish(id, { return: { ...body.return, error_code: 'CANCEL' } })
    expect(view).toMatchObject({ state: 'issued' })
  })

  it('is cancelled soon after the window reported a stop, where PortOne knows of no payment and no key', async () => {
    const portone = makePortone()
    portone.knows = { status: 'ready', key: false }
    const { id, body } = await portone.open()
    const stopped = { return: { merchant_uid: body.return.merchant_uid, error_code: '2101' } }
    expect((await portone.finish(id, stopped)).view).toMatchObject({ state: 'issuing' })
    portone.shop.clock.now += 4000
    expect((await portone.finish(id, stopped)).view).toMatchObject({ state: 'cancelled' })
    // What the window said ends nothing for good.
    portone.knows = { status: 'paid', key: true }
    portone.shop.clock.now += 4000
    expect((await portone.finish(id, body)).view).toMatchObject({ state: 'issued' })
  })

  it('is not cancelled when the window has made the key without telling its page', async () => {
    const portone = makePortone()
    const { id } = await portone.open()
    await portone.alice.request('POST', `/registrations/${id}/opened`, { body: {} })
    portone.knows = { status: 'paid', key: true }
    const refused = await portone.alice.request('POST', `/registrations/${id}/cancel`, { body: {} })
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({ registration: { state: 'issued' } })
    expect(await portone.shop.ledger.paymentMethods('alice')).toMatchObject([{ state: 'active' }])
  })

  it('is cancelled while its window is open and has made nothing, and when PortOne cannot be asked', async () => {
    for (const knows of [{ status: 'ready', key: false }, undefined]) {
      const portone = makePortone()
      const { id } = await portone.open()
      await portone.alice.request('POST', `/registrations/${id}/opened`, { body: {} })
      portone.knows = knows
      const stopped = await portone.alice.request('POST', `/registrations/${id}/cancel`, { body: {} })
      expect(await stopped.json()).toMatchObject({ state: 'cancelled' })
    }
  })

  it('is looked at once, and cancelled, however many cancels come at once', async () => {
    const portone = makePortone()
    const { id } = await portone.open()
    await portone.alice.request('POST', `/registrations/${id}/opened`, { body: {} })
    const cancel = (): Promise<Response> =>
      portone.alice.request('POST', `/registrations/${id}/cancel`, { body: {} })
    await Promise.all(Array.from({ length: 12 }, cancel))
    expect(portone.looks.filter((path) => path.startsWith('/subscribe/'))).toHaveLength(1)
    expect(await (await cancel()).json()).toMatchObject({ state: 'cancelled' })
  })

  it('keeps the key that one of many cancels finds, although another one has cancelled before', async () => {
    const portone = makePortone()
    portone.knows = { status: 'paid', key: true }
    const { id } = await portone.open()
    await portone.alice.request('POST', `/registrations/${id}/opened`, { body: {} })
    await Promise.all(
      Array.from({ length: 4 }, () =>
        portone.alice.request('POST', `/registrations/${id}/cancel`, { body: {} }),
      ),
    )
    expect(await portone.shop.ledger.paymentMethods('alice')).toHaveLength(1)
  })

  it('holds a key that the window makes after the customer has pressed cancel', async () => {
    const portone = makePortone()
    portone.knows = { status: 'ready', key: false }
    const { id, body } = await portone.open()
    await portone.alice.request('POST', `/registrations/${id}/cancel`, { body: { asked: true } })
    portone.knows = { status: 'paid', key: true }
    portone.shop.clock.now += 20_000
    expect((await portone.finish(id, body)).view).toMatchObject({ state: 'uncertain' })
    expect(await portone.shop.ledger.paymentMethods('alice')).toMatchObject([
      { state: 'suspended', mismatches: ['stopped'] },
    ])
  })

  it('takes a card out of use when its window comes back under another login, however full the door is', async () => {
    const portone = makePortone()
    portone.knows = { status: 'paid', key: true }
    const { id, body } = await portone.open()
    for (let index = 0; index < 10; index += 1) {
      await portone.alice.comeBack(id, { imp_uid: `imp_${index}`, error_code: 'x' })
    }
    expect((await portone.finish(id)).view).toMatchObject({ state: 'issued' })
    const victim = portone.shop.as('victim')
    expect((await victim.comeBack(id, { junk: '1' })).status).toBe(303)
    expect(await portone.shop.ledger.paymentMethods('alice')).toMatchObject([{ state: 'active' }])
    await victim.comeBack(id, { ...body.return, imp_success: 'true' })
    expect(await portone.shop.ledger.paymentMethods('alice')).toMatchObject([
      { state: 'suspended', mismatches: ['another_login'] },
    ])
    const { view } = await portone.finish(id)
    expect(view).toMatchObject({ state: 'uncertain', error: { code: 'return_mismatch' } })
    const types = (await portone.shop.ledger.events(id)).map(({ type }) => type)
    expect(types.slice(-2)).toEqual(['security.claim_quarantined', 'method.suspended'])
  })

  it('holds a key that somebody came back with under another login', async () => {
    const portone = makePortone()
    portone.knows = { status: 'paid', key: true }
    const { id, body } = await portone.open()
    await portone.shop.as('victim').comeBack(id, body.return)
    expect((await portone.finish(id)).view).toMatchObject({
      state: 'uncertain',
      error: { code: 'return_mismatch' },
    })
    expect(await portone.shop.ledger.paymentMethods('alice')).toMatchObject([
      { state: 'suspended', mismatches: ['another_login'] },
    ])
  })

  it('is never refused for age: the key was made in the window', async () => {
    const portone = makePortone()
    portone.knows = { status: 'paid', key: true }
    const { id, body } = await portone.open()
    portone.shop.clock.now += 25 * 3_600_000
    expect((await portone.finish(id, body)).view).toMatchObject({ state: 'issued' })
  })
})
