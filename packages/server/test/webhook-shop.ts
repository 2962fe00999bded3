// A merchant whose PGs are simulated and send their webhooks to it, on one clock.
import { createSimulator, type Quirks, type Simulator } from '@billing-register/simulator'
import type { Ledger } from '../src/ledger/ledger.ts'
import type { BillingOptions } from '../src/options.ts'
import { portoneV1 } from '../src/providers/portone-v1/index.ts'
import { portoneV2 } from '../src/providers/portone-v2/index.ts'
import { toss } from '../src/providers/toss/index.ts'
import { makeShop, type Shop } from '../src/testing/shop.ts'
import { walkWindow, type WindowEnd } from '../src/testing/simulated-windows.ts'

const ORIGIN = 'https://pg.example'
const BILLING = 'https://shop.example/billing'

/** The shop, its PGs, and what came in. */
export interface WebhookShop {
  readonly shop: Shop
  /** Another server of the same merchant, on this ledger or a view of it. */
  readonly another: (ledger?: Ledger) => Shop
  readonly simulator: Simulator
  /** The clock of all of them, ms. */
  readonly clock: { now: number }
  /** Webhooks that the PGs sent, as they came. */
  readonly sent: { readonly url: string; readonly init: RequestInit }[]
  /** Whether webhooks are delivered. */
  delivers: boolean
  /** Calls that PGs were asked, by path. */
  readonly asked: string[]
  /** Waits until every webhook has arrived and everything that follows is done. */
  settled(): Promise<void>
  /** Posts a webhook. */
  post(provider: string, body: string, headers?: Record<string, string>): Promise<Response>
  /** Opens a registration and walks its window; the customer does not come back. */
  walk(provider: string, end?: WindowEnd, plan?: string): Promise<{ id: string; raw: Record<string, string> }>
  /** The whole way; answers the payment method's id. */
  register(provider: string, end?: WindowEnd): Promise<string>
}

/** Builds it. V2's channel makes its keys in the window, so that there is something to miss. */
export function makeWebhookShop(quirks: Partial<Quirks> = {}): WebhookShop {
  const sent: WebhookShop['sent'][number][] = []
  const asked: string[] = []
  const clock = { now: Date.UTC(2026, 0, 1) }
  const simulator = createSimulator({
    seed: 1,
    quirks: { latency: [0, 0], ...quirks },
    clock: () => clock.now,
    webhookUrls: { toss: `${BILLING}/webhooks/toss`, 'portone-v2': `${BILLING}/webhooks/portone-v2` },
    fetch: async (input, init = {}) => {
      const url = input instanceof Request ? input.url : String(input)
      sent.push({ url, init })
      return it.delivers ? it.shop.billing.fetch(new Request(url, init)) : new Response(null)
    },
  })
  const http: typeof fetch = (input, init) => {
    asked.push(new URL(input instanceof Request ? input.url : input).pathname)
    return simulator.fetch(input, init)
  }
  const { credentials } = simulator
  const v1 = credentials['portone-v1']
  const v2 = credentials['portone-v2']
  const options = {
    attemptsPerHour: 1000,
    fetch: http,
    clock: (): number => clock.now,
    providers: [
      toss({ ...credentials.toss, apiBase: `${ORIGIN}/toss`, sdkUrl: `${ORIGIN}/toss/v2/standard` }),
      portoneV1({
        userCode: v1.userCode,
        apiKey: v1.apiKey,
        apiSecret: v1.apiSecret,
        channelKey: v1.channelKey,
        pgProvider: 'danal_tpay',
        sandbox: true,
        noticeUrl: `${BILLING}/webhooks/portone-v1`,
        apiBase: `${ORIGIN}/portone-v1`,
        sdkUrl: `${ORIGIN}/portone-v1/iamport.js`,
      }),
      portoneV2({
        storeId: v2.storeId,
        apiSecret: v2.apiSecret,
        webhookSecret: v2.webhookSecret,
        channelKey: 'channel-key-simulator-v2-toss-direct',
        allowKeyInBrowser: true,
        pgProvider: 'tosspayments',
        sandbox: true,
        apiBase: `${ORIGIN}/portone-v2`,
        sdkUrl: `${ORIGIN}/portone-v2/browser-sdk.js`,
      }),
    ],
  } satisfies Partial<BillingOptions>
  const shop = makeShop(options)
  const alice = shop.as('alice')
  const it: WebhookShop = {
    shop,
    another: (ledger = shop.ledger) => makeShop({ ...options, ledger }),
    simulator,
    clock,
    sent,
    asked,
    delivers: true,
    async settled() {
      await simulator.settled()
      await shop.billing.drain()
    },
    post: (provider, body, headers = {}) =>
      shop.billing.fetch(
        new Request(`${BILLING}/webhooks/${provider}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body,
        }),
      ),
    async walk(provider, end = 'approve', plan = 'pro') {
      const shown = await (await alice.request('GET', `/offer?plan=${plan}&provider=${provider}`)).json()
      const { id, launch } = await alice.open(plan, { provider, offer: shown.offer })
      return { id, raw: { ...(await walkWindow(http, launch, end)) } }
    },
    async register(provider, end = 'approve') {
      const { id, raw } = await it.walk(provider, end)
      const answer = await alice.complete(id, { return: raw })
      const view: unknown = await answer.json()
      const [method] = await shop.ledger.paymentMethods('alice')
      if (method?.state !== 'active') throw new Error(`not registered: ${JSON.stringify(view)}`)
      await it.settled()
      return method.id
    },
  }
  return it
}
