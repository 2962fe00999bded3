// A registration that also charges: one key, one payment, one outcome each, wherever the money moves.
import { describe, expect, it } from 'vitest'
import type { RegistrationView } from '@billing-register/contract'
import type { Ledger } from '../ledger/ledger.ts'
import { memoryLedger } from '../ledger/memory.ts'
import type { BillingOptions } from '../options.ts'
import { Secret } from '../secret.ts'
import { crashEverywhere, type CrashStory, type DyingServer } from '../testing/crash.ts'
import { bankProvider, makeBank, makePayShop, registerCard, type Bank } from '../testing/pay-shop.ts'
import { danalSuccess, makeShop, type Shop } from '../testing/shop.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const RETURN = { return: { code: 'SUCCESS', transactionId: 'TX-1' } }

/** A PG whose window registers only, and whose key is charged right afterwards. */
function afterIssue(
  bank: Bank,
  ledger: Ledger = memoryLedger(),
  more: Partial<Omit<BillingOptions, 'ledger'>> = {},
): Shop {
  const base = bankProvider(bank)
  const asked = <T extends { readonly order: { readonly charge: string } }>(registration: T): T => ({
    ...registration,
    order: { ...registration.order, charge: 'later' },
  })
  const provider = bankProvider(bank, {
    can: { ...base.can, firstPayment: 'after-issue' },
    // The window of this one is asked for a key alone.
    prepare: (registration, urls, mint) => base.prepare(asked(registration), urls, mint),
    finisher: async () => {
      const finisher = await base.finisher()
      return {
        ...finisher,
        judge: (registration, claim, exchanges) => finisher.judge(asked(registration), claim, exchanges),
      }
    },
  })
  const { shop } = makePayShop({ ledger, providers: [provider], ...more })
  shop.plans.set('now', { name: 'Pro', amount: 9900, charge: 'now' })
  return shop
}

async function open(shop: Shop, plan = 'now'): Promise<string> {
  const { id, launch } = await shop.as('alice').open(plan)
  const orderId = launch.provider === 'danal' ? launch.request.orderId : ''
  shop.answer = () => danalSuccess({ orderId })
  return id
}

const viewOf = async (response: Response): Promise<RegistrationView> => response.json()
const finish = async (shop: Shop, id: string): Promise<RegistrationView> =>
  viewOf(await shop.as('alice').complete(id, RETURN))
const read = async (shop: Shop, id: string): Promise<RegistrationView> =>
  viewOf(await shop.as('alice').request('GET', `/registrations/${id}`))

