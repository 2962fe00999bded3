// createBilling(): the merchant's one call.
import type { Hono } from 'hono'
import { buildApp, finishing } from './app.ts'
import { checkOptions, parseOrigins, parsePublicUrl } from './config.ts'
import type { Rotation, RotationOptions } from './ledger/rotate.ts'
import { mintId, rememberingSha256 } from './mint.ts'
import type { Operator } from './operator/operator.ts'
import type { BillingOptions, LogEntry } from './options.ts'
import type { ChargeableMethod } from './payments/own-methods.ts'
import type * as Payments from './payments/index.ts'
import type {
  CancelInput,
  ChargeInput,
  CustomerRef,
  PaymentView,
  RevokedMethod,
  RevokeInput,
  ScheduleInput,
} from './payments/index.ts'
import type { ReconcileOptions, ReconcileReport } from './recovery/reconcile.ts'
import type { Core } from './registration/core.ts'
import type { BillingEnv } from './routes/context.ts'
import { parseSealingKeys } from './sealing/key-ring.ts'

const DEFAULT_ATTEMPTS_PER_HOUR = 30
const DEFAULT_HOLD_DAYS = 7
const DAY_MS = 24 * 60 * 60_000

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
  /**
   * Seals everything anew under the first of `sealingKeys`, row by row, while servers go on working. Interrupted, it
   * is simply called again. Afterwards the older keys may leave `sealingKeys`, if nothing was `unreadable`.
   */
  readonly rotate: (options?: RotationOptions) => Promise<Rotation>
  /**
   * Looks after what nobody asks for: calls whose answer was lost, keys that a window made unseen, customers who never
   * came back, events that were not taken. A bounded amount per run, and safe to run from any number of servers at
   * once. A little of it rides on requests anyway; call it from your scheduler, say once a minute, for more.
   */
  readonly reconcile: (options?: ReconcileOptions) => Promise<ReconcileReport>
  /** Payment methods of a customer that may be charged, the default one first, then the newest. Never a key. */
  readonly paymentMethods: (customerId: string) => Promise<ChargeableMethod[]>
  /**
   * A payment method of this customer that may be charged: for the value of a submitted form, whatever that is.
   * Null for anything else: an id that does not exist, another customer's, one that was deleted.
   */
  readonly paymentMethod: (
    id: unknown,
    of: { readonly customer: string | { readonly id: string } },
  ) => Promise<ChargeableMethod | null>
  /**
   * Charges an order, once, however often it is called and from how many servers: the same `orderId` again answers what
   * became of it. `uncertain` is found out where the PG allows that: call again, or leave it to {@link Billing.reconcile}.
   * What the PG says is an answer; an error means that nothing was sent.
   */
  readonly charge: (input: ChargeInput) => Promise<PaymentView>
  /** Gives money back, whole or in part. Safe to repeat. */
  readonly cancelPayment: (input: CancelInput) => Promise<PaymentView>
  /**
   * Takes a payment method out of use for good, and deletes its key at the PG where the PG can. Safe to repeat; what is not
   * finished goes on by itself.
   */
  readonly revoke: (input: RevokeInput) => Promise<RevokedMethod>
  /** Makes a payment method its owner's default. Throws `not_found`, also for one that may not be charged. */
  readonly setDefault: (method: {
    readonly paymentMethodId: string
    readonly customer: CustomerRef
  }) => Promise<void>
  /**
   * Lets the PG charge an order by itself at a time, where it can (PortOne). Others throw `schedule_unsupported`: charge
   * from your own job engine. What came of it is found out by {@link Billing.reconcile}.
   */
  readonly schedule: (input: ScheduleInput) => Promise<PaymentView>
  /** Takes a scheduled charge back. Safe to repeat. */
  readonly unschedule: (
    by: { readonly paymentId: string } | { readonly orderId: string },
  ) => Promise<PaymentView>
  /** A payment by its id or by the merchant's order; null when there is none. */
  readonly payment: (by: string | { readonly orderId: string }) => Promise<PaymentView | null>
  /** What an operator may look up and settle; loaded when it is first asked for. The CLI works through it. */
  readonly operator: () => Promise<Operator>
}

