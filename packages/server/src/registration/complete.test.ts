// The way of a registration through the wire: claims, binding, issuing, and what the owner is told.
import { describe, expect, it } from 'vitest'
import type { RegistrationView } from '@billing-register/contract'
import { danalSuccess, makeShop, type Visitor } from '../testing/shop.ts'

const viewOf = async (response: Promise<Response> | Response): Promise<RegistrationView> =>
  (await response).json()
const SUCCESS = { code: 'SUCCESS', transactionId: 'TX-1' }

async function finish(visitor: Visitor, id: string, body: unknown = {}): Promise<RegistrationView> {
  return viewOf(visitor.complete(id, body))
}

describe('a registration', () => {
  it('is issued when the owner comes back to the server and then finishes', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const { id, launch } = await alice.open()
    expect(launch).toMatchObject({ provider: 'danal', request: { issueKeyOnly: true, userId: 'alice' } })
    const back = await alice.comeBack(id, SUCCESS)
    expect(back.status).toBe(303)
    expect(back.headers.get('location')).toBe(`https://shop.example/register?billing_registration=${id}`)
    expect(await viewOf(alice.request('GET', `/registrations/${id}`))).toMatchObject({ state: 'returned' })
    const view = await finish(alice, id)
    expect(view).toMatchObject({ state: 'issued', paymentMethod: { kind: 'card' } })
    expect(shop.issued).toEqual(['TX-1'])
  })

  it('is issued from what the page itself brings', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const { id } = await alice.open()
    expect(await finish(alice, id, { return: SUCCESS })).toMatchObject({ state: 'issued' })
  })

  it('makes one issue call, however often and however many at once it is finished', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const { id } = await alice.open()
    await alice.comeBack(id, SUCCESS)
    await alice.comeBack(id, SUCCESS, 'POST')
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => alice.complete(id, { return: SUCCESS })),
    )
    expect(answers.map((answer) => answer.status).every((status) => status === 200 || status === 202)).toBe(
      true,
    )
    expect(await finish(alice, id)).toMatchObject({ state: 'issued' })
    expect(shop.issued).toEqual(['TX-1'])
  })

  it('is finished through the claim cookie when the return carried no login', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const { id } = await alice.open()
    const login = alice.cookies.get('user') ?? ''
    alice.cookies.delete('user')
    const back = await alice.comeBack(id, SUCCESS, 'POST')
    const [cookie = ''] = back.headers.getSetCookie()
    expect(cookie).toMatch(/HttpOnly; SameSite=Lax; Secure$/)
    expect(cookie).toContain(`Path=/billing/registrations/${id};`)
    alice.cookies.set('user', login)
    expect(await finish(alice, id)).toMatchObject({ state: 'issued' })
  })

  it('never uses a claim that arrived without login in another browser', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const { id } = await alice.open()
    await shop.as(null).comeBack(id, SUCCESS)
    expect(await finish(alice, id)).toMatchObject({ state: 'open' })
    expect(shop.issued).toEqual([])
  })

  it('quarantines a claim that arrived under another login, even if the owner brings it later', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const { id } = await alice.open()
    await shop.as('mallory').comeBack(id, SUCCESS)
    await alice.comeBack(id, SUCCESS)
    expect(await finish(alice, id, { return: SUCCESS })).not.toMatchObject({ state: 'issued' })
    expect(shop.issued).toEqual([])
    const events = await shop.ledger.events(id)
    expect(events.map(({ type }) => type)).toContain('claim.quarantined')
  })

  it('is the same as unknown to anybody but its owner', async () => {
    const shop = makeShop()
    const { id } = await shop.as('alice').open()
    const mallory = shop.as('mallory')
    const text = async (path: string): Promise<string> => {
      const body = await (await mallory.request('GET', path)).text()
      return body.replace(/"requestId":"\w+"/, '')
    }
    expect(await text(`/registrations/${id}`)).toBe(await text('/registrations/reg_unknown'))
  })

  it('goes on to the real return after a junk one that the PG refused', async () => {
    const shop = makeShop()
    shop.answer = (transaction) =>
      transaction === 'JUNK'
        ? Response.json({ code: '1104', message: 'no such transaction' })
        : danalSuccess()
    const alice = shop.as('alice')
    const { id } = await alice.open()
    await alice.comeBack(id, { code: 'SUCCESS', transactionId: 'JUNK' })
    await alice.comeBack(id, SUCCESS)
    expect(await finish(alice, id)).toMatchObject({ state: 'issued' })
    expect(shop.issued).toEqual(['JUNK', 'TX-1'])
  })

  it('stops after three issue calls', async () => {
    const shop = makeShop()
    shop.answer = () => Response.json({ code: '1104', message: 'no such transaction' })
    const alice = shop.as('alice')
    const { id } = await alice.open()
    for (const transactionId of ['J1', 'J2', 'J3', 'J4', 'J5']) {
      await alice.comeBack(id, { code: 'SUCCESS', transactionId })
    }
    expect(await finish(alice, id)).toMatchObject({ state: 'declined' })
    expect(shop.issued).toEqual(['J1', 'J2', 'J3'])
  })

  it('refuses a transaction that was used for another registration', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const first = await alice.open()
    await finish(alice, first.id, { return: SUCCESS })
    const bob = shop.as('bob')
    const second = await bob.open()
    expect(await finish(bob, second.id, { return: SUCCESS })).toMatchObject({
      state: 'declined',
      error: { code: 'return_refused' },
    })
    expect(shop.issued).toEqual(['TX-1'])
  })

  it('is uncertain after a lost answer, is never called again, and offers a retry after two minutes', async () => {
    const shop = makeShop()
    shop.answer = () => Promise.reject(new TypeError('connection reset'))
    const alice = shop.as('alice')
    const { id } = await alice.open()
    expect(await finish(alice, id, { return: SUCCESS })).toMatchObject({
      state: 'uncertain',
      canRetry: false,
      error: { code: 'outcome_unknown', detail: expect.stringContaining('다시 등록하지 말고') },
    })
    expect(await finish(alice, id, { return: SUCCESS })).toMatchObject({ state: 'uncertain' })
    shop.clock.now += 121_000
    expect(await finish(alice, id)).toMatchObject({
      state: 'uncertain',
      canRetry: true,
      error: { code: 'outcome_unknown', detail: expect.stringContaining('다시 등록해도 괜찮아요') },
    })
    expect(shop.issued).toEqual(['TX-1'])
  })

  it('keeps a key whose answer does not match, suspended, and tells the owner that it is being checked', async () => {
    const shop = makeShop()
    shop.answer = () => danalSuccess({ orderId: 'somebody-elses-order' })
    const alice = shop.as('alice')
    const { id } = await alice.open()
    expect(await finish(alice, id, { return: SUCCESS })).toMatchObject({
      state: 'uncertain',
      error: { code: 'return_mismatch' },
    })
    const [method] = await shop.ledger.paymentMethods('alice')
    expect(method).toMatchObject({ state: 'suspended', mismatches: ['orderId'] })
  })

  it('is cancelled when the window says so, and still takes a real return later', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const { id } = await alice.open()
    await alice.comeBack(id, { code: 'USER_CANCEL', message: 'stopped' })
    expect(await finish(alice, id)).toMatchObject({ state: 'cancelled' })
    expect(await finish(alice, id, { return: SUCCESS })).toMatchObject({ state: 'issued' })
  })

  it('is not issued from a return that comes after the customer has pressed cancel', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const { id } = await alice.open()
    await alice.comeBack(id, SUCCESS)
    await alice.request('POST', `/registrations/${id}/cancel`, { body: { asked: true } })
    expect(await finish(alice, id, { return: { ...SUCCESS, transactionId: 'TX-2' } })).toMatchObject({
      state: 'cancelled',
    })
    expect(shop.issued).toEqual([])
  })

  it('is issued from a real return although its window had gone away', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const { id } = await alice.open()
    await alice.request('POST', `/registrations/${id}/cancel`, { body: {} })
    await alice.comeBack(id, SUCCESS)
    expect(await finish(alice, id)).toMatchObject({ state: 'issued' })
  })

  it('stays stopped when the customer presses cancel after the time to open has passed', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const ids: string[] = []
    for (let index = 0; index < 6; index += 1) ids.push((await alice.open()).id)
    const [retired = ''] = ids
    const cancel = await alice.request('POST', `/registrations/${retired}/cancel`, { body: { asked: true } })
    expect(await cancel.json()).toMatchObject({ state: 'expired' })
    expect(await finish(alice, retired, { return: SUCCESS })).toMatchObject({ state: 'expired' })
    expect(shop.issued).toEqual([])
  })

  it('cannot be cancelled once it is issued', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const { id } = await alice.open()
    await finish(alice, id, { return: SUCCESS })
    const response = await alice.request('POST', `/registrations/${id}/cancel`, { body: {} })
    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({
      code: 'registration_conflict',
      registration: { state: 'issued' },
    })
  })

  it('cannot be cancelled while it is issuing or while nobody knows whether it was', async () => {
    const shop = makeShop()
    let answer = (_response: Response): void => {}
    shop.answer = () => new Promise<Response>((resolve) => (answer = resolve))
    const alice = shop.as('alice')
    const { id } = await alice.open()
    const done = alice.complete(id, { return: SUCCESS })
    await expect.poll(() => shop.issued).toEqual(['TX-1'])
    const cancel = async (): Promise<unknown> =>
      (await alice.request('POST', `/registrations/${id}/cancel`, { body: { asked: true } })).json()
    const refused = (state: string): object => ({
      status: 409,
      code: 'registration_conflict',
      registration: { state },
    })
    expect(await cancel()).toMatchObject(refused('issuing'))
    answer(new Response('gateway', { status: 502 }))
    expect(await viewOf(done)).toMatchObject({ state: 'uncertain' })
    expect(await cancel()).toMatchObject(refused('uncertain'))
    expect(await viewOf(alice.request('GET', `/registrations/${id}`))).toMatchObject({ state: 'uncertain' })
  })

  it('is issued although the customer closed the tab, and the request with it, while the PG was asked', async () => {
    const tab = new AbortController()
    let heard: AbortSignal | null | undefined
    let answer = (_response: Response): void => {}
    const pg: typeof fetch = (_url, init) => {
      heard = init?.signal
      return new Promise<Response>((resolve, reject) => {
        answer = resolve
        heard?.addEventListener('abort', () => reject(new Error('aborted')))
      })
    }
    const shop = makeShop({ fetch: pg })
    const { id } = await shop.as('alice').open()
    const finished = shop.billing.fetch(
      new Request(`https://shop.example/billing/registrations/${id}/complete`, {
        method: 'POST',
        signal: tab.signal,
        headers: { origin: 'https://shop.example', cookie: 'user=alice', 'content-type': 'application/json' },
        body: JSON.stringify({ return: SUCCESS }),
      }),
    )
    await expect.poll(() => heard).toBeDefined()
    tab.abort()
    expect(heard?.aborted).toBe(false)
    answer(danalSuccess())
    await finished
    expect(await shop.ledger.find(id)).toMatchObject({ state: 'issued' })
  })

  it('takes the owner back for 24 hours although its window may be opened for 30 minutes only', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const { id } = await alice.open()
    shop.clock.now += 23 * 3_600_000
    const opened = await alice.request('POST', `/registrations/${id}/opened`, { body: {} })
    expect(opened.status).toBe(410)
    expect(await viewOf(alice.request('GET', `/registrations/${id}`))).toMatchObject({ state: 'expired' })
    expect(await finish(alice, id, { return: SUCCESS })).toMatchObject({ state: 'issued' })
  })

  it('may be opened until its 30 minutes are over, and says how long that is', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const { id, expiresInMs } = await alice.open()
    const late = await alice.open()
    expect(expiresInMs).toBe(30 * 60_000)
    const click = async (of: string): Promise<number> =>
      (await alice.request('POST', `/registrations/${of}/opened`, { body: {} })).status
    shop.clock.now += 30 * 60_000 - 1
    expect(await click(id)).toBe(200)
    shop.clock.now += 1
    expect(await click(late.id)).toBe(410)
    expect(await viewOf(alice.request('GET', `/registrations/${late.id}`))).toMatchObject({
      state: 'expired',
    })
    expect(await finish(alice, id, { return: SUCCESS })).toMatchObject({ state: 'issued' })
  })

  it('is finished until 24 hours are over, and not after them', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const [{ id }, late] = [await alice.open(), await alice.open()]
    shop.clock.now += 24 * 3_600_000 - 1
    expect(await finish(alice, id, { return: SUCCESS })).toMatchObject({ state: 'issued' })
    shop.clock.now += 1
    const refused = await alice.complete(late.id, { return: { ...SUCCESS, transactionId: 'TX-2' } })
    expect(await refused.json()).toMatchObject({ status: 410, code: 'registration_expired' })
    expect(shop.issued).toEqual(['TX-1'])
  })

  it('is not issued where consent is required and the click was never told', async () => {
    const shop = makeShop()
    shop.plans.set('pro', {
      name: 'Pro',
      amount: 9900,
      consent: { version: 'v1', label: '동의해요', text: '전문' },
    })
    const alice = shop.as('alice')
    const { id } = await alice.open()
    const refused = await alice.complete(id, { return: SUCCESS })
    expect(await refused.json()).toMatchObject({ status: 400, code: 'consent_required' })
    expect(shop.issued).toEqual([])
    expect(await finish(alice, id, { clickedMsAgo: 1200 })).toMatchObject({ state: 'issued' })
    const record = await shop.ledger.find(id)
    expect(record?.consent).toMatchObject({ version: 'v1', at: record?.createdAt })
  })

  it('asks a person when a crash left it issuing, and still lands an answer that comes after all', async () => {
    const shop = makeShop()
    let answerLate = (_response: Response): void => {}
    shop.answer = () => new Promise<Response>((resolve) => (answerLate = resolve))
    const alice = shop.as('alice')
    const { id } = await alice.open()
    const first = alice.complete(id, { return: SUCCESS })
    await expect.poll(() => shop.issued).toEqual(['TX-1'])
    expect((await alice.complete(id)).status).toBe(202)
    shop.clock.now += 10 * 60_000
    expect(await finish(alice, id)).toMatchObject({ state: 'uncertain', error: { code: 'outcome_unknown' } })
    answerLate(danalSuccess())
    expect(await viewOf(first)).toMatchObject({ state: 'issued' })
    expect(await finish(alice, id)).toMatchObject({ state: 'issued' })
    expect(shop.issued).toEqual(['TX-1'])
  })
})
