// A typed card whose answer was lost, at a PG that can be asked for the key: another process finds it without the card.
import type { RegistrationView } from '@billing-register/contract'
import { createSimulator } from '@billing-register/simulator'
import { expect, it } from 'vitest'
import { fillIn } from '../../form/fill-in.ts'
import { portoneV2 } from '../providers/portone-v2/index.ts'
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
