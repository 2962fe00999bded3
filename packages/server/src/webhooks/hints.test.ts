// A webhook that is not followed at once is followed until the PG has told, whatever comes between.
import { describe, expect, it } from 'vitest'
import { NEXT_LOOK_MS, PROVIDERS, paidAt, toldOf, type Paid } from '../../test/console.ts'
import { crashEverywhere, type CrashStory } from '../testing/crash.ts'
import { interleave } from '../testing/interleave.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** What the PG does with the next look-ups. */
const faultAt = (
  { simulator }: Paid,
  provider: (typeof PROVIDERS)[number],
  fault: string,
  times = 1,
): Promise<Response> =>
  simulator.fetch('https://pg.example/control/faults', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ provider, operation: 'lookup', fault, times }),
  })

describe.each(PROVIDERS)('a webhook of %s that is not followed at once', (provider) => {
  /** How often the PG was asked about the payment. */
  const looks = ({ asked, payment: { pgOrderId, transactionId = '' } }: Paid): number =>
    asked.filter((path) => path.includes(pgOrderId) || path.includes(transactionId)).length

  it('because another has just been is followed by the next reconciliation, once', async () => {
    const world = await paidAt(provider)
    await world.atConsole(900)
    await world.atConsole(100, 1000)
    expect(await world.now()).toMatchObject({ cancelledAmount: 900 })
    const before = looks(world)
    expect(before).toBeGreaterThan(0)
    await world.shop.billing.reconcile()
    expect(looks(world)).toBe(before)
    world.clock.now += NEXT_LOOK_MS
    await world.shop.billing.reconcile()
    expect(await world.now()).toMatchObject({ cancelledAmount: 1000 })
    const after = looks(world)
    expect(after).toBeGreaterThan(before)
    world.clock.now += DAY
    await world.shop.billing.reconcile()
    expect(looks(world)).toBe(after)
  })

  it.each(['http-500', 'drop-response', 'not-json'])(
    'to an answer, because of %s, is followed until the PG tells',
    async (fault) => {
      const world = await paidAt(provider)
      await faultAt(world, provider, fault)
      await world.atConsole(900)
      expect(await world.now()).toMatchObject({ cancelledAmount: 0 })
      world.clock.now += 2 * MINUTE
      await world.shop.billing.reconcile()
      expect(await world.now()).toMatchObject({ cancelledAmount: 900 })
      expect(await toldOf(world)).toEqual([['pg', 'pg:900', '900']])
    },
  )

  it('is given up where the PG never tells, until the next one', async () => {
    const world = await paidAt(provider)
    await faultAt(world, provider, 'http-500', 100)
    await world.atConsole(900)
    for (const ms of [2 * MINUTE, 31 * MINUTE, DAY, DAY, DAY]) {
      world.clock.now += ms
      await world.shop.billing.reconcile()
    }
    const before = looks(world)
    world.clock.now += 30 * DAY
    await world.shop.billing.reconcile()
    expect(looks(world)).toBe(before)
    await world.simulator.fetch('https://pg.example/control/faults', { method: 'DELETE' })
    await world.atConsole(100)
    expect(await world.now()).toMatchObject({ cancelledAmount: 1000 })
  })

  it('because the server died after its answer is followed by another one, wherever that was', async () => {
    const story = async (): Promise<CrashStory> => {
      const world = await paidAt(provider)
      world.delivers = false
      await world.atConsole(900)
      const webhook = world.sent.findLast(({ url }) => url.endsWith(provider))
      let taken = false
      return {
        ledger: world.shop.ledger,
        async victim({ ledger }) {
          const { billing } = world.another(ledger)
          const answer = await billing.fetch(new Request(webhook?.url ?? '', webhook?.init))
          taken = answer.status === 200
          await billing.drain()
        },
        async afterwards() {
          world.clock.now += 2 * MINUTE
          await world.another().billing.reconcile()
          const { cancelledAmount } = (await world.now()) ?? {}
          expect(!taken || cancelledAmount === 900).toBe(true)
        },
      }
    }
    expect(await crashEverywhere(story)).toBeGreaterThan(4)
  })
})

describe.each(PROVIDERS)('a webhook of %s that comes while we give money back', (provider) => {
  it('leaves the ledger with what went back at the PG, in whatever order the two go on', async () => {
    const prepare = async (): Promise<Paid> => {
      const world = await paidAt(provider)
      world.delivers = false
      await world.atConsole(900)
      return world
    }
    let world = await prepare()
    const runs = await interleave(() => {
      const current = world
      const webhook = current.sent.findLast(({ url }) => url.endsWith(provider))
      return {
        ledger: current.shop.ledger,
        actors: [
          async (ledger) => {
            const { billing } = current.another(ledger)
            await billing.fetch(new Request(webhook?.url ?? '', webhook?.init))
            await billing.drain()
          },
          async (ledger) => {
            const part = { orderId: 'order-1', amount: 1000, cancelId: 'r1', reason: '환불' }
            await current.another(ledger).billing.cancelPayment(part)
          },
        ],
        async check() {
          for (const ms of [2 * MINUTE, 31 * MINUTE, DAY]) {
            current.clock.now += ms
            await current.another().billing.reconcile()
          }
          const [money] = current.simulator.truth.payments
          const { cancelledAmount, cancellations = [] } = (await current.now()) ?? {}
          // Ours was refused, because it named what we thought was left: a person looks.
          const unsettled = cancellations.some(({ state }) => state === 'uncertain')
          expect(unsettled || cancelledAmount === money?.cancelled).toBe(true)
          expect(cancelledAmount).toBeLessThanOrEqual(money?.cancelled ?? 0)
          world = await prepare()
        },
      }
    }, 1)
    expect(runs).toBeGreaterThan(10)
  }, 120_000)
})
