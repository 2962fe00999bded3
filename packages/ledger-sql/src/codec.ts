// Records as sealed text and back. What is read here was written here: the seal proves that nobody else did.
import { BillingError } from '@billing-register/contract'
import { Secret, type Payment, type PaymentMethod, type Registration } from '@billing-register/server'

/** A registration as text. Times that servers must agree on are moved by `skew` into the database's clock. */
export function encodeRegistration(registration: Registration, skew: number): string {
  return JSON.stringify(moveTimes(registration, skew))
}

/** The registration that {@link encodeRegistration} wrote. */
export function decodeRegistration(text: string, skew: number): Registration {
  return moveTimes(parse<Registration>(text), -skew)
}

/** A payment as text; times as in {@link encodeRegistration}. */
export function encodePayment(payment: Payment, skew: number): string {
  return JSON.stringify(moveTimes(payment, skew))
}

/** The payment that {@link encodePayment} wrote. */
export function decodePayment(text: string, skew: number): Payment {
  return moveTimes(parse<Payment>(text), -skew)
}

interface Timed {
  readonly leaseUntil?: number | undefined
  readonly lookAt?: number | undefined
}

function moveTimes<T extends Timed>(record: T, by: number): T {
  const { leaseUntil, lookAt } = record
  if (by === 0) return record
  return {
    ...record,
    ...(leaseUntil === undefined ? {} : { leaseUntil: leaseUntil + by }),
    ...(lookAt === undefined ? {} : { lookAt: lookAt + by }),
  }
}

/** A payment method as text, its key revealed: only ever sealed. Its version is kept beside it. */
export function encodeMethod(of: PaymentMethod, skew: number): string {
  const { version: _, ...method } = of
  return JSON.stringify({ ...moveTimes(method, skew), key: method.key.reveal() })
}

/** The payment method that {@link encodeMethod} wrote. */
export function decodeMethod(text: string, version: number, skew: number): PaymentMethod {
  const { key, ...method } = parse<Omit<PaymentMethod, 'key' | 'version'> & { key: string }>(text)
  return { ...moveTimes(method, -skew), version, key: new Secret(key) }
}

/** A return as it came. */
export function decodeRaw(text: string): Readonly<Record<string, string>> {
  return parse(text)
}

/** JSON of our own writing, of the shape it was written in. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows what it wrote
export function parse<T>(text: string): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- sealed by us, or in the append-only log
  return JSON.parse(text) as T
}

/** Throws `ledger_tampered` unless a column says what the sealed record beside it says. */
export function assertSame(
  table: string,
  row: string,
  columns: readonly unknown[],
  sealed: readonly unknown[],
): void {
  if (JSON.stringify(columns) === JSON.stringify(sealed)) return
  throw new BillingError(
    'ledger_tampered',
    `${table}: row '${row}' was changed outside of billing-register; restore that row from a backup`,
  )
}
