// Going on where somebody stopped: how long they are waited for, and what their answer, once written down, is worth.
import { describe, expect, it } from 'vitest'
import type { RegistrationView } from '@billing-register/contract'
import type { Ledger } from '../ledger/ledger.ts'
import { memoryLedger } from '../ledger/memory.ts'
import { toss } from '../providers/toss/index.ts'
import type { ServerProvider } from '../providers/provider.ts'
import { danal } from '../providers/danal/index.ts'
import { Secret } from '../secret.ts'
import { danalSuccess, makeShop, TEST_KEYS, type Shop, type Visitor } from '../testing/shop.ts'

const DANAL = danal(TEST_KEYS)
const TOSS = toss({ clientKey: 'test_ck_a', secretKey: 'test_sk_a' })
const SUCCESS = { code: 'SUCCESS', transactionId: 'TX-1' }

/** A server that dies in the middle of its calls. `calls` counts those that it made, and the PG's answers never come. */
interface World {
  readonly shop: Shop
  readonly alice: Visitor
  readonly id: string
  readonly customerKey: string
  readonly calls: () => number
  /** Makes a call that is never answered. */
  call(body: object): Promise<void>
  /** What the customer is told now. */
  look(): Promise<RegistrationView>
  /** Writes the answer of the last call down, as the server did before it died. */
  land(body: string): Promise<void>
}

async function makeWorld(provider: ServerProvider, ledger: Ledger = memoryLedger()): Promise<World> {
  let calls = 0
  let arrived = (): void => {}
  const shop = makeShop({
    providers: [provider],
    ledger,
    fetch: () => {
      calls += 1
      arrived()
      return new Promise<Response>(() => {})
    },
  })
  const alice = shop.as('alice')
  const { id, launch } = await alice.open()
  const look = async (): Promise<RegistrationView> => (await alice.complete(id)).json()
  return {
    shop,
    alice,
    id,
    customerKey: launch.provider === 'toss' ? launch.customerKey : '',
    calls: () => calls,
    async call(body) {
      const called = new Promise<void>((resolve) => (arrived = resolve))
      void alice.complete(id, body)
      await called
    },
    look,
    async land(body) {
      const attempt = (await ledger.attempts(id)).at(-1)
      const exchange = { operation: 'issue', status: 200, body: new Secret(body) } as const
      await ledger.landAnswer(attempt?.id ?? '', [exchange], shop.clock.now)
    },
  }
}

const success = (): Promise<string> => danalSuccess().text()

describe('a call that is under way', () => {
  it('is waited for as long as it belongs to whoever made it, and not a millisecond longer', async () => {
    const { shop, id, call, look } = await makeWorld(DANAL)
    await call({ return: SUCCESS })
    const until = (await shop.ledger.find(id))?.leaseUntil ?? 0
    expect(until).toBe(shop.clock.now + 75_000)
    shop.clock.now = until - 1
    expect(await look()).toMatchObject({ state: 'issuing' })
    shop.clock.now = until
    expect(await look()).toMatchObject({ state: 'uncertain', error: { code: 'outcome_unknown' } })
    expect(await shop.ledger.find(id)).toMatchObject({
      state: 'uncertain',
      uncertainSince: until,
      leaseUntil: undefined,
      reason: { code: 'outcome_unknown' },
    })
  })

  it('is lost by the request of the customer who found out, and by no other', async () => {
    const { shop, id, call, look } = await makeWorld(DANAL)
    await call({ return: SUCCESS })
    shop.clock.now += 75_000
    await look()
    expect((await shop.ledger.events(id)).at(-1)).toMatchObject({
      type: 'registration.uncertain',
      by: 'customer',
      detail: { code: 'outcome_unknown' },
    })
  })

  it('is not lost where its answer is written at that very moment', async () => {
    const memory = memoryLedger()
    let world: World | undefined
    const ledger: Ledger = {
      ...memory,
      async replace(from, next, effects) {
        if (next.state === 'uncertain' && world) {
          const { land, look } = world
          world = undefined
          await land(await success())
          expect(await look()).toMatchObject({ state: 'issued' })
        }
        return memory.replace(from, next, effects)
      },
    }
    const { shop, call, look, ...rest } = await makeWorld(DANAL, ledger)
    await call({ return: SUCCESS })
    shop.clock.now += 75_000
    world = { shop, call, look, ...rest }
    expect(await look()).toMatchObject({ state: 'issued' })
    expect(rest.calls()).toBe(1)
  })
})

describe('an answer that was written down before its server died', () => {
  it('settles the registration without another call', async () => {
    const { shop, call, calls, land, look } = await makeWorld(DANAL)
    await call({ return: SUCCESS })
    await land(await success())
    expect(await look()).toMatchObject({ state: 'issuing' })
    shop.clock.now += 75_000
    expect(await look()).toMatchObject({ state: 'issued' })
    expect(calls()).toBe(1)
    expect(await shop.ledger.paymentMethods('alice')).toMatchObject([{ state: 'active' }])
  })

  it('settles one that is uncertain, too, where the call was repeated', async () => {
    const { shop, customerKey, call, calls, land, look } = await makeWorld(TOSS)
    const body = { return: { authKey: 'auth-1', customerKey } }
    await call(body)
    shop.clock.now += 75_000
    await call(body)
    const answer = { customerKey, method: '카드', billingKey: 'bk=', card: { issuerCode: '61' } }
    await land(JSON.stringify(answer))
    shop.clock.now += 75_000
    expect(await look()).toMatchObject({ state: 'issued' })
    expect(calls()).toBe(2)
  })

  it('settles one that was given up, at a PG that cannot be asked', async () => {
    const { shop, call, calls, land, look } = await makeWorld(DANAL)
    await call({ return: SUCCESS })
    shop.clock.now += 75_000
    expect(await look()).toMatchObject({ state: 'uncertain' })
    await land(await success())
    expect(await look()).toMatchObject({ state: 'issued' })
    expect(calls()).toBe(1)
  })
})

describe('a refusal that was settled', () => {
  it('is not settled again: the next return is tried', async () => {
    const shop = makeShop()
    shop.answer = (id) =>
      id === 'TX-1' ? danalSuccess() : Response.json({ code: '1104', message: 'x' }, { status: 400 })
    const alice = shop.as('alice')
    const { id } = await alice.open()
    const junk = { return: { code: 'SUCCESS', transactionId: 'JUNK' } }
    expect(await (await alice.complete(id, junk)).json()).toMatchObject({ state: 'declined' })
    const done = await alice.complete(id, { return: SUCCESS })
    expect(await done.json()).toMatchObject({ state: 'issued' })
    expect(shop.issued).toEqual(['JUNK', 'TX-1'])
  })
})

describe('an outcome that is not known', () => {
  it('stays so at a PG that cannot be asked, also where no call of its own was ever made', async () => {
    const { shop, alice, id, calls } = await makeWorld(DANAL)
    const open = await shop.ledger.find(id)
    if (!open) throw new Error('nothing was opened')
    const uncertain = { ...open, state: 'uncertain', version: open.version + 1 } as const
    await shop.ledger.replace(open, uncertain, { events: [] })
    const answer = await alice.complete(id, { return: SUCCESS })
    expect(await answer.json()).toMatchObject({ state: 'uncertain' })
    expect(await shop.ledger.find(id)).toEqual(uncertain)
    expect(calls()).toBe(0)
  })
})
