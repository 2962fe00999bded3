// A typed card lives in one process: what others, who do not hold it, make of its registration.
import type { RegistrationView } from '@billing-register/contract'
import { createSimulator } from '@billing-register/simulator'
import { expect, it, vi } from 'vitest'
import { fillIn } from '../../form/fill-in.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { memoryLedger } from '../ledger/memory.ts'
import { portoneV2 } from '../providers/portone-v2/index.ts'
import { toss } from '../providers/toss/index.ts'
import { makeShop, type Shop } from '../testing/shop.ts'

const SEALING_KEYS = `k1:${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))}`
const CARD = {
  number: '4111111111111111',
  expiryYear: '39',
  expiryMonth: '07',
  identity: '900101',
  password: '12',
}

async function register(shop: Shop): Promise<RegistrationView> {
  const alice = shop.as('alice')
  const { id, launch } = await alice.open('pro', { mode: 'card-form' })
  const path = launch.sdkUrl.replace('https://shop.example/billing', '')
  const html = await (await alice.request('GET', path)).text()
  const body = { clickedMsAgo: 10, return: { jwe: await fillIn(html, CARD) } }
  return (await alice.complete(id, body)).json()
}

it('is found by the customer id, and the card is sent once', async () => {
  const simulator = createSimulator({ seed: 1, quirks: { latency: [0, 0] } })
  const sent: string[] = []
  let lost = true
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    sent.push(`${request.method} ${new URL(request.url).pathname}`)
    const response = await simulator.fetch(request)
    if (lost) throw new TypeError('fetch failed')
    return response
  }
  const { storeId, channelKey, apiSecret } = simulator.credentials['portone-v2']
  const apiBase = 'https://pg.example/portone-v2'
  const provider = (): ReturnType<typeof portoneV2> =>
    portoneV2({ storeId, channelKey, apiSecret, pgProvider: 'tosspayments', sandbox: true, apiBase })
  const merchant = {
    sealingKeys: SEALING_KEYS,
    dangerouslyAcceptCardNumbers: { verifyHolder: () => true },
    fetch,
  }
  const first = makeShop({ ...merchant, providers: [provider()] })
  const { id, state } = await register(first)
  expect(state).toBe('uncertain')
  lost = false
  const clock = (): number => first.clock.now + 5000
  const other = makeShop({ ...merchant, providers: [provider()], ledger: first.ledger, clock })
  expect(await (await other.as('alice').complete(id)).json()).toMatchObject({ state: 'issued' })
  expect(sent.filter((call) => call === 'POST /portone-v2/billing-keys')).toHaveLength(1)
  expect(simulator.truth.keys).toHaveLength(1)
})

/** A server that takes the card and then waits to write that it is about to call, and another server beside it. */
async function taking(): Promise<{
  holder: Shop
  other: Shop
  id: string
  goOn: () => void
  done: Promise<Response>
}> {
  const simulator = createSimulator({ seed: 1, quirks: { latency: [0, 0] } })
  const { secretKey, clientKey } = simulator.credentials.toss
  const merchant = {
    sealingKeys: SEALING_KEYS,
    dangerouslyAcceptCardNumbers: { verifyHolder: () => true },
    fetch: ((input, init) => simulator.fetch(input, init)) as typeof fetch,
    providers: [toss({ clientKey, secretKey, apiBase: 'https://pg.example/toss' })],
  }
  const ledger = memoryLedger()
  let goOn = (): void => {}
  const gate = new Promise<void>((resolve) => (goOn = resolve))
  const writes = vi.fn<() => void>()
  const slow: Ledger = {
    ...ledger,
    async replace(before, next, effects) {
      if (effects.attempt) {
        writes()
        await gate
      }
      return ledger.replace(before, next, effects)
    },
  }
  const holder = makeShop({ ...merchant, ledger: slow })
  const other = makeShop({ ...merchant, ledger, clock: () => holder.clock.now })
  const alice = holder.as('alice')
  const { id, launch } = await alice.open('pro', { mode: 'card-form' })
  const path = launch.sdkUrl.replace('https://shop.example/billing', '')
  const html = await (await alice.request('GET', path)).text()
  const done = alice.complete(id, { clickedMsAgo: 10, return: { jwe: await fillIn(html, CARD) } })
  await expect.poll(() => writes.mock.calls).toHaveLength(1)
  return { holder, other, id, goOn, done }
}

it('is waited for while another process holds it, and not called declined', async () => {
  const { other, id, goOn, done } = await taking()
  const asked = await other.as('alice').complete(id)
  expect([asked.status, await asked.json()]).toMatchObject([202, { state: 'issuing' }])
  goOn()
  expect(await (await done).json()).toMatchObject({ state: 'issued' })
  expect((await other.ledger.events(id)).map(({ type }) => type)).not.toContain('registration.declined')
})

it('ends the registration when no process can hold it any more', async () => {
  const { holder, other, id } = await taking()
  holder.clock.now += 61_000
  const asked = await other.as('alice').complete(id)
  expect(await asked.json()).toMatchObject({ state: 'declined', error: { code: 'not_completed' } })
})
