// A webhook that says that a key was deleted is followed until that is known, whatever comes between.
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { makeWebhookShop, type WebhookShop } from '../../test/webhook-shop.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { crashEverywhere, type CrashStory } from '../testing/crash.ts'
import { interleave } from '../testing/interleave.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

interface Registered extends WebhookShop {
  readonly id: string
  /** The PG deletes the key at its console, and does not say so. */
  readonly deleteAtPg: () => Promise<void>
  /** The webhook about it, as the PG would send it. */
  readonly webhook: () => Request
  readonly state: () => Promise<string | undefined>
}

async function registered(provider: 'toss' | 'portone-v2'): Promise<Registered> {
  const world = makeWebhookShop()
  const { shop, simulator, clock } = world
  const id = await world.register(provider)
  world.delivers = false
  const [method] = await shop.ledger.paymentMethods('alice')
  const billingKey = method?.key.reveal() ?? ''
  const { webhookSecret, apiSecret } = simulator.credentials['portone-v2']
  const body = JSON.stringify(
    provider === 'toss'
      ? { eventType: 'BILLING_DELETED', data: { billingKey } }
      : { type: 'BillingKey.Deleted', data: { storeId: 'store-simulator', billingKey } },
  )
  return Object.assign(world, {
    id,
    async deleteAtPg() {
      await simulator.fetch(`https://pg.example/portone-v2/billing-keys/${billingKey}`, {
        method: 'DELETE',
        headers: { authorization: `PortOne ${apiSecret}` },
      })
    },
    webhook() {
      const headers = {
        'webhook-id': 'msg_1',
        'webhook-timestamp': String(Math.floor(clock.now / 1000)),
        'webhook-signature': new Webhook(webhookSecret).sign('msg_1', new Date(clock.now), body),
      }
      const url = `https://shop.example/billing/webhooks/${provider}`
      return new Request(url, { method: 'POST', body, headers: provider === 'toss' ? {} : headers })
    },
    state: async () => (await shop.ledger.charges.method(id))?.state,
  })
}

async function send(world: Registered): Promise<void> {
  expect((await world.shop.billing.fetch(world.webhook())).status).toBe(200)
  await world.settled()
}

const faulty = ({ simulator }: Registered, times: number): Promise<Response> =>
  simulator.fetch('https://pg.example/control/faults', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ provider: 'portone-v2', operation: 'lookup', fault: 'http-500', times }),
  })

describe('that a key was deleted', () => {
  it('is found out ten seconds later where PortOne has just been asked', async () => {
    const world = await registered('portone-v2')
    await send(world)
    expect(await world.state()).toBe('active')
    await world.deleteAtPg()
    world.clock.now += 1000
    await send(world)
    expect(await world.state()).toBe('active')
    world.clock.now += 10_000
    await world.shop.billing.reconcile()
    expect(await world.state()).toBe('suspended')
  })

  it('is asked again where PortOne did not tell, and given up in the end', async () => {
    const world = await registered('portone-v2')
    await world.deleteAtPg()
    await faulty(world, 1)
    await send(world)
    expect(await world.state()).toBe('active')
    world.clock.now += 2 * MINUTE
    await world.shop.billing.reconcile()
    expect(await world.state()).toBe('suspended')
    expect((await world.shop.ledger.charges.method(world.id))?.lookAt).toBeUndefined()
    const never = await registered('portone-v2')
    await faulty(never, 100)
    await send(never)
    for (const ms of [2 * MINUTE, 31 * MINUTE, DAY, DAY, DAY]) {
      never.clock.now += ms
      await never.shop.billing.reconcile()
    }
    expect(await never.shop.ledger.charges.method(never.id)).toMatchObject({
      state: 'active',
      lookAt: undefined,
      saidGone: undefined,
    })
  })

  it('changes nothing for a key that is alive, and leaves nothing to look at', async () => {
    const world = await registered('portone-v2')
    await send(world)
    expect(await world.shop.ledger.charges.method(world.id)).toMatchObject({
      state: 'active',
      lookAt: undefined,
      saidGone: undefined,
    })
  })

  it.each(['toss', 'portone-v2'] as const)(
    'at %s is not forgotten by a server that dies after its answer',
    async (provider) => {
      const story = async (): Promise<CrashStory> => {
        const world = await registered(provider)
        await world.deleteAtPg()
        let taken = false
        return {
          ledger: world.shop.ledger,
          async victim({ ledger }) {
            const { billing } = world.another(ledger)
            taken = (await billing.fetch(world.webhook())).status === 200
            await billing.drain()
          },
          async afterwards() {
            world.clock.now += 2 * MINUTE
            await world.another().billing.reconcile()
            expect(!taken || (await world.state()) === 'suspended').toBe(true)
          },
        }
      }
      expect(await crashEverywhere(story)).toBeGreaterThan(2)
    },
  )

  it('is found out also where it happened while PortOne was asked about the webhook before', async () => {
    let world = await registered('portone-v2')
    const runs = await interleave(() => {
      const current = world
      const { another, webhook } = current
      const take = async (ledger: Ledger): Promise<void> => {
        const { billing } = another(ledger)
        expect((await billing.fetch(webhook())).status).toBe(200)
        await billing.drain()
      }
      return {
        ledger: current.shop.ledger,
        actors: [
          take,
          async (ledger, turn) => {
            await turn()
            await current.deleteAtPg()
            await take(ledger)
          },
        ],
        async check() {
          current.clock.now += 2 * MINUTE
          await another().billing.reconcile()
          expect(await current.state()).toBe('suspended')
          world = await registered('portone-v2')
        },
      }
    }, 1)
    expect(runs).toBeGreaterThan(5)
  })
})
