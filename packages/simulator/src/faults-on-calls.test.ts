import { describe, expect, it } from 'vitest'
import type { FaultKind, FaultOperation } from './faults.ts'
import type { Simulator } from './simulator.ts'
import { createSimulator } from './simulator.ts'
import type { SimulatedProvider } from './provider-id.ts'

interface Call {
  readonly provider: SimulatedProvider
  readonly operation: FaultOperation
  readonly method: string
  readonly url: string
}

const TOSS = 'https://api.tosspayments.com/v1'
const V1 = 'https://api.iamport.kr'
const V2 = 'https://api.portone.io'

/** One call of each operation that each PG has; what it answers without a fault does not matter here. */
const CALLS: readonly Call[] = [
  ['danal', 'issue', 'POST', 'https://one-api.danalpay.com/v1/billing/CARD/issue-key'] as const,
  ['toss', 'issue', 'POST', `${TOSS}/billing/authorizations/issue`] as const,
  ['toss', 'issue', 'POST', `${TOSS}/billing/authorizations/card`] as const,
  ['toss', 'charge', 'POST', `${TOSS}/billing/key`] as const,
  ['toss', 'revoke', 'DELETE', `${TOSS}/billing/key`] as const,
  ['toss', 'lookup', 'GET', `${TOSS}/payments/orders/order-1`] as const,
  ['toss', 'cancel', 'POST', `${TOSS}/payments/key/cancel`] as const,
  ['portone-v1', 'token', 'POST', `${V1}/users/getToken`] as const,
  ['portone-v1', 'issue', 'POST', `${V1}/subscribe/customers/uid`] as const,
  ['portone-v1', 'charge', 'POST', `${V1}/subscribe/payments/again`] as const,
  ['portone-v1', 'revoke', 'DELETE', `${V1}/subscribe/customers/uid`] as const,
  ['portone-v1', 'lookup', 'GET', `${V1}/payments/imp_1`] as const,
  ['portone-v1', 'cancel', 'POST', `${V1}/payments/cancel`] as const,
  ['portone-v2', 'token', 'POST', `${V2}/login/api-secret`] as const,
  ['portone-v2', 'issue', 'POST', `${V2}/billing-keys/confirm`] as const,
  ['portone-v2', 'issue', 'POST', `${V2}/billing-keys`] as const,
  ['portone-v2', 'charge', 'POST', `${V2}/payments/payment-1/billing-key`] as const,
  ['portone-v2', 'revoke', 'DELETE', `${V2}/billing-keys/key`] as const,
  ['portone-v2', 'lookup', 'GET', `${V2}/billing-keys/key`] as const,
  ['portone-v2', 'lookup', 'GET', `${V2}/billing-keys`] as const,
  ['portone-v2', 'cancel', 'POST', `${V2}/payments/payment-1/cancel`] as const,
].map(([provider, operation, method, url]) => ({ provider, operation, method, url }))

async function answerTo({ method, url }: Call, simulator: Simulator): Promise<string> {
  const answer = await simulator.fetch(url, { method }).catch((error: unknown) => String(error))
  return typeof answer === 'string' ? answer : `${answer.status} ${await answer.text()}`
}

function struckBy(call: Call, fault: FaultKind): { simulator: Simulator; waits: number[] } {
  const waits: number[] = []
  const { provider, operation } = call
  const simulator = createSimulator({
    seed: 1,
    quirks: { latency: [0, 0] },
    sleep: async (ms) => void waits.push(ms),
    faults: [{ provider, operation, fault, times: 1, delayMs: 1234 }],
  })
  return { simulator, waits }
}

describe.each(CALLS)('$provider $operation ($method $url)', (call) => {
  it.each([
    ['http-500', /^500 Internal Server Error$/],
    ['http-429', /^429 Too Many Requests$/],
    ['not-json', /^200 <!doctype html>/],
    ['empty', /^200 $/],
    ['drop-request', /fetch failed/],
    ['drop-response', /fetch failed/],
  ] as const)('suffers %s once and then works', async (fault, struck) => {
    const { simulator } = struckBy(call, fault)
    const plain = await answerTo(call, createSimulator({ seed: 1, quirks: { latency: [0, 0] } }))
    expect(await answerTo(call, simulator)).toMatch(struck)
    const after = await answerTo(call, simulator)
    expect(after.slice(0, 3)).toBe(plain.slice(0, 3))
    expect(simulator.truth.calls).toMatchObject([
      { operation: call.operation },
      { operation: call.operation },
    ])
  })

  it('suffers wrong-type: no value has the type it should', async () => {
    const { simulator } = struckBy(call, 'wrong-type')
    const plain = await answerTo(call, simulator)
    const values: unknown[] = Object.values(JSON.parse(plain.slice(4)))
    expect(values.filter((value) => typeof value === 'number' || typeof value === 'boolean')).toEqual([])
  })

  it('suffers delay: the right answer, late', async () => {
    const { simulator, waits } = struckBy(call, 'delay')
    await answerTo(call, simulator)
    expect(waits).toContain(1234)
  })
})
