// A merchant's server as each runtime starts it: the same handler, and the few lines by which it listens.

/** What the handler is told. */
export interface MerchantSettings {
  /** Where the simulated Danal is, for example `http://127.0.0.1:4400/danal`. */
  readonly danal: string
  readonly clientKey: string
  readonly merchantId: string
  readonly secretKey: string
  /** Of PortOne V2, whose webhooks are signed. */
  readonly webhookSecret: string
}

/** The origin that customers see. Nothing listens there: requests name it in `Origin`. */
export const SHOP = 'http://localhost:4173'

/** The module that every runtime runs: it exports `handle`. The log goes to the console. */
export const merchantModule = (settings: MerchantSettings): string => `
import { createBilling, danal, memoryLedger, portoneV2 } from '@billing-register/server'

const billing = createBilling({
  publicUrl: '${SHOP}/billing',
  providers: [danal({
    clientKey: '${settings.clientKey}',
    merchantId: '${settings.merchantId}',
    secretKey: '${settings.secretKey}',
    apiBase: '${settings.danal}',
    sdkUrl: '${settings.danal}/sdk.js',
  }), portoneV2({
    storeId: 'store-1',
    channelKey: 'channel-key-1',
    apiSecret: '${settings.secretKey}-v2',
    webhookSecret: '${settings.webhookSecret}',
    sandbox: true,
  })],
  ledger: memoryLedger(),
  identify: (request) => {
    const id = request.headers.get('authorization')
    return id ? { id } : null
  },
  order: () => ({ name: 'Pro', amount: 9900 }),
})
export const handle = (request) => billing.fetch(request)
`

/** The entry of a runtime: it listens on a free loopback port and prints \`port N\`. */
export const ENTRIES = {
  node: `
import { serve } from '@hono/node-server'
import { handle } from './merchant.js'
serve({ fetch: handle, hostname: '127.0.0.1', port: 0 }, ({ port }) => console.log(\`port \${port}\`))
`,
  bun: `
import { handle } from './merchant.js'
const { port } = Bun.serve({ fetch: handle, hostname: '127.0.0.1', port: 0 })
console.log(\`port \${port}\`)
`,
  deno: `
import { handle } from './merchant.js'
Deno.serve({ hostname: '127.0.0.1', port: 0, onListen: ({ port }) => console.log(\`port \${port}\`) }, handle)
`,
  workerd: `
import { handle } from './merchant.js'
export default { fetch: handle }
`,
} as const

/** A JavaScript runtime that a merchant's server may run on. */
export type Runtime = keyof typeof ENTRIES
