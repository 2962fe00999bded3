// What cases for a ledger are made of.
import type { Ledger } from '../ledger/ledger.ts'
import type { FreshEvent } from '../registration/event.ts'
import type { Attempt, Claim, PaymentMethod, Registration } from '../registration/record.ts'
import type { Operation, Payment } from '../payments/payment.ts'
import { Secret } from '../secret.ts'

/** One case. `run` rejects with an Error that says what the ledger did wrong. */
export interface LedgerCase {
  readonly name: string
  readonly run: (ledger: Ledger) => Promise<void>
}

const account = { merchant: 'M1', mode: 'test', credentialFingerprint: 'f1' } as const

/** A registration for cases. */
export function sampleRegistration(id: string, change: Partial<Registration> = {}): Registration {
  return {
    id,
    version: 1,
    state: 'open',
    customer: { id: 'alice' },
    provider: 'danal',
    account,
    locale: 'ko',
    order: { name: 'Pro', amount: 9900, currency: 'KRW', charge: 'later' },
    offer: 'offer-hash',
    clientRef: `ref-${id}`,
    returnTo: 'https://shop.example/register',
    launch: {
      provider: 'danal',
      sdkUrl: 'https://static.example/sdk.js',
      clientKey: 'CL_TEST_1',
      request: {
        paymentsMethod: 'CARD',
        orderName: 'Pro',
        orderId: `o-${id}`,
        userId: 'alice',
        amount: 9900,
        merchantId: 'M1',
        successUrl: 'https://shop.example/billing/return',
        failUrl: 'https://shop.example/billing/return',
        issueKeyOnly: true,
      },
    },
    memo: { orderId: `o-${id}`, amount: 9900 },
    providerRef: `o-${id}`,
    createdAt: 1000,
    opensUntil: 2000,
    returnsUntil: 9000,
    paymentMethodId: `pm-${id}`,
    ...change,
  }
}

export const next = (from: Registration, change: Partial<Registration> = {}): Registration => ({
  ...from,
  ...change,
  version: from.version + 1,
})

export const claim = (registrationId: string, digest: string, change: Partial<Claim> = {}): Claim => ({
  registrationId,
  digest,
  receivedAt: 1,
  raw: { transactionId: digest },
  binding: { owner: false, cookies: [], quarantined: false },
  ...change,
})

export const attempt = (id: string, registrationId: string, claimDigest: string): Attempt => ({
  id,
  registrationId,
  kind: 'issue',
  claimDigest,
  account,
  sentAt: 5,
})

export const method = (id: string, registrationId: string, createdAt: number): PaymentMethod => ({
  id,
  version: 1,
  kind: 'card',
  customerId: 'alice',
  registrationId,
  provider: 'danal',
  account,
  key: new Secret(`key-of-${id}`),
  binding: 'strong',
  state: 'active',
  mismatches: [],
  createdAt,
})

export const event = (id: string, registrationId: string, deliver = true): FreshEvent => ({
  id,
  type: 'registration.issued',
  at: 7,
  by: 'customer',
  deliver,
  registrationId,
  customerId: 'alice',
})

export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message)
}

export const count = <T>(values: readonly T[], wanted: T): number =>
  values.filter((value) => value === wanted).length

/** A registration that is there, and its method. */
export async function methodIn(
  ledger: Ledger,
  id: string,
  change: Partial<PaymentMethod> = {},
): Promise<PaymentMethod> {
  const registration = await ledger.create(sampleRegistration(id), [])
  const paymentMethod = { ...method(`pm-${id}`, id, 1), ...change }
  const done = await ledger.replace(registration, next(registration, { state: 'issued' }), {
    events: [],
    paymentMethod,
  })
  assert(done === 'ok', 'a method could not be written')
  return paymentMethod
}

/** A payment with the method of {@link methodIn}. */
export const payment = (id: string, of: string, change: Partial<Payment> = {}): Payment => ({
  id,
  version: 1,
  state: 'charging',
  orderId: `order-${id}`,
  orderName: 'Pro',
  amount: 9900,
  currency: 'KRW',
  attempt: 1,
  pgOrderId: `pg-${id}`,
  paymentMethodId: `pm-${of}`,
  registrationId: of,
  customer: { id: 'alice', phone: '01000000000' },
  provider: 'danal',
  account,
  from: 'charge',
  cancellations: [],
  createdAt: 10,
  ...change,
})

/** An operation of a payment or a method. */
export const operation = (
  id: string,
  of: Pick<Payment, 'id' | 'registrationId'>,
  change: Partial<Operation> = {},
): Operation => ({
  id,
  kind: 'charge',
  of: of.id,
  subject: `subject-${of.id}`,
  registrationId: of.registrationId,
  account,
  sentAt: 11,
  ...change,
})

/** The same with its next version. */
export const later = <T extends { readonly version: number }>(from: T, change: Partial<T> = {}): T => ({
  ...from,
  ...change,
  version: from.version + 1,
})

/** The ids, as one text. */
export const ids = (all: readonly { readonly id: string }[]): string => all.map(({ id }) => id).join()
