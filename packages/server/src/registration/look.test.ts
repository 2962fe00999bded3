// A PG that can be looked up: it is asked again while it does not know, and a late key finds its place.
import { describe, expect, it } from 'vitest'
import { makePortone } from '../testing/portone-shop.ts'

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
    expect(types.slice(-2)).toEqual(['claim.quarantined', 'registration.suspended'])
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
