// A shop at the simulated PortOne V2, for tests: sends its customers to the window and calls the API.
import { visitPortoneV2Window, type PortoneV2End, type PortoneV2Visit } from '../customer-portone-v2.ts'
import { text, type JsonObject } from '../json.ts'
import { createSimulator, type Simulator, type SimulatorOptions } from '../simulator.ts'

export const CHANNEL = 'channel-key-simulator-v2-toss'
/** Without manual confirm: the window makes the key. */
export const DIRECT_CHANNEL = 'channel-key-simulator-v2-toss-direct'

/** Everything that would be drawn is fixed to its plain side; `quirks` changes any of it. */
export function simulateV2(options: SimulatorOptions = {}): Simulator {
  return createSimulator({
    seed: 1,
    ...options,
    quirks: {
      latency: [0, 0],
      declineAt: 'issue',
      v2CancelCode: 'FAILURE_TYPE_PG',
      v2BillingKeyOnFailure: false,
      v2ExtraInRedirect: false,
      v2PromiseOnRedirect: 'pending',
      v2IssueIdInKey: true,
      v2CardInKey: true,
      ...options.quirks,
    },
  })
}

export const ISSUE_REQUEST = {
  storeId: 'store-simulator',
  channelKey: CHANNEL,
  billingKeyMethod: 'CARD',
  issueId: 'issue-1',
  issueName: '구독',
  customer: { customerId: 'customer1', fullName: '김하늘', phoneNumber: '01012345678', email: 'a@b.example' },
  customData: { plan: 'pro' },
}

export function visitV2(
  simulator: Simulator,
  change: JsonObject = {},
  visit: Partial<PortoneV2Visit> = {},
): Promise<PortoneV2End> {
  return visitPortoneV2Window(simulator.fetch, 'https://simulator.test/portone-v2/', {
    request: { ...ISSUE_REQUEST, ...change },
    choice: 'approve',
    ...visit,
  })
}

/** What the promise resolves with. */
export async function resultOf(
  simulator: Simulator,
  change: JsonObject = {},
  visit: Partial<PortoneV2Visit> = {},
): Promise<JsonObject> {
  const end = await visitV2(simulator, change, visit)
  if (end.kind !== 'resolve') throw new Error(`expected a result, not ${end.kind}`)
  return end.value
}

export interface V2Reply {
  readonly status: number
  readonly text: string
  readonly body: Record<string, unknown>
}

export async function callV2(
  simulator: Simulator,
  path: string,
  options: {
    readonly body?: object
    readonly method?: string
    readonly headers?: Readonly<Record<string, string>>
  } = {},
): Promise<V2Reply> {
  const answer = await simulator.fetch(`https://api.portone.io${path}`, {
    method: options.method ?? (options.body ? 'POST' : 'GET'),
    headers: { authorization: 'PortOne simulator-v2-api-secret', ...options.headers },
    ...(options.body && { body: JSON.stringify(options.body) }),
  })
  const written = await answer.text()
  return { status: answer.status, text: written, body: JSON.parse(written) }
}

export async function tokenOf(simulator: Simulator, visit: Partial<PortoneV2Visit> = {}): Promise<string> {
  return text(await resultOf(simulator, {}, visit), 'billingIssueToken')
}

export function confirmV2(
  simulator: Simulator,
  billingIssueToken: string,
  more: object = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<V2Reply> {
  return callV2(simulator, '/billing-keys/confirm', { body: { billingIssueToken, ...more }, headers })
}

/** A registered card's billing key, by window and confirm. */
export async function v2BillingKeyOf(simulator: Simulator): Promise<string> {
  return text((await confirmV2(simulator, await tokenOf(simulator))).body, 'billingKey')
}