/**
 * Builds the handler that registers cards.
 *
 * @example
 * const billing = createBilling({
 *   publicUrl: 'https://shop.example/billing',
 *   providers: [danal({ clientKey, merchantId, secretKey })],
 *   ledger: sqlLedger('file:billing.db'),
 *   sealingKeys: process.env.BILLING_SEALING_KEYS,
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
  // Read even where the ledger does not need them: a typing error should not wait for the move to production.
  const sealingKeys = options.sealingKeys === undefined ? [] : parseSealingKeys(options.sealingKeys)
  const ledger = 'open' in options.ledger ? options.ledger.open(sealingKeys) : options.ledger
  let half: ReturnType<Core['cardForm']> | undefined
  const core: Core = {
    options,
    ledger,
    sealingKeys,
    providers: new Map(options.providers.map((provider) => [provider.name, provider])),
    publicUrl,
    origins: parseOrigins(publicUrl, options.origins),
    attemptsPerHour: options.attemptsPerHour ?? DEFAULT_ATTEMPTS_PER_HOUR,
    holdMs: (options.holdKeysForDays ?? DEFAULT_HOLD_DAYS) * DAY_MS,
    now: options.clock ?? Date.now,
    mint: mintId,
    hash: rememberingSha256(),
    // Nothing is digested before a window was open.
    digest: async (text) => (await finishing()).keyedDigest(ledger, text),
    fetch: options.fetch ?? ((...args) => fetch(...args)),
    log: quietly(options.log ?? logLine),
    underWay: new Set(),
    swept: { events: 0, registrations: 0 },
    cardForm: () => (half ??= import('./card-form/index.ts').then(({ cardForm }) => cardForm(core))),
  }
  const app = buildApp(core, '/')
  return {
    app,
    fetch: anywhere(app, core),
    drain: () => drain(core),
    rotate: async (rotation) => (await import('./ledger/rotate.ts')).rotateKeys(ledger, core.log, rotation),
    reconcile: async (bounds) => (await import('./recovery/reconcile.ts')).reconcile(core, bounds),
    ...paymentsOf(core),
    operator: async () => (await import('./operator/operator.ts')).operatorOf(core),
  }
}

type Payment =
  | 'paymentMethods'
  | 'paymentMethod'
  | 'charge'
  | 'cancelPayment'
  | 'revoke'
  | 'setDefault'
  | 'payment'
  | 'schedule'
  | 'unschedule'

const paymentsOf = (core: Core): Pick<Billing, Payment> => ({
  paymentMethods: async (customerId) =>
    (await import('./payments/own-methods.ts')).chargeableMethods(core, customerId),
  paymentMethod: async (id, { customer }) =>
    (await import('./payments/own-methods.ts')).chargeableMethod(core, id, customer),
  charge: async (input) => (await payments()).charge(core, input),
  cancelPayment: async (input) => (await payments()).cancelPayment(core, input),
  revoke: async (input) => (await payments()).revoke(core, input),
  setDefault: async (method) => (await payments()).setDefault(core, method),
  schedule: async (input) => (await payments()).schedule(core, input),
  unschedule: async (by) => (await payments()).unschedule(core, by),
  payment: async (by) => (await payments()).findPayment(core, by),
})

// Charging is the business of a server that runs anyway: no cold start of the routes pays for it.
const payments = (): Promise<typeof Payments> => import('./payments/index.ts')

async function drain(core: Core): Promise<void> {
  while (core.underWay.size > 0) await Promise.allSettled(core.underWay)
}

// Frameworks differ: some hand over the whole path, some strip the mount.
function anywhere(app: Hono<BillingEnv>, core: Core): Billing['fetch'] {
  const mount = new URL(core.publicUrl).pathname
  const mounted = mount === '/' ? app : buildApp(core, mount)
  return async (request) => {
    const under = (new URL(request.url).pathname + '/').startsWith(mount + '/')
    return (under ? mounted : app).fetch(request)
  }
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
