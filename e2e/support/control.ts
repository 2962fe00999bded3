// Turns the knobs of the shop and of the simulated PGs, and reads what is true there. Not through the browser's wire.

/** PGs that are simulated. */
export type Pg = 'danal' | 'portone-v1' | 'portone-v2' | 'toss'

/**
 * A key at a PG. `customerRef`: Danal's userId, PortOne's customer_uid or customer id, Toss' customerKey. `registrationRef`:
 * orderId, merchant_uid, issueId, or a digest of Toss' authKey.
 */
export interface TrueKey {
  readonly provider: Pg
  readonly billingKey: string
  readonly customerRef: string
  readonly registrationRef: string
  readonly revoked: boolean
}

/** What is true at the PGs. */
export interface Truth {
  readonly keys: readonly TrueKey[]
  readonly payments: readonly { provider: string; orderId: string; amount: number; state: string }[]
  readonly calls: readonly { provider: string; operation: string; status: number }[]
}

/** One registration in the shop's ledger, as the demo shows it: identifiers masked. */
export interface LedgerRow {
  readonly customer: string
  readonly plan?: string
  readonly state: string
  readonly reason?: string
  readonly method?: {
    readonly state: string
    readonly binding: string
    readonly mismatches: readonly string[]
  }
  readonly payment?: { readonly state: string; readonly amount: number }
}

/** A fault of a PG; see the simulator's README. */
export interface Fault {
  readonly provider: Pg
  readonly operation: string
  readonly fault: string
  readonly times?: number
  readonly delayMs?: number
}

/** Names and values of what the PG's documents leave open. */
export type Quirks = Readonly<Record<string, unknown>>

/** The shop behind the scenes. */
export interface Control {
  truth(): Promise<Truth>
  ledger(): Promise<readonly LedgerRow[]>
  /** Registrations on whose key the PG and the ledger do not agree. */
  disagreements(): Promise<readonly unknown[]>
  fault(fault: Fault): Promise<void>
  /** Takes every fault back. */
  mend(): Promise<void>
  quirks(): Promise<Quirks>
  setQuirks(quirks: Quirks): Promise<void>
  setPrice(plan: string, amount: number): Promise<void>
  /** Lets `ms` pass on the shop's clock, and on the PGs'. */
  advance(ms: number): Promise<void>
  /** What the merchant's scheduler runs; answers the registrations that it settled. */
  reconcile(): Promise<readonly { from: string; to: string }[]>
  /** Empties ledger and PGs, and puts prices and clock back. */
  reset(): Promise<void>
}

/** The controls of the demo at `origin`. */
export function controlOf(origin: string): Control {
  const ask = async <T>(path: string, body?: unknown, method = 'POST'): Promise<T> => {
    const response = await fetch(origin + path, {
      ...(body !== undefined && {
        method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    })
    const answer = await response.text()
    if (!response.ok) throw new Error(`${path}: ${response.status} ${answer}`)
    return JSON.parse(answer)
  }
  return {
    truth: () => ask('/__simulator/control/ledger'),
    ledger: async () => (await ask<{ registrations: LedgerRow[] }>('/__demo/ledger')).registrations,
    disagreements: async () => {
      const { rows } = await ask<{ rows: { verdict: string }[] }>('/__demo/truth')
      return rows.filter(({ verdict }) => verdict.endsWith('-only'))
    },
    fault: (fault) => ask('/__simulator/control/faults', fault),
    mend: () => ask('/__simulator/control/faults', {}, 'DELETE'),
    quirks: async () => (await ask<{ quirks: Quirks }>('/__simulator/control/quirks')).quirks,
    setQuirks: (quirks) => ask('/__simulator/control/quirks', quirks),
    setPrice: (plan, amount) => ask('/__demo/price', { plan, amount }),
    advance: (advanceMs) => ask('/__demo/clock', { advanceMs }),
    reconcile: async () =>
      (await ask<{ settled: { from: string; to: string }[] }>('/__demo/reconcile', {})).settled,
    reset: () => ask('/__demo/reset', {}),
  }
}
