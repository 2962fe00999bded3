import { describe, expect, it } from 'vitest'
import type { FaultKind } from './faults.ts'
import { createSimulator, type Simulator, type SimulatorOptions } from './simulator.ts'

const ORIGIN = 'http://127.0.0.1:4400'

function simulate(options: SimulatorOptions = {}): Simulator {
  return createSimulator({ seed: 1, quirks: { latency: [0, 0] }, ...options })
}

function post(simulator: Simulator, path: string, body: unknown, headers: object = {}): Promise<Response> {
  return simulator.fetch(ORIGIN + path, { method: 'POST', headers, body: JSON.stringify(body) })
}

function askToken(simulator: Simulator, signal?: AbortSignal): Promise<Response> {
  return simulator.fetch(`${ORIGIN}/portone-v1/users/getToken`, {
    method: 'POST',
    body: JSON.stringify({ imp_key: 'simulator-rest-key', imp_secret: 'simulator-rest-secret' }),
    ...(signal && { signal }),
  })
}

describe('where things are', () => {
  it.each([
    '/danal/sdk.js',
    '/portone-v1/iamport.js',
    '/toss/v2/standard',
    '/portone-v2/browser-sdk.js',
    '/control/ledger',
    '/control/origins',
  ])('%s is served behind the prefix, with and without basePath', async (path) => {
    const simulator = simulate({ basePath: '/__simulator' })
    const found = [`${ORIGIN}${path}`, `${ORIGIN}/__simulator${path}`].map((url) => simulator.fetch(url))
    expect((await Promise.all(found)).map(({ status }) => status)).toEqual([200, 200])
  })

  it("the PGs' own API hosts need no prefix", async () => {
    const answers = await Promise.all([
      simulate().fetch('https://one-api.danalpay.com/v1/billing/CARD/issue-key', { method: 'POST' }),
      simulate().fetch('https://api.iamport.kr/users/getToken', { method: 'POST' }),
      simulate().fetch('https://api.tosspayments.com/v1/billing/authorizations/issue', { method: 'POST' }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 403])
  })

  it('the windows open beside the script, whatever path serves it', async () => {
    const simulator = simulate({ basePath: '/__simulator' })
    const opened = await simulator.fetch(`${ORIGIN}/__simulator/danal/window`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        clientKey: 'CL_TEST_simulator',
        request: JSON.stringify({
          paymentsMethod: 'CARD',
          orderName: 'o',
          orderId: 'o',
          userId: 'u',
          amount: 100,
          merchantId: 'A000000001',
          successUrl: ORIGIN,
          failUrl: ORIGIN,
        }),
      }).toString(),
    })
    const at = new URL(opened.headers.get('location') ?? '', `${ORIGIN}/__simulator/danal/window`)
    expect(at.pathname).toMatch(/^\/__simulator\/danal\/window\/\w{24}$/)
    expect((await simulator.fetch(at)).status).toBe(200)
  })

  it('origins are the ports where they exist, the prefixed paths where not', async () => {
    const simulator = simulate({ basePath: '/__simulator' })
    simulator.origins.danal = 'http://127.0.0.1:5000'
    const answer = await simulator.fetch(`${ORIGIN}/__simulator/control/origins`)
    expect(await answer.json()).toEqual({
      danal: 'http://127.0.0.1:5000',
      'portone-v1': `${ORIGIN}/__simulator/portone-v1`,
      'portone-v2': `${ORIGIN}/__simulator/portone-v2`,
      toss: `${ORIGIN}/__simulator/toss`,
    })
  })
})

describe('the control API', () => {
  it('shows the truth with keys, payments and calls', async () => {
    const simulator = simulate()
    await askToken(simulator)
    const ledger = await (await simulator.fetch(`${ORIGIN}/control/ledger`)).json()
    expect(ledger).toEqual({
      keys: [],
      payments: [],
      schedules: [],
      calls: [{ provider: 'portone-v1', operation: 'token', at: expect.any(Number), status: 200 }],
    })
  })

  it.each([
    { provider: 'nobody', operation: 'issue', fault: 'empty' },
    { provider: 'danal', operation: 'refund', fault: 'empty' },
    { provider: 'danal', operation: 'issue', fault: 'explode' },
  ])('refuses %j with 400 and says why', async (fault) => {
    const answer = await post(simulate(), '/control/faults', fault)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({
      error: expect.stringMatching(/^unknown (provider|operation|fault): /),
    })
  })

  it('reads and sets quirks, and names the one it does not know', async () => {
    const simulator = simulate()
    const set = await post(simulator, '/control/quirks', { returnMethod: 'POST' })
    expect(await set.json()).toMatchObject({ seed: 1, quirks: { returnMethod: 'POST' } })
    expect((await post(simulator, '/control/quirks', { colour: 'red' })).status).toBe(400)
    const read = await simulator.fetch(`${ORIGIN}/control/quirks`)
    expect(await read.json()).toMatchObject({ quirks: { returnMethod: 'POST' } })
  })

  it('reset forgets the truth and the faults but keeps the quirks', async () => {
    const simulator = simulate()
    await askToken(simulator)
    await post(simulator, '/control/quirks', { returnMethod: 'POST' })
    await post(simulator, '/control/faults', { provider: 'danal', operation: '*', fault: 'http-500' })
    await post(simulator, '/control/reset', {})
    expect(simulator.truth).toEqual({ keys: [], payments: [], schedules: [], calls: [] })
    const faults = await simulator.fetch(`${ORIGIN}/control/faults`)
    expect(await faults.json()).toMatchObject({ faults: [] })
    expect(simulator.quirks.returnMethod).toBe('POST')
  })

  it('ends all faults at once and keeps the truth', async () => {
    const simulator = simulate()
    await post(simulator, '/control/faults', { provider: 'danal', operation: '*', fault: 'http-500' })
    await askToken(simulator)
    const ended = await simulator.fetch(`${ORIGIN}/control/faults`, { method: 'DELETE' })
    expect(await ended.json()).toEqual({ faults: [] })
    expect(simulator.truth.calls).toHaveLength(1)
  })

  it('may be read from any page on loopback, and from no other', async () => {
    const allowed = async (origin: string): Promise<string | null> => {
      const answer = await simulate().fetch(`${ORIGIN}/control/ledger`, { headers: { origin } })
      return answer.headers.get('access-control-allow-origin')
    }
    expect(await allowed('http://localhost:4173')).toBe('http://localhost:4173')
    expect(await allowed('http://[::1]:1')).toBe('http://[::1]:1')
    expect(await allowed('https://shop.example')).toBeNull()
  })
})

