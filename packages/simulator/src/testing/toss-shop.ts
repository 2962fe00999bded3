// A shop at the simulated Toss Payments, for tests: sends its customers to the window and calls the API.
import { visitTossWindow, type TossVisit, type TossVisitEnd } from '../customer-toss.ts'
import { createSimulator, type Simulator, type SimulatorOptions } from '../simulator.ts'

const TOSS_API = 'https://api.tosspayments.com'

/** Everything that would be drawn is fixed to its plain side; `quirks` changes any of it. */
export function simulateToss(options: SimulatorOptions = {}): Simulator {
  return createSimulator({
    seed: 1,
    ...options,
    quirks: {
      latency: [0, 0],
      declineAt: 'issue',
      iframeCancel: 'reject',
      returnUrlJoin: 'merged',
      keyAlphabet: 'plain',
      cardShape: 'codes',
      deprecatedCardFields: false,
      deadAuthKey: 'INVALID_BILLING_AUTH',
      otherCustomerKey: 'NOT_MATCHES_CUSTOMER_KEY',
      secondDelete: 'BILLING_KEY_NOT_FOUND',
      webhookOnDelete: true,
      ...options.quirks,
    },
  })
}

export const TOSS_REQUEST = {
  method: 'CARD',
  successUrl: 'https://shop.example/ok',
  failUrl: 'https://shop.example/fail',
}

export const CUSTOMER_KEY = 'customer-key-1'

export function visitToss(simulator: Simulator, visit: Partial<TossVisit> = {}): Promise<TossVisitEnd> {
  return visitTossWindow(simulator.fetch, 'https://simulator.test/toss/', {
    clientKey: 'test_ck_simulator',
    customerKey: CUSTOMER_KEY,
    request: TOSS_REQUEST,
    choice: 'approve',
    ...visit,
  })
}

/** The authKey that the window hands to successUrl; '' when it ended otherwise. */
export async function authKeyOf(simulator: Simulator, visit: Partial<TossVisit> = {}): Promise<string> {
  const end = await visitToss(simulator, visit)
  return end.kind === 'navigate' ? (end.url.searchParams.get('authKey') ?? '') : ''
}

export interface TossReply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Record<string, unknown>
}

export interface TossCallOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Calls the API as the shop; `body` undefined sends none. */
export async function callToss(
  simulator: Simulator,
  path: string,
  body?: object,
  options: TossCallOptions = {},
): Promise<TossReply> {
  const answer = await simulator.fetch(`${TOSS_API}${path}`, {
    method: options.method ?? (body ? 'POST' : 'GET'),
    headers: {
      authorization: `Basic ${btoa('test_sk_simulator:')}`,
      ...(body && { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, text, body: text ? JSON.parse(text) : {} }
}

export function issueToss(
  simulator: Simulator,
  authKey: string,
  headers: Readonly<Record<string, string>> = {},
  customerKey: string = CUSTOMER_KEY,
): Promise<TossReply> {
  return callToss(simulator, '/v1/billing/authorizations/issue', { authKey, customerKey }, { headers })
}

/** A registered card's billing key. */
export async function billingKeyOf(simulator: Simulator, visit: Partial<TossVisit> = {}): Promise<string> {
  const { body } = await issueToss(simulator, await authKeyOf(simulator, visit))
  return String(body['billingKey'])
}
