// A stolen return charges the order of the one it was stolen from: that order must not be charged again.
import { describe, expect, it } from 'vitest'
import type { RegistrationView } from '@billing-register/contract'
import type { Ledger } from '../ledger/ledger.ts'
import { memoryLedger } from '../ledger/memory.ts'
import { crashEverywhere, type CrashStory } from '../testing/crash.ts'
import { interleave, type Actor, type Scenario } from '../testing/interleave.ts'
import { danalSuccess, makeShop, type Shop } from '../testing/shop.ts'

const MINUTE = 60_000
const AMOUNT = 9900

/** A Danal that charges whatever order the window of a transaction was opened for, however often it is asked. */
interface Pg {
  /** Transaction → the order that its window was opened with. */
  readonly windows: Map<string, string>
  /** Orders in the order in which they were charged. */
  readonly charged: string[]
  /** What its answers say beside, or instead of, what they say by themselves. */
  answers: Record<string, unknown>
}

interface World {
  readonly ledger: Ledger
  readonly pg: Pg
  readonly victim: string
  readonly thief: string
  server(on?: Ledger, turn?: () => Promise<void>): Shop
}

const bring = (transactionId: string): object => ({ return: { code: 'SUCCESS', transactionId } })

function serverOf(ledger: Ledger, pg: Pg, turn = async (): Promise<void> => {}): Shop {
  const shop = makeShop({ ledger })
  shop.plans.set('pro', { name: 'Pro', amount: AMOUNT, charge: 'now' })
  shop.answer = async (transactionId) => {
    const orderId = pg.windows.get(transactionId)
    if (orderId === undefined) return Response.json({ code: '1104', message: 'no such transaction' })
    pg.charged.push(orderId)
    await turn()
    const told = { orderId, transactionId: `PAID-${transactionId}`, authOnly: false, amount: `${AMOUNT}` }
    return danalSuccess({ ...told, billingKey: `KEY-${transactionId}`, ...pg.answers })
  }
  return shop
}

/** The victim walks two windows of one launch, TX-one and TX-two; the thief opens a registration of their own. */
async function makeWorld(): Promise<World> {
  const ledger = memoryLedger()
  const pg: Pg = { windows: new Map(), charged: [], answers: {} }
  const shop = serverOf(ledger, pg)
  const { id: victim, launch } = await shop.as('alice').open()
  const { id: thief } = await shop.as('mallory').open()
  const orderId = launch.provider === 'danal' ? launch.request.orderId : ''
  for (const transaction of ['TX-one', 'TX-two']) pg.windows.set(transaction, orderId)
  return { ledger, pg, victim, thief, server: (on = ledger, turn) => serverOf(on, pg, turn) }
}

const steal = (world: World, shop = world.server()): Promise<Response> =>
  shop.as('mallory').complete(world.thief, bring('TX-one'))

const finish = async (world: World, transaction: string, shop = world.server()): Promise<RegistrationView> =>
  (await shop.as('alice').complete(world.victim, bring(transaction))).json()

const told = async ({ ledger, victim }: World): Promise<unknown[]> =>
  (await ledger.events(victim)).filter(({ type }) => type === 'charge.misdirected')

const STOPPED = { state: 'uncertain', canRetry: false, error: { code: 'outcome_unknown' } }

