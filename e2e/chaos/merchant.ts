// One server of the merchant: the real handler on the real ledger, in a process that may be killed at any moment.
import { serve } from '@hono/node-server'
import { sqlLedger } from '@billing-register/ledger-sql'
import { createBilling, danal, portoneV1, type OrderAnswer } from '@billing-register/server'
import { tell, type MerchantSettings } from './settings.ts'
import { CALL_TIMEOUT_MS, worldClock } from './world-time.ts'

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

// The PGs see which server calls.
const base = `${pgs}/by/${server}`
const timeoutMs = CALL_TIMEOUT_MS

const billing = createBilling({
  publicUrl: `${publicOrigin}/billing`,
  providers: [
    danal({ ...keys.danal, apiBase: `${base}/danal`, sdkUrl: `${pgs}/danal/sdk.js`, timeoutMs }),
    portoneV1({
      ...keys.portoneV1,
      sandbox: true,
      pgProvider: 'danal_tpay',
      apiBase: `${base}/portone-v1`,
      sdkUrl: `${pgs}/portone-v1/iamport.js`,
      timeoutMs,
    }),
  ],
  // The database measures how far this server's clock is off, not how fast the merchants' time runs.
  ledger: sqlLedger(settings.ledger, { now: () => Date.now() + clockAhead }),
  sealingKeys: settings.sealingKeys,
  identify: (request) => {
    const id = /(?:^|; )user=([\w-]+)/.exec(request.headers.get('cookie') ?? '')?.[1]
    return id === undefined ? null : { id, name: '김하늘', phone: '010-1234-5678' }
  },
  order: ({ plan }) => PLANS[plan ?? ''] ?? null,
  onIssued: async (event) => {
    const response = await fetch(settings.sink, { method: 'POST', body: JSON.stringify(event) })
    if (!response.ok) throw new Error('the merchant is busy')
  },
  clock: worldClock(clockBase, clockAhead),
})

serve({ fetch: billing.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => tell({ kind: 'ready', port }))
// Whoever started it has gone: so does it.
process.on('disconnect', () => process.exit())
