// A window that its customer left: where the window makes the key and there is none, the registration has an end.
import { createSimulator } from '@billing-register/simulator'
import { describe, expect, it } from 'vitest'
import { PROVIDERS } from '../../test/simulated-providers.ts'
import { makeShop, type Shop } from '../testing/shop.ts'
import { walkWindow } from '../testing/simulated-windows.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

async function shopAt(name: string): Promise<{ shop: Shop; http: typeof fetch }> {
  const simulator = createSimulator({ seed: 1, quirks: { latency: [0, 0] } })
  const provider = await PROVIDERS[name]?.make(simulator, {})
  if (!provider) throw new Error(`no ${name}`)
  const http: typeof fetch = (input, init) => simulator.fetch(input, init)
  return { shop: makeShop({ providers: [provider], fetch: http }), http }
}

async function looks(shop: Shop): Promise<void> {
  for (const ms of [2 * MINUTE, 31 * MINUTE, DAY, DAY]) {
    shop.clock.now += ms
    await shop.billing.reconcile()
  }
}

describe.each(['portoneV1, Danal by channel key', 'portoneV2, the key in the browser'])(
  'a window of %s that made no key',
  (name) => {
    it('expires when its customer never comes back', async () => {
      const { shop } = await shopAt(name)
      const { id } = await shop.as('alice').open()
      await looks(shop)
      expect(await shop.ledger.find(id)).toMatchObject({ state: 'expired', looks: 1 })
    })

    it('stays cancelled when its customer said so', async () => {
      const { shop, http } = await shopAt(name)
      const alice = shop.as('alice')
      const { id, launch } = await alice.open()
      await alice.request('POST', `/registrations/${id}/opened`, { body: { clickedMsAgo: 1 } })
      await alice.complete(id, { return: await walkWindow(http, launch, 'cancel') })
      await looks(shop)
      expect(await shop.ledger.find(id)).toMatchObject({ state: 'cancelled' })
    })
  },
)