describe('an order that was charged by a call made for another registration', () => {
  it('is not charged again by its own return, and its customer is told that it is being checked', async () => {
    const world = await makeWorld()
    await steal(world)
    expect(await finish(world, 'TX-two')).toMatchObject(STOPPED)
    expect(world.pg.charged).toHaveLength(1)
    expect(await world.ledger.paymentMethods('alice')).toEqual([])
  })

  it('is told to the operator with both registrations and the transaction to give back', async () => {
    const world = await makeWorld()
    const shop = world.server()
    await steal(world, shop)
    const detail = { registration: world.thief }
    expect(await told(world)).toMatchObject([{ by: 'server', detail }])
    expect(shop.logs).toContainEqual(
      expect.objectContaining({ level: 'error', event: 'charge_misdirected', registrationId: world.victim }),
    )
    const [delivery] = await world.ledger.takeDeliveries(Date.now(), Date.now(), 9, world.victim)
    expect(delivery?.event.type).toBe('registration.uncertain')
    const operator = await shop.billing.operator()
    expect(await operator.registration(world.victim)).toMatchObject({
      state: 'uncertain',
      strayCharges: [{ registrationId: world.thief, transactionId: 'PAID-TX-one' }],
    })
    expect(await operator.registration(world.thief)).toMatchObject({
      state: 'suspended',
      reason: { mismatches: ['orderId'], otherRegistration: world.victim },
    })
    expect(await operator.transactions(world.victim)).toContain('PAID-TX-one')
    // What the PG may be asked by stands in no event and no log.
    expect(JSON.stringify([await world.ledger.events(world.victim), shop.logs])).not.toContain('PAID-TX-one')
  })

  it.each(['returned', 'cancelled', 'declined', 'expired'] as const)(
    'is stopped where it is %s',
    async (state) => {
      const world = await makeWorld()
      const current = await world.ledger.find(world.victim)
      if (!current) throw new Error('no victim')
      await world.ledger.replace(current, { ...current, state, version: 2 }, { events: [] })
      await steal(world)
      expect(await finish(world, 'TX-two')).toMatchObject(STOPPED)
      expect(world.pg.charged).toHaveLength(1)
    },
  )

  it('stays stopped, is told once, and is looked at less and less, until a person settles it', async () => {
    const world = await makeWorld()
    await steal(world)
    const shop = world.server()
    for (const minutes of [2, 40, 25 * 60, 25 * 60]) {
      shop.clock.now += minutes * MINUTE
      await shop.billing.reconcile()
      expect((await world.ledger.find(world.victim))?.state).toBe('uncertain')
    }
    expect((await shop.billing.reconcile()).looked).toBe(0)
    expect(await told(world)).toHaveLength(1)
    const operator = await shop.billing.operator()
    await operator.resolve(world.victim, { outcome: 'none', by: 'kim', note: 'PAID-TX-one was given back' })
    await finish(world, 'TX-two', shop)
    expect(await world.ledger.find(world.victim)).toMatchObject({ state: 'declined' })
    expect(world.pg.charged).toHaveLength(1)
  })

  it('keeps its own card, and the second payment is told, where it was issued already', async () => {
    const world = await makeWorld()
    expect(await finish(world, 'TX-two')).toMatchObject({ state: 'issued' })
    await steal(world)
    expect(await told(world)).toHaveLength(1)
    expect((await world.ledger.find(world.victim))?.state).toBe('issued')
    expect(await world.ledger.paymentMethods('alice')).toMatchObject([{ state: 'active' }])
  })

  it('is not called declined where its own call, under way meanwhile, is refused', async () => {
    const world = await makeWorld()
    const shop = world.server()
    let refuse = (_response: Response): void => {}
    shop.answer = () => new Promise<Response>((resolve) => (refuse = resolve))
    const own = finish(world, 'TX-two', shop)
    await expect.poll(() => shop.issued).toEqual(['TX-two'])
    await steal(world)
    refuse(Response.json({ code: '3122', message: 'refused' }))
    expect(await own).toMatchObject(STOPPED)
    expect((await world.ledger.find(world.victim))?.leaseUntil).toBeUndefined()
    expect(await finish(world, 'TX-two', shop)).toMatchObject(STOPPED)
  })

  it('goes on where the answer says that nothing was charged', async () => {
    const world = await makeWorld()
    world.pg.answers = { authOnly: true }
    await steal(world)
    expect(await told(world)).toEqual([])
    world.pg.answers = {}
    expect(await finish(world, 'TX-two')).toMatchObject({ state: 'issued' })
  })

  it('is stopped also by an answer without a key that names it', async () => {
    const world = await makeWorld()
    world.pg.answers = { billingKey: undefined }
    await steal(world)
    expect(await finish(world, 'TX-two')).toMatchObject(STOPPED)
    expect(await told(world)).toHaveLength(1)
    const { strayCharges } = (await world.ledger.find(world.victim)) ?? {}
    expect(strayCharges).toMatchObject([{ transactionId: 'PAID-TX-one' }])
  })

  it('concerns nobody where the order is not one of ours', async () => {
    const world = await makeWorld()
    world.pg.answers = { orderId: 'of-another-shop' }
    await steal(world)
    expect((await world.ledger.find(world.victim))?.state).toBe('open')
  })
})