describe('a first payment after the key was issued', () => {
  it('is charged once with the registration, and told with it', async () => {
    const bank = makeBank()
    const told: unknown[] = []
    const shop = afterIssue(bank, undefined, {
      onIssued: ({ payment }) => void told.push(payment),
      onEvent: ({ type, payment }) => void told.push([type, payment?.state]),
    })
    const id = await open(shop)
    const view = await finish(shop, id)
    expect(view).toMatchObject({ state: 'issued', payment: { state: 'paid', amount: 9900 } })
    expect(view).not.toHaveProperty('error')
    expect(await finish(shop, id)).toEqual(view)
    expect(bank.calls).toEqual(['charge'])
    expect(await shop.billing.payment({ orderId: id })).toMatchObject({ state: 'paid', registrationId: id })
    expect(told).toMatchObject([
      { state: 'paid', amount: 9900 },
      ['registration.issued', 'paid'],
      ['payment.paid', 'paid'],
    ])
    shop.clock.now += DAY
    expect(await shop.billing.reconcile()).toMatchObject({ looked: 0, payments: 0 })
    const back = await shop.billing.cancelPayment({ orderId: id, reason: '청약 철회' })
    expect(back).toMatchObject({ state: 'cancelled' })
  })

  it('leaves the card registered when it is declined, says so, and has a way on', async () => {
    const bank = makeBank()
    bank.mood = 'decline'
    const shop = afterIssue(bank)
    const id = await open(shop)
    const view = await finish(shop, id)
    expect(view).toMatchObject({
      state: 'issued',
      paymentMethod: { kind: 'card' },
      payment: { state: 'declined', amount: 9900 },
      error: { code: 'payment_declined', retry: 'new' },
    })
    bank.mood = 'well'
    const paymentMethodId = view.paymentMethod?.id ?? ''
    const again = { paymentMethodId, orderId: id, orderName: 'Pro', amount: 9900, attempt: 2 }
    expect(await shop.billing.charge(again)).toMatchObject({ state: 'paid', attempt: 2 })
    const after = await read(shop, id)
    expect(after).toMatchObject({ state: 'issued', payment: { state: 'paid' } })
    expect(after).not.toHaveProperty('error')
    expect(bank.money()).toBe(9900)
  })

  it('is told as being found out when its answer is lost, and then as what it came to', async () => {
    const bank = makeBank()
    bank.mood = 'lose-answer'
    const shop = afterIssue(bank)
    const id = await open(shop)
    expect(await finish(shop, id)).toMatchObject({
      state: 'issued',
      payment: { state: 'uncertain' },
      error: { code: 'payment_uncertain' },
    })
    bank.mood = 'well'
    shop.clock.now += 2 * MINUTE
    await shop.billing.reconcile()
    expect(await read(shop, id)).toMatchObject({ payment: { state: 'paid' } })
    expect(bank.calls).toEqual(['charge', 'look charge'])
  })

  it('is not made where the merchant asked to register only', async () => {
    const bank = makeBank()
    const shop = afterIssue(bank)
    expect(await finish(shop, await open(shop, 'pro'))).not.toHaveProperty('payment')
    expect(bank.calls).toEqual([])
  })

  it('is not made from a card that came under another login', async () => {
    const bank = makeBank()
    const shop = afterIssue(bank)
    const id = await open(shop)
    await shop.as('victim').comeBack(id, RETURN.return)
    await finish(shop, id)
    await shop.billing.reconcile()
    expect(bank.calls).toEqual([])
  })

  it('waits while the provider is paused', async () => {
    const bank = makeBank()
    let text: string | undefined
    const shop = afterIssue(bank, undefined, { maintenance: { danal: () => text } })
    const id = await open(shop)
    text = '점검 중이에요.'
    expect(await finish(shop, id)).toMatchObject({ state: 'issued', payment: { state: 'uncertain' } })
    shop.clock.now += 2 * MINUTE
    await shop.billing.reconcile()
    expect(bank.calls).toEqual([])
    text = undefined
    shop.clock.now += 10 * MINUTE
    await shop.billing.reconcile()
    expect(await read(shop, id)).toMatchObject({ payment: { state: 'paid' } })
  })

  it('that is still to be made is made from its own card alone, whatever attempt is asked for', async () => {
    const bank = makeBank()
    let text: string | undefined
    const shop = afterIssue(bank, undefined, { maintenance: { danal: () => text } })
    const other = await registerCard(shop, 'alice', 'TX-other')
    const id = await open(shop)
    text = '점검 중이에요.'
    await finish(shop, id)
    text = undefined
    const order = { orderId: id, orderName: 'Pro', amount: 9900 }
    for (const attempt of [undefined, 1, 2]) {
      const asked = { ...order, paymentMethodId: other, ...(attempt && { attempt }) }
      await expect(shop.billing.charge(asked)).rejects.toMatchObject({ code: 'order_conflict' })
    }
    expect(bank.calls).toEqual([])
    const { paymentMethodId = '' } = (await shop.billing.payment({ orderId: id })) ?? {}
    expect(await shop.billing.charge({ ...order, paymentMethodId, attempt: 2 })).toMatchObject({
      state: 'paid',
      attempt: 1,
    })
  })

  it('is not made days later, when the pause is over', async () => {
    const bank = makeBank()
    let text: string | undefined
    const shop = afterIssue(bank, undefined, { maintenance: { danal: () => text } })
    const id = await open(shop)
    text = '점검 중이에요.'
    await finish(shop, id)
    text = undefined
    shop.clock.now += 2 * DAY
    await shop.billing.reconcile()
    expect(await read(shop, id)).toMatchObject({ state: 'issued', payment: { state: 'declined' } })
    expect(bank.calls).toEqual([])
  })

  it('is not made days later, when an outage is over', async () => {
    const bank = makeBank()
    const ledger = memoryLedger()
    const shop = afterIssue(bank, ledger)
    const id = await open(shop)
    const { answer } = shop
    shop.answer = () => new Promise(() => {})
    void shop.as('alice').complete(id, RETURN)
    await expect.poll(async () => (await ledger.attempts(id)).length).toBe(1)
    const [attempt] = await ledger.attempts(id)
    const body = new Secret(await (await answer('')).text())
    await ledger.landAnswer(attempt?.id ?? '', [{ operation: 'issue', status: 200, body }], shop.clock.now)
    shop.clock.now += 3 * DAY
    await shop.billing.reconcile()
    expect(await read(shop, id)).toMatchObject({ state: 'issued', payment: { state: 'declined' } })
    expect(bank.calls).toEqual([])
  })

  it('is made at most once, and told, wherever the server dies', async () => {
    const story = async (): Promise<CrashStory> => {
      const ledger = memoryLedger()
      const bank = makeBank()
      const server = (on?: DyingServer): Shop => {
        bank.onTheWay = () => on?.turn() ?? Promise.resolve()
        return afterIssue(bank, on?.ledger ?? ledger)
      }
      const first = server()
      const id = await open(first)
      return {
        ledger,
        async victim(dying) {
          const shop = server(dying)
          shop.answer = first.answer
          await shop.as('alice').complete(id, RETURN)
        },
        async afterwards() {
          const other = server()
          other.answer = first.answer
          for (const ms of [10 * MINUTE, 31 * MINUTE, DAY, DAY]) {
            other.clock.now += ms
            await other.billing.reconcile()
          }
          const view = await read(other, id)
          const charges = bank.calls.filter((call) => call === 'charge').length
          expect(charges).toBeLessThanOrEqual(1)
          expect(bank.money()).toBe(charges * 9900)
          if (charges === 1) expect(view).toMatchObject({ state: 'issued', payment: { state: 'paid' } })
          if (view.state === 'issued') expect(view.payment?.state).not.toBe('uncertain')
        },
      }
    }
    expect(await crashEverywhere(story)).toBeGreaterThan(12)
  }, 120_000)
})

