// The handler on every runtime that it names: one card is registered, lost connections are told apart, nothing leaks.
import { createHmac, randomBytes } from 'node:crypto'
import { startSimulator, type RunningSimulator } from '@billing-register/simulator/node'
import { walkWindow } from '@billing-register/server/testing'
import type { CreateRegistrationResponse, RegistrationView } from '@billing-register/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packedConsumer, type Consumer } from '../boundaries/packed.ts'
import { ENTRIES, merchantModule, SHOP, type Runtime } from './merchant.ts'
import { startMerchant, type RunningMerchant } from './start.ts'

const marker = randomBytes(6).toString('hex')
const keys = {
  clientKey: `CL_TEST_${marker}`,
  merchantId: 'A000000001',
  secretKey: `SK_TEST_${marker}secret`,
}
const webhookKey = randomBytes(24)

let consumer: Consumer
let pg: RunningSimulator

beforeAll(async () => {
  pg = await startSimulator({ port: 0, credentials: { danal: keys }, seed: 1 })
  consumer = packedConsumer()
  consumer.write(
    'merchant.js',
    merchantModule({
      danal: `${pg.origin}/danal`,
      webhookSecret: `whsec_${webhookKey.toString('base64')}`,
      ...keys,
    }),
  )
  for (const [runtime, text] of Object.entries(ENTRIES)) consumer.write(`${runtime}.js`, text)
})
afterAll(async () => {
  consumer.remove()
  await pg.close()
})

describe.each<Runtime>(['node', 'bun', 'deno', 'workerd'])('on %s', (runtime) => {
  let merchant: RunningMerchant
  const answers: string[] = []

  beforeAll(async () => void (merchant = await startMerchant(runtime, consumer.folder, `${runtime}.js`)))
  afterAll(() => merchant.stop())

  const expectNoLeak = (): void => {
    const all = [merchant.printed(), ...answers].join('\n')
    const { truth } = pg.simulator
    const secrets = [
      keys.secretKey,
      btoa(`${keys.secretKey}:`),
      ...truth.keys.map(({ billingKey }) => billingKey),
    ]
    expect(all).toContain('"event":"settled"')
    for (const secret of secrets) expect(all).not.toContain(secret)
  }

  async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${merchant.origin}/billing${path}`, {
      method,
      redirect: 'manual',
      headers: { authorization: 'alice', origin: SHOP, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    answers.push(text, response.headers.get('location') ?? '')
    return JSON.parse(text || 'null')
  }

  async function register(): Promise<RegistrationView> {
    const { offer } = await ask<{ offer: string }>('GET', '/offer')
    const { id, launch } = await ask<CreateRegistrationResponse>('POST', '/registrations', {
      offer,
      returnTo: `${SHOP}/`,
      clientRef: randomBytes(16).toString('hex'),
    })
    const value = await walkWindow(fetch, launch, 'approve')
    await ask('GET', `/registrations/${id}/return?${new URLSearchParams(value as Record<string, string>)}`)
    return ask('POST', `/registrations/${id}/complete`, {})
  }

  it('a card is registered, and no secret or key is answered or printed', async () => {
    expect(await register()).toMatchObject({ state: 'issued' })
    expect(pg.simulator.truth.keys.length).toBeGreaterThan(0)
    expectNoLeak()
  })

  it('a signed webhook is taken, and a forged one is refused', async () => {
    const body = JSON.stringify({ type: 'Transaction.Paid', data: { storeId: 'store-1', paymentId: 'p-1' } })
    const at = String(Math.floor(Date.now() / 1000))
    const signature = createHmac('sha256', webhookKey).update(`msg-1.${at}.${body}`).digest('base64')
    const send = async (said: string): Promise<number> => {
      const headers = { 'webhook-id': 'msg-1', 'webhook-timestamp': at, 'webhook-signature': said }
      const init = { method: 'POST', body, headers: { ...headers, 'content-type': 'application/json' } }
      return (await fetch(`${merchant.origin}/billing/webhooks/portone-v2`, init)).status
    }
    const forged = createHmac('sha256', 'x').update(body).digest('base64')
    expect([await send(`v1,${signature}`), await send(`v1,${forged}`)]).toEqual([200, 401])
  })

  it('an answer that is lost on the way is called uncertain, and nothing leaks', async () => {
    const fault = { provider: 'danal', operation: 'issue', fault: 'drop-response', times: 1 }
    await fetch(`${pg.origin}/control/faults`, { method: 'POST', body: JSON.stringify(fault) })
    expect(await register()).toMatchObject({ state: 'uncertain' })
    expectNoLeak()
  })
})
