// One server of the merchant: the real handler on the real ledger, in a process that may be killed at any moment.
import { serve } from '@hono/node-server'
import { sqlLedger } from '@billing-register/ledger-sql'
import { createBilling, danal, portoneV1, portoneV2, toss, type OrderAnswer } from '@billing-register/server'
import { contractOperations } from '../../packages/server/test/danal-contract.ts'
import { backOffice } from './back-office.ts'
import { CHANNELS } from './instances.ts'
import { tell, type MerchantSettings } from './settings.ts'
import { CALL_TIMEOUT_MS, SPEED, worldClock } from './world-time.ts'

/** A quarter of a minute of the wall clock. */
const RECONCILE_MS = 15_000 * SPEED

const settings: MerchantSettings = JSON.parse(process.env['CHAOS_SETTINGS'] ?? '{}')
const { server, publicOrigin, pgs, keys, clockBase, clockAhead } = settings

const PLANS: Readonly<Record<string, OrderAnswer>> = {
  later: { name: 'Pro', amount: 9900 },
  now: { name: 'Pro', amount: 9900, charge: 'now' },
  consent: {
    name: 'Pro',
    amount: 9900,
    consent: { version: '1', label: '매달 결제에 동의해요', text: '매달 9,900원을 결제해요.' },
  },
}

/** A number of their own for each customer: a PG that echoes it tells whose window it was. */
const phoneOf = (id: string): string => `010${id.replace(/\D/g, '').padStart(8, '0')}`

// The PGs see which server calls.
const base = `${pgs}/by/${server}`
const timeoutMs = CALL_TIMEOUT_MS
// These measure the time of several calls together, by the merchants' clock; each call ends by the wall clock.
const bounded = {
  timeoutMs: CALL_TIMEOUT_MS * SPEED,
  fetch: (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const signals = [AbortSignal.timeout(CALL_TIMEOUT_MS), ...(init.signal ? [init.signal] : [])]
    return fetch(input, { ...init, signal: AbortSignal.any(signals) })
  },
}

const v2 = {
  sandbox: true,
  pgProvider: 'tosspayments',
  apiBase: `${base}/portone-v2`,
  sdkUrl: `${pgs}/portone-v2/browser-sdk.js`,
  ...bounded,
}

async function report(kind: 'issued' | 'event', event: object): Promise<void> {
  const response = await fetch(`${settings.sink}/${kind}`, { method: 'POST', body: JSON.stringify(event) })
  if (!response.ok) throw new Error('the merchant is busy')
}

const billing = createBilling({
  publicUrl: `${publicOrigin}/billing`,
  providers: [
    danal({
      ...keys.danal,
      apiBase: `${base}/danal`,
      sdkUrl: `${pgs}/danal/sdk.js`,
      timeoutMs,
      // As a merchant would write them from the contract documents.
      operations: contractOperations,
    }),
    portoneV1({
      ...keys.portoneV1,
      sandbox: true,
      pgProvider: 'danal_tpay',
      apiBase: `${base}/portone-v1`,
      sdkUrl: `${pgs}/portone-v1/iamport.js`,
      ...bounded,
    }),
    portoneV1({
      ...keys.portoneV1,
      name: 'portone-v1-inicis',
      channelKey: CHANNELS.inicis,
      sandbox: true,
      pgProvider: 'html5_inicis',
      noticeUrl: `${publicOrigin}/billing/webhooks/portone-v1-inicis`,
      apiBase: `${base}/portone-v1`,
      sdkUrl: `${pgs}/portone-v1/iamport.js`,
      ...bounded,
    }),
    portoneV2({ ...keys.portoneV2, ...v2 }),
    portoneV2({
      ...keys.portoneV2,
      ...v2,
      name: 'portone-v2-direct',
      channelKey: CHANNELS.direct,
      allowKeyInBrowser: true,
      noticeUrls: [`${publicOrigin}/billing/webhooks/portone-v2-direct`],
    }),
    toss({ ...keys.toss, apiBase: `${base}/toss`, sdkUrl: `${pgs}/toss/v2/standard`, ...bounded }),
  ],
  // Told nothing of the merchants' clock: the ledger would take its speed for an error and correct it.
  ledger: sqlLedger(settings.ledger, { now: Date.now }),
  sealingKeys: settings.sealingKeys,
  identify: (request) => {
    const id = /(?:^|; )user=([\w-]+)/.exec(request.headers.get('cookie') ?? '')?.[1]
    return id === undefined ? null : { id, name: `김하늘 ${id}`, phone: phoneOf(id) }
  },
  order: ({ plan }) => PLANS[plan ?? ''] ?? null,
  // A merchant of businesses: whoever types a person's birth date holds somebody else's card.
  dangerouslyAcceptCardNumbers: { verifyHolder: ({ identity }) => identity.kind === 'businessNumber' },
  onIssued: (event) => report('issued', event),
  onEvent: (event) => report('event', event),
  clock: worldClock(clockBase, clockAhead),
})

/** As the merchant's scheduler would do it. */
async function reconcile(): Promise<void> {
  const { settled, failed, looked, delivered, undelivered, more, ...counts } = await billing.reconcile({
    timeMs: RECONCILE_MS,
  })
  const payments = counts.payments + counts.methods
  const again = more || (looked > 0 && settled.length > 0) || delivered + undelivered + payments > 0
  tell({ kind: 'reconciled', settled: settled.length, failed: failed.length, more: again })
}

process.on(
  'message',
  () => void reconcile().catch(() => tell({ kind: 'reconciled', settled: 0, failed: 1, more: true })),
)

serve(
  {
    fetch: (request) => backOffice(billing, request) ?? billing.fetch(request),
    hostname: '127.0.0.1',
    port: 0,
  },
  ({ port }) => tell({ kind: 'ready', port }),
)
// Whoever started it has gone: so does it.
process.on('disconnect', () => process.exit())
