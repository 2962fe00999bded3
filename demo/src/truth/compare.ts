// Puts what the PG holds beside what our ledger holds, masked. Pure.
import type { PaymentMethod } from '@billing-register/server'
import type { TrueKey, Truth } from '@billing-register/simulator'
import type { Known } from '../shop-ledger.ts'
import { mask } from './mask.ts'

/** What our ledger says of one registration. */
export interface LedgerSide {
  readonly registration: string
  /** The identifier under which the PG knows it. */
  readonly reference: string
  readonly customer: string
  readonly plan?: string
  readonly state: string
  readonly reason?: string
  readonly method?: {
    readonly id: string
    readonly key: string
    readonly state: string
    readonly kind: string
    readonly issuer?: string
    readonly number?: string
    readonly binding: string
    readonly mismatches: readonly string[]
  }
  readonly payment?: { readonly state: string; readonly amount: number }
  readonly createdAt: number
}

/** What the PG says of one key. */
export interface PgSide {
  readonly key: string
  readonly customer: string
  readonly reference: string
  readonly revoked: boolean
  readonly issuedAt: number
}

/**
 * `open`: nothing has come of it yet. `same`: a key on both sides, or on neither. `pending`: the ledger knows that it does not know yet.
 * `held`: the key is in the ledger, but not for use. `pg-only` and `ledger-only` should never stand for long.
 */
export type Verdict = 'open' | 'same' | 'pending' | 'held' | 'pg-only' | 'ledger-only'

/** One registration or key on both sides. */
export interface TruthRow {
  readonly provider: string
  readonly at: number
  readonly verdict: Verdict
  readonly pg: readonly PgSide[]
  readonly ledger?: LedgerSide
}

/** One registration as the panel and the tests may see it. */
export function ledgerSide({ registration, method }: Known): LedgerSide {
  const { reason, payment, plan } = registration
  return {
    registration: mask(registration.id),
    reference: mask(registration.providerRef),
    customer: registration.customer.id,
    state: registration.state,
    createdAt: registration.createdAt,
    ...(plan !== undefined && { plan }),
    ...(reason && { reason: reason.code }),
    ...(payment && { payment: { state: payment.state, amount: payment.amount } }),
    ...(method && { method: methodSide(method) }),
  }
}

function methodSide(method: PaymentMethod): NonNullable<LedgerSide['method']> {
  const { issuer, maskedNumber } = method
  return {
    id: mask(method.id),
    // Only its end is shown: enough to see that both sides hold the same.
    key: mask(method.key.reveal()),
    state: method.state,
    kind: method.kind,
    binding: method.binding,
    mismatches: method.mismatches,
    ...(issuer !== undefined && { issuer }),
    ...(maskedNumber !== undefined && { number: mask(maskedNumber) }),
  }
}

/** What we gave the PG to know a registration by: where it has no name for one, its customer is of this registration alone. */
const referenceOf = ({ provider, customerRef, registrationRef }: TrueKey): string =>
  provider === 'toss' || registrationRef === '' ? customerRef : registrationRef

/** The same, as the ledger knows it. A card that was typed for PortOne V1 is known by its customer_uid alone. */
const isOf = ({ registration: { providerRef, memo } }: Known, key: TrueKey): boolean =>
  [providerRef, memo['customerUid']].includes(referenceOf(key))

function pgSide(key: TrueKey): PgSide {
  return {
    key: mask(key.billingKey),
    customer: mask(key.customerRef),
    reference: mask(referenceOf(key)),
    revoked: key.revoked,
    issuedAt: key.issuedAt,
  }
}

function verdictOf(known: Known, keys: readonly TrueKey[]): Verdict {
  const held = known.method?.state === 'suspended'
  const atPg = keys.some((key) => !key.revoked)
  if (held) return 'held'
  const gone = known.method?.state === 'revoked'
  if (gone || known.method?.state === 'revoking')
    return !atPg || (gone && known.method?.atPg === 'kept') ? 'same' : 'pending'
  if (!atPg && known.method !== undefined) return 'ledger-only'
  if (!atPg) return ['open', 'returned'].includes(known.registration.state) ? 'open' : 'same'
  if (known.method !== undefined) return 'same'
  return ['open', 'returned', 'issuing', 'uncertain'].includes(known.registration.state)
    ? 'pending'
    : 'pg-only'
}

/** Rows, newest first. Keys without a registration of ours stand alone. */
export function compare(ledger: readonly Known[], truth: Pick<Truth, 'keys'>): TruthRow[] {
  const ours = ledger.map((known): TruthRow => {
    const keys = truth.keys.filter((key) => isOf(known, key))
    return {
      provider: known.registration.provider,
      at: known.registration.createdAt,
      verdict: verdictOf(known, keys),
      pg: keys.map(pgSide),
      ledger: ledgerSide(known),
    }
  })
  const strangers = truth.keys
    .filter((key) => !ledger.some((known) => isOf(known, key)))
    .map((key): TruthRow => ({
      provider: key.provider,
      at: key.issuedAt,
      verdict: 'pg-only',
      pg: [pgSide(key)],
    }))
  return [...ours, ...strangers].toSorted((a, b) => b.at - a.at)
}