describe('faults on a call', () => {
  function faulty(fault: FaultKind, more: object = {}): Simulator {
    return simulate({ faults: [{ provider: 'portone-v1', operation: 'token', fault, ...more }] })
  }

  it.each([
    ['http-500', 500, 'Internal Server Error'],
    ['http-429', 429, 'Too Many Requests'],
    ['not-json', 200, '<!doctype html>'],
    ['empty', 200, ''],
  ] as const)('%s answers %d', async (fault, status, text) => {
    const simulator = faulty(fault)
    const answer = await askToken(simulator)
    expect([answer.status, (await answer.text()).startsWith(text)]).toEqual([status, true])
    expect(simulator.truth.calls).toMatchObject([{ status }])
  })

  it('wrong-type keeps the names and changes every type', async () => {
    const body = await (await askToken(faulty('wrong-type'))).json()
    expect(body).toMatchObject({ code: '0', response: expect.any(String) })
  })

  it.each(['drop-response', 'drop-request'] as const)(
    '%s fails like fetch does, with status 0',
    async (fault) => {
      const simulator = faulty(fault)
      const error = await askToken(simulator).catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(TypeError)
      expect(simulator.truth.calls).toMatchObject([{ operation: 'token', status: 0 }])
    },
  )

  it('delay holds the answer back for delayMs', async () => {
    const waits: number[] = []
    const simulator = createSimulator({
      seed: 1,
      quirks: { latency: [0, 0] },
      sleep: async (ms) => void waits.push(ms),
      faults: [{ provider: 'portone-v1', operation: 'token', fault: 'delay', delayMs: 1234 }],
    })
    expect((await askToken(simulator)).status).toBe(200)
    expect(waits).toEqual([0, 1234])
  })

  it('gives up waiting when the caller aborts, but the work stays done', async () => {
    const simulator = faulty('delay', { delayMs: 60_000 })
    const abort = new AbortController()
    const asked = askToken(simulator, abort.signal)
    await new Promise((resolve) => setTimeout(resolve))
    abort.abort(new Error('too slow'))
    await expect(asked).rejects.toThrow('too slow')
    expect(simulator.truth.calls).toMatchObject([{ operation: 'token', status: 0 }])
  })

  it('a call is in the truth from the moment it arrives', async () => {
    let leave = (): void => undefined
    const held = new Promise<void>((resolve) => {
      leave = resolve
    })
    const simulator = createSimulator({ seed: 1, sleep: () => held })
    const asked = askToken(simulator)
    expect(simulator.truth.calls).toMatchObject([{ operation: 'token', status: 0 }])
    leave()
    await asked
    expect(simulator.truth.calls).toMatchObject([{ status: 200 }])
  })

  it('latency is drawn within the bounds of the quirk', async () => {
    const waits: number[] = []
    const simulator = createSimulator({ seed: 3, sleep: async (ms) => void waits.push(ms) })
    for (let count = 0; count < 50; count += 1) await askToken(simulator)
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(20)
    expect(Math.max(...waits)).toBeLessThanOrEqual(400)
    expect(new Set(waits).size).toBeGreaterThan(10)
  })
})

describe('options', () => {
  it.each([
    [{ keyMarker: 'much-too-long-for-a-key' }, 'keyMarker'],
    [{ quirks: { latency: [9, 1] } }, 'latency'],
  ] as const)('refuses %j', (options, reason) => {
    expect(() => createSimulator(options)).toThrow(reason)
  })

  it('own credentials replace the demo ones one by one', async () => {
    const simulator = simulate({ credentials: { 'portone-v1': { apiSecret: 'other' } } })
    expect((await askToken(simulator)).status).toBe(401)
    expect(simulator.credentials.danal.clientKey).toBe('CL_TEST_simulator')
  })
})
