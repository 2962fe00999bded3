// What the driver tells the processes that it starts (as JSON in CHAOS_SETTINGS), and what they tell it.

/** Keys of the merchant at the simulated PGs; the secrets among them carry the run's marker. */
export interface MerchantKeys {
  readonly danal: { readonly clientKey: string; readonly merchantId: string; readonly secretKey: string }
  readonly portoneV1: {
    readonly userCode: string
    readonly channelKey: string
    readonly apiKey: string
    readonly apiSecret: string
  }
  readonly portoneV2: {
    readonly storeId: string
    readonly channelKey: string
    readonly apiSecret: string
    readonly webhookSecret: string
  }
  readonly toss: { readonly clientKey: string; readonly secretKey: string }
}

/** Of a merchant's server. */
export interface MerchantSettings {
  readonly server: number
  /** Where customers find all servers together. */
  readonly publicOrigin: string
  readonly pgs: string
  readonly keys: MerchantKeys
  readonly ledger: string
  readonly sealingKeys: string
  /** Where the merchants' clock began to run, ms since the epoch, and how far it has been put forward since, ms. */
  readonly clockBase: number
  readonly clockAhead: number
  /** Where `onIssued` and `onEvent` report to. */
  readonly sink: string
}

/** Of the simulated PGs. */
export interface PgSettings {
  readonly seed: number
  readonly keys: MerchantKeys
  readonly marker: string
  /** Where the merchants' clock began to run, ms since the epoch: the PGs live by the same. */
  readonly clockBase: number
  /** Where their webhooks go: `{webhooks}/{provider}`. */
  readonly webhooks: string
}

/**
 * A call that a server made to a PG. `claim`: what it was made for; `order`: which order it names; `customerRef`: for whom a key
 * is made from a typed card. Times are wall clock.
 */
export interface CallMessage {
  readonly kind: 'call'
  readonly call: number
  readonly server: number
  readonly provider: string
  readonly operation: string
  readonly claim?: string
  readonly order?: string
  readonly customerRef?: string
  readonly idempotencyKey?: string
  readonly at: number
}

/** Its answer, as it leaves. `issuedKey`: the key that it tells in a form that can be read. */
export interface AnswerMessage {
  readonly kind: 'answer'
  readonly call: number
  readonly server: number
  readonly issuedKey?: string
  readonly at: number
}

/** A webhook of a PG that has come to its end: what it was answered, 0 when nobody did. `ageMs`: since it was sent. */
export interface WebhookMessage {
  readonly kind: 'webhook'
  readonly provider: string
  readonly how: 'once' | 'twice' | 'never' | 'spoilt'
  readonly status: number
  readonly ageMs: number
}

/** What one `billing.reconcile()` did. */
export interface ReconciledMessage {
  readonly kind: 'reconciled'
  readonly settled: number
  readonly failed: number
  /** There may be more to do now. */
  readonly more: boolean
}

/** A process listens. */
export interface ReadyMessage {
  readonly kind: 'ready'
  readonly port: number
}

/** Tells the driver. */
export function tell(
  message: CallMessage | AnswerMessage | WebhookMessage | ReadyMessage | ReconciledMessage,
): void {
  process.send?.(message)
}
