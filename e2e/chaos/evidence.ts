// Reads, when everything is over, what the ledger holds: its rows past the ledger's code, its secrets with it.
import { sqlLedger } from '@billing-register/ledger-sql'
import { parseSealingKeys, type SealedLedger } from '@billing-register/server'
import type { ChaosDatabase } from './database.ts'
import { pgOf } from './instances.ts'
import type { KeptEvent, KeptMethod, KeptPayment, KeptRegistration, TrueKey, TruePayment } from './shapes.ts'
import { SPEED } from './world-time.ts'

/** What a ledger holds. */
export interface Kept {
  readonly registrations: readonly KeptRegistration[]
  readonly methods: readonly KeptMethod[]
  readonly kept: readonly KeptPayment[]
  readonly events: readonly KeptEvent[]
  /** By registration: what its sealed parts say once they are opened. */
  readonly opened: ReadonlyMap<string, string>
}

/** Reads it. `clockBase`: when the merchants' clock began to run. */
export async function readLedger(
  database: ChaosDatabase,
  sealingKeys: string,
  clockBase: number,
): Promise<Kept> {
  const source = sqlLedger(database.target)
  const ledger = source.open(parseSealingKeys(sealingKeys))
  try {
    const rows = await database.rows(
      'select id, state, provider, provider_ref, customer_id from billing_registrations order by seq',
    )
    const events = await eventsOf(database, clockBase)
    const registrations: KeptRegistration[] = []
    const opened = new Map<string, string>()
    for (const row of rows) {
      const id = String(row['id'])
      registrations.push({
        id,
        state: String(row['state']),
        provider: pgOf(String(row['provider'])),
        providerRef: String(row['provider_ref']),
        customerId: String(row['customer_id']),
        events: events.get(id) ?? [],
        claims: await transactionsOf(ledger, id),
      })
      opened.set(id, await openedOf(ledger, id))
    }
    return {
      registrations,
      opened,
      methods: await methodsOf(ledger, registrations),
      kept: await paymentsOf(database, ledger),
      events: await paymentEventsOf(database),
    }
  } finally {
    await source.close()
  }
}

type Events = KeptRegistration['events']

async function eventsOf(database: ChaosDatabase, clockBase: number): Promise<Map<string, Events>> {
  const events = new Map<string, Events>()
  for (const row of await database.rows(
    'select registration_id, type, at from billing_events order by seq',
  )) {
    const id = String(row['registration_id'])
    const at = clockBase + (Number(row['at']) - clockBase) / SPEED
    events.set(id, [...(events.get(id) ?? []), { type: String(row['type']), at }])
  }
  return events
}

async function transactionsOf(ledger: SealedLedger, id: string): Promise<KeptRegistration['claims']> {
  const claims = await ledger.claims(id)
  return claims.map(({ raw }) => ({ transaction: transactionOf(raw) }))
}

/** What came back for a registration, and what the PG has answered. */
async function openedOf(ledger: SealedLedger, id: string): Promise<string> {
  const [claims, attempts] = await Promise.all([ledger.claims(id), ledger.attempts(id)])
  const bodies = attempts.flatMap(({ exchanges }) => exchanges ?? []).map(({ body }) => body?.reveal() ?? '')
  return [...claims.map(({ raw }) => JSON.stringify(raw)), ...bodies].join('\n')
}

/** The PG's name for what a return is about. */
export const transactionOf = (raw: Readonly<Record<string, string | undefined>>): string =>
  raw['transactionId'] ??
  raw['authKey'] ??
  raw['billingIssueToken'] ??
  raw['imp_uid'] ??
  raw['billingKey'] ??
  ''

async function methodsOf(
  ledger: SealedLedger,
  registrations: readonly KeptRegistration[],
): Promise<readonly KeptMethod[]> {
  const customers = new Set(registrations.map(({ customerId }) => customerId))
  const methods: KeptMethod[] = []
  for (const customer of customers) {
    for (const { id, registrationId, state, binding, key, atPg } of await ledger.paymentMethods(customer)) {
      methods.push({ id, registrationId, state, binding, key: key.reveal(), atPg })
    }
  }
  return methods
}

async function paymentsOf(database: ChaosDatabase, ledger: SealedLedger): Promise<readonly KeptPayment[]> {
  const earlier = new Map<string, KeptPayment['earlier']>()
  for (const row of await database.rows(
    'select payment_id, provider, pg_order_id from billing_earlier_orders',
  )) {
    const id = String(row['payment_id'])
    const attempt = { provider: pgOf(String(row['provider'])), pgOrderId: String(row['pg_order_id']) }
    earlier.set(id, [...(earlier.get(id) ?? []), attempt])
  }
  const kept: KeptPayment[] = []
  for (const row of await database.rows('select id from billing_payments order by seq')) {
    const payment = await ledger.charges.payment(String(row['id']))
    if (!payment) throw new Error(`${String(row['id'])} is in the database, and the ledger finds it not`)
    kept.push({
      ...payment,
      provider: pgOf(payment.provider),
      reason: payment.reason?.code,
      earlier: earlier.get(payment.id) ?? [],
    })
  }
  return kept
}

async function paymentEventsOf(database: ChaosDatabase): Promise<readonly KeptEvent[]> {
  const rows = await database.rows(
    "select registration_id, type, detail from billing_events where type like 'payment.%' or type like 'method.%' order by seq",
  )
  return rows.map(({ registration_id: id, type, detail }) => ({
    registrationId: String(id),
    type: String(type),
    detail: JSON.parse(String(detail ?? '{}')),
  }))
}

/** The truth at the simulated PGs. */
export interface Truth {
  readonly keys: readonly TrueKey[]
  readonly payments: readonly TruePayment[]
  readonly tellsWhose: (provider: string) => boolean
}

/** Asks the simulator for it. */
export async function readTruth(pgs: string): Promise<Truth> {
  const response = await fetch(`${pgs}/control/ledger`)
  const truth: Omit<Truth, 'tellsWhose'> = await response.json()
  const drawn: { readonly quirks: Readonly<Record<string, unknown>> } = await (
    await fetch(`${pgs}/control/quirks`)
  ).json()
  const { orderIdInAnswer, userInAnswer } = drawn.quirks
  // Toss is told of no order when it issues: a customerKey of its own stands for each registration.
  const keys = truth.keys.map((key) =>
    key.provider === 'toss' ? { ...key, registrationRef: key.customerRef } : key,
  )
  const danalTells = orderIdInAnswer === true || userInAnswer === true
  return { ...truth, keys, tellsWhose: (provider) => provider !== 'danal' || danalTells }
}
