// A second visit to a window makes a second key: whatever else is written at that moment, it is put aside and revoked.
import { createSimulator } from '@billing-register/simulator'
import { expect, it } from 'vitest'
import { PROVIDERS } from '../../test/simulated-providers.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { memoryLedger } from '../ledger/memory.ts'
import { makeShop } from '../testing/shop.ts'
import { walkWindow } from '../testing/simulated-windows.ts'

const HOUR = 60 * 60_000

it('finds the other key although somebody else writes the registration meanwhile', async () => {
  const simulator = createSimulator({ seed: 1, quirks: { latency: [0, 0] } })
  const provider = await PROVIDERS['portoneV2, the key in the browser']?.make(simulator, {})
  if (!provider) throw new Error('no such provider')
  const http: typeof fetch = (input, init) => simulator.fetch(input, init)
  const memory = memoryLedger()
  let disturbed = 0
  const ledger: Ledger = {
    ...memory,
    async replace(before, next, effects) {
      if (effects.paymentMethod?.state === 'surplus' && disturbed === 0) {
        disturbed += 1
        await memory.replace(before, { ...before, version: before.version + 1 }, { events: [] })
      }
      return memory.replace(before, next, effects)
    },
  }
  const shop = makeShop({ providers: [provider], fetch: http, ledger })
  const alice = shop.as('alice')
  const { id, launch } = await alice.open()
  await walkWindow(http, launch, 'approve')
  const brought = await walkWindow(http, launch, 'approve')
  const done = await alice.complete(id, { clickedMsAgo: 1, return: brought })
  expect(await done.json()).toMatchObject({ state: 'issued' })
  expect(simulator.truth.keys).toHaveLength(2)
  for (const _ of [1, 2]) {
    shop.clock.now += HOUR + 1
    await shop.billing.reconcile()
  }
  expect(disturbed).toBe(1)
  const states = (await shop.ledger.paymentMethods('alice')).map(({ state }) => state)
  expect(states.toSorted()).toEqual(['active', 'revoked'])
  expect(simulator.truth.keys.filter(({ revoked }) => !revoked)).toHaveLength(1)
})
