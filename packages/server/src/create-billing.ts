// createBilling(): the merchant's one call.
import type { Hono } from 'hono'
import { buildApp } from './app.ts'
import { checkOptions, parseOrigins, parsePublicUrl } from './config.ts'
import { keyedDigest, mintId } from './mint.ts'
import type { BillingOptions, LogEntry } from './options.ts'
import type { Core } from './registration/core.ts'
import type { BillingEnv } from './routes/context.ts'

const DEFAULT_ATTEMPTS_PER_HOUR = 30

/** What {@link createBilling} gives. */
export interface Billing {
  /** Mount it where `publicUrl` points: `app.route('/billing', billing.app)`. */
  readonly app: Hono<BillingEnv>
  /** The same for any other framework. The request's URL must begin with publicUrl's path, or have it stripped. */
  readonly fetch: (request: Request) => Promise<Response>
  /**
   * Resolves when no call to a PG is under way. On SIGTERM: stop taking requests, then await it, so that no
   * issued key is cut off between its arrival and the ledger.
   */
  readonly drain: () => Promise<void>
}

/**
 * Builds the handler that registers cards.
 *
 * @example
 * const billing = createBilling({
 *   publicUrl: 'https://shop.example/billing',
 *   providers: [danal({ clientKey, merchantId, secretKey })],
 *   ledger: memoryLedger(),
 *   identify: async (request) => userOf(request),
 *   order: async ({ customer, plan }) => ({ name: 'Pro', amount: 9900 }),
 * })
 * app.route('/billing', billing.app)
 *
 * @throws BillingError `misconfigured`, whose message names the option.
 */
export function createBilling(options: BillingOptions): Billing {
  checkOptions(options)
  const publicUrl = parsePublicUrl(options.publicUrl)
  const core: Core = {
    options,
    ledger: options.ledger,
    providers: new Map(options.providers.map((provider) => [provider.name, provider])),
    publicUrl,
    origins: parseOrigins(publicUrl, options.origins),
    attemptsPerHour: options.attemptsPerHour ?? DEFAULT_ATTEMPTS_PER_HOUR,
    now: options.clock ?? Date.now,
    mint: mintId,
    digest: keyedDigest(() => options.ledger.digestKey()),
    fetch: options.fetch ?? ((...args) => fetch(...args)),
    log: quietly(options.log ?? logLine),
    underWay: new Set(),
  }
  const app = buildApp(core)
  return { app, fetch: (request) => handle(app, publicUrl, request), drain: () => drain(core) }
}

async function drain(core: Core): Promise<void> {
  while (core.underWay.size > 0) await Promise.allSettled(core.underWay)
}

// Frameworks differ: some hand over the whole path, some strip the mount.
async function handle(app: Hono<BillingEnv>, publicUrl: string, request: Request): Promise<Response> {
  const { pathname } = new URL(publicUrl)
  const url = new URL(request.url)
  if (pathname === '/' || !(url.pathname + '/').startsWith(pathname + '/')) return app.fetch(request)
  url.pathname = url.pathname.slice(pathname.length) || '/'
  return app.fetch(new Request(url, request))
}

// A log that is down must not cost a key that is on its way to the ledger.
const quietly =
  (log: (entry: LogEntry) => void) =>
  (entry: LogEntry): void => {
    try {
      log(entry)
    } catch {
      // There is nowhere left to say it.
    }
  }

function logLine(entry: LogEntry): void {
  console.log(JSON.stringify({ at: new Date().toISOString(), ...entry }))
}
