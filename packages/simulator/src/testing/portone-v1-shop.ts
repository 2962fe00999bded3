// A shop at the simulated PortOne V1, for tests: sends its customers to the window and calls the API.
import { visitPortoneWindow, type CustomerChoice } from '../customer.ts'
import { createSimulator, type Simulator, type SimulatorOptions } from '../simulator.ts'

const API = 'https://api.iamport.kr'

export const V1_KEYS = { imp_key: 'simulator-rest-key', imp_secret: 'simulator-rest-secret' }

export function simulateV1(options: SimulatorOptions = {}): Simulator {
  return createSimulator({ seed: 1, ...options, quirks: { latency: [0, 0], ...options.quirks } })
}

export interface V1Answer {
  readonly status: number
  readonly body: { code: number; message: string | null; response: Record<string, unknown> | null }
}

export async function callV1(simulator: Simulator, path: string, init: RequestInit = {}): Promise<V1Answer> {
  const answer = await simulator.fetch(`${API}${path}`, init)
  return { status: answer.status, body: await answer.json() }
}

export async function v1TokenOf(simulator: Simulator): Promise<string> {
  const { body } = await callV1(simulator, '/users/getToken', {
    method: 'POST',
    body: JSON.stringify(V1_KEYS),
  })
  return String(body.response?.['access_token'])
}

/** A caller that holds a token. */
export async function v1Merchant(
  simulator: Simulator,
): Promise<(path: string, body?: object, method?: string) => Promise<V1Answer>> {
  const authorization = `Bearer ${await v1TokenOf(simulator)}`
  return (path, body, method = body ? 'POST' : 'GET') =>
    callV1(simulator, path, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
}

/** @returns the payment's imp_uid, or 'null' where no window opened */
export async function registerV1(
  simulator: Simulator,
  n: number | string,
  choice: CustomerChoice = 'approve',
  change: object = {},
): Promise<string> {
  const end = await visitPortoneWindow(simulator.fetch, 'https://simulator.test/portone-v1/', {
    userCode: 'imp00000001',
    params: {
      channelKey: 'channel-key-simulator-danal',
      pay_method: 'card',
      merchant_uid: `order-${n}`,
      customer_uid: `customer-${n}`,
      name: '구독',
      amount: 0,
      ...change,
    },
    choice,
  })
  return end.kind === 'callback' ? String(end.answer['imp_uid']) : ''
}