describe('where the PG does not say which order it charged', () => {
  const silent = async (): Promise<World> => {
    const world = await makeWorld()
    world.pg.answers = { orderId: undefined }
    return world
  }

  it("stops a registration one of whose own returns was issued in somebody else's", async () => {
    const world = await silent()
    await steal(world)
    const shop = world.server()
    await shop.as('alice').comeBack(world.victim, { code: 'SUCCESS', transactionId: 'TX-one' })
    expect(await finish(world, 'TX-two', shop)).toMatchObject(STOPPED)
    expect(world.pg.charged).toHaveLength(1)
    expect(await told(world)).toMatchObject([{ detail: { registration: world.thief } }])
  })

  it('stops it also where that return came to its door without a login', async () => {
    const world = await silent()
    await steal(world)
    const shop = world.server()
    await shop.as(null).comeBack(world.victim, { code: 'SUCCESS', transactionId: 'TX-one' })
    expect(await finish(world, 'TX-two', shop)).toMatchObject(STOPPED)
  })

  it('is not charged by a return that stands at its door, brought elsewhere once it is paid', async () => {
    const world = await silent()
    const shop = world.server()
    await shop.as(null).comeBack(world.victim, { code: 'SUCCESS', transactionId: 'TX-one' })
    expect(await finish(world, 'TX-two', shop)).toMatchObject({ state: 'issued' })
    const theft = await steal(world, shop)
    expect(await theft.json()).toMatchObject({ state: 'declined', error: { code: 'return_refused' } })
    expect(world.pg.charged).toHaveLength(1)
    expect((await world.ledger.events(world.thief)).at(-2)).toMatchObject({
      type: 'claim.refused',
      detail: { why: 'of_another_registration' },
    })
  })

  it('waits while that call is still under way, and goes on when it was refused', async () => {
    const world = await silent()
    const shop = world.server()
    let refuse = (_response: Response): void => {}
    shop.answer = () => new Promise<Response>((resolve) => (refuse = resolve))
    const theft = steal(world, shop)
    await expect.poll(() => shop.issued).toEqual(['TX-one'])
    await world.server().as('alice').comeBack(world.victim, { code: 'SUCCESS', transactionId: 'TX-one' })
    const waiting = await world.server().as('alice').complete(world.victim, bring('TX-two'))
    expect([waiting.status, waiting.headers.get('retry-after')]).toEqual([202, '2'])
    expect(await waiting.json()).toMatchObject({ state: 'issuing' })
    expect((await world.ledger.find(world.victim))?.state).toBe('returned')
    refuse(Response.json({ code: '3122', message: 'refused' }))
    await theft
    expect(await finish(world, 'TX-two')).toMatchObject({ state: 'issued' })
  })

  it('leaves a browser that waits the cookie by which it brought its return', async () => {
    const world = await silent()
    const shop = world.server()
    let refuse = (_response: Response): void => {}
    shop.answer = () => new Promise<Response>((resolve) => (refuse = resolve))
    const theft = steal(world, shop)
    await expect.poll(() => shop.issued).toEqual(['TX-one'])
    const open = world.server()
    const door = await open.as(null).comeBack(world.victim, { code: 'SUCCESS', transactionId: 'TX-one' })
    const [cookie = ''] = door.headers.getSetCookie()[0]?.split(';') ?? []
    const finishing = (): Promise<Response> =>
      open.billing.fetch(
        new Request(`https://shop.example/billing/registrations/${world.victim}/complete`, {
          method: 'POST',
          headers: {
            origin: 'https://shop.example',
            'content-type': 'application/json',
            cookie: `user=alice; ${cookie}`,
          },
          body: '{}',
        }),
      )
    const waiting = await finishing()
    expect([waiting.status, waiting.headers.getSetCookie()]).toEqual([202, []])
    refuse(Response.json({ code: '3122', message: 'refused' }))
    await theft
    expect((await finishing()).status).toBe(200)
    expect((await world.ledger.events(world.victim)).at(-1)?.type).not.toBe('registration.opened')
  })

  it('stops it also where nobody knows what came of that call', async () => {
    const world = await silent()
    const shop = world.server()
    shop.answer = () => Promise.reject(new TypeError('cut'))
    await steal(world, shop)
    expect(await finish(world, 'TX-one')).toMatchObject(STOPPED)
    // A return that nobody has used yet is as good as a key: it is in no event and no log.
    const said = JSON.stringify([await world.ledger.events(world.victim), shop.logs])
    expect(said).not.toContain('TX-one')
  })

  it("does not stop the one that brings somebody else's return when the answer names its true order", async () => {
    const world = await makeWorld()
    expect(await finish(world, 'TX-one')).toMatchObject({ state: 'issued' })
    const theft = await steal(world)
    expect(await theft.json()).toMatchObject({ state: 'declined', error: { code: 'return_refused' } })
  })
})

describe('whatever happens in between', () => {
  it('never ends as a refusal, and every second charge is told', async () => {
    let world = await makeWorld()
    const stealing: Actor = async (ledger, turn) => void (await steal(world, world.server(ledger, turn)))
    const finishing: Actor = async (ledger, turn) =>
      void (await finish(world, 'TX-two', world.server(ledger, turn)))
    const make = (): Scenario => ({
      ledger: world.ledger,
      actors: [stealing, finishing],
      async check() {
        const { state } = (await world.ledger.find(world.victim)) ?? {}
        expect(state).toBe(world.pg.charged.length === 2 ? 'issued' : 'uncertain')
        expect(await told(world)).toHaveLength(1)
        world = await makeWorld()
      },
    })
    expect(await interleave(make, 2)).toBeGreaterThan(200)
  }, 300_000)

  it('is found out by whoever comes next, wherever the server died that had charged it', async () => {
    const story = async (): Promise<CrashStory> => {
      const world = await makeWorld()
      return {
        ledger: world.ledger,
        victim: (dying) => steal(world, world.server(dying.ledger, dying.turn)),
        async afterwards() {
          const other = world.server()
          other.clock.now += 10 * MINUTE
          await other.billing.reconcile()
          const landed = (await world.ledger.attempts(world.thief)).some((one) => one.exchanges)
          const { state } = await finish(world, 'TX-two', other)
          expect(state).toBe(landed ? 'uncertain' : 'issued')
          expect(await told(world)).toHaveLength(landed ? 1 : 0)
        },
      }
    }
    expect(await crashEverywhere(story)).toBeGreaterThan(8)
  }, 300_000)
})