describe('a first payment in the window', () => {
  async function paid(): Promise<{ shop: Shop; id: string; bank: Bank }> {
    const bank = makeBank()
    const shop = makeShop({ providers: [bankProvider(bank)] })
    shop.plans.set('now', { name: 'Pro', amount: 9900, charge: 'now' })
    const { id, launch } = await shop.as('alice').open('now')
    const orderId = launch.provider === 'danal' ? launch.request.orderId : ''
    shop.answer = () => danalSuccess({ orderId, authOnly: false, amount: '9900', transactionId: 'TX-1' })
    bank.orders.set(orderId, { name: 'Pro', amount: 9900, paid: true, cancelled: 0 })
    expect(await finish(shop, id)).toMatchObject({ state: 'issued', payment: { state: 'paid' } })
    return { shop, id, bank }
  }

  it('is a payment like any other: found, told and cancelled', async () => {
    const { shop, id, bank } = await paid()
    const known = { state: 'paid', amount: 9900, transactionId: 'TX-1' }
    expect(await shop.billing.payment({ orderId: id })).toMatchObject(known)
    expect((await shop.ledger.events(id)).map(({ type }) => type)).toContain('payment.paid')
    await shop.billing.cancelPayment({ orderId: id, reason: 'r' })
    expect(bank.calls).toEqual(['cancel'])
    expect(bank.money()).toBe(0)
  })

  it('is never charged again', async () => {
    const { shop, id, bank } = await paid()
    const payment = await shop.billing.payment({ orderId: id })
    const paymentMethodId = payment?.paymentMethodId ?? ''
    const order = { paymentMethodId, orderId: id, orderName: 'Pro', amount: 9900, attempt: 2 }
    expect(await shop.billing.charge(order)).toEqual(payment)
    shop.clock.now += DAY
    await shop.billing.reconcile()
    expect(bank.calls).toEqual([])
  })
})
