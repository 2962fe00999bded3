// What the merchant's operator can look up and settle, beside the customers' own way. The CLI is built on it.
import { exportConsents, type ConsentQuery } from '../ledger/consents.ts'
import type { RegistrationQuery } from '../ledger/ledger.ts'
import type { PaymentQuery } from '../ledger/payments.ts'
import type { Spill } from '../sealing/spill.ts'
import { restoreSpill } from './restore-spill.ts'
import type { Core } from '../registration/core.ts'
import { finishing } from '../providers/finishing.ts'
import type { ConsentEvidence, Registration } from '../registration/record.ts'
import { checkUp, type CheckUp } from './check.ts'
import { endKeeping, eraseCustomer, planErasure } from './erase.ts'
import type { Erasure, ErasureOptions, ErasureOrder } from './erase.ts'
import { importMethod, type ImportResult } from './import.ts'
import { revealMethods, type ExportedMethod } from './export.ts'
import {
  exportPayments,
  methodFile,
  methodSummaryOf,
  paymentFile,
  paymentSummaryOf,
  type MethodFile,
  type MethodSummary,
  type PaymentFile,
  type PaymentSummary,
} from './payments.ts'
import { overview, type Overview } from './overview.ts'
import { resolve, type Resolution } from './resolve.ts'
import { resolvePayment, type PaymentResolution } from './resolve-payment.ts'
import type { PaymentView } from '../payments/view.ts'
import {
  callSummaryOf,
  claimSummaryOf,
  summaryOf,
  transactionsOf,
  type RegistrationFile,
  type RegistrationSummary,
} from './summary.ts'

/** The operator's half of the server. No method answers a billing key unless its name says so. */
export interface Operator {
  /** Newest first. */
  registrations(query: RegistrationQuery): Promise<readonly RegistrationSummary[]>
  /** One with its claims, attempts and events; undefined when there is none of this id. */
  registration(id: string): Promise<RegistrationFile | undefined>
  /**
   * Puts an answer back that the ledger could not take: what `onSpill` was told, or its line on stderr. Told twice it
   * changes nothing more. Answers the registration, payment or payment method that it belongs to. Throws `sealing_key_missing`, `ledger_tampered`, `not_found`, `invalid_request`.
   */
  restore(spill: Spill | string): Promise<RegistrationSummary | PaymentSummary | MethodSummary>
  /**
   * Evidence of consents, oldest first: who agreed, when they clicked, and to which words (SHA-256, base64url, of
   * `JSON.stringify([label, [[name, value], …facts], text])` as `order` gave them).
   */
  consents(query?: ConsentQuery): AsyncIterable<ConsentEvidence>
  /** Those that wait for a person: uncertain, and suspended because of a difference. Newest first. */
  uncertain(query?: Partial<Omit<RegistrationQuery, 'states'>>): Promise<readonly RegistrationSummary[]>
  /**
   * Settles an uncertain, suspended or held registration with what a person found out at the PG, and writes that into
   * the audit trail with their name. Throws `not_found`, `invalid_request`, or `registration_conflict` where it does not
   * fit the state.
   */
  resolve(id: string, resolution: Resolution): Promise<RegistrationFile>
  /**
   * Settles an uncertain payment, or its uncertain cancellation, in the same way. Throws `not_found`, `invalid_request`, or
   * `payment_conflict` where it does not fit the state.
   */
  resolvePayment(id: string, resolution: PaymentResolution): Promise<PaymentView>
  /**
   * The transactions that came back with returns (Danal transactionId, PortOne imp_uid): what to ask the PG's people for.
   * They are no secret, but whoever comes first can use one.
   */
  transactions(id: string): Promise<readonly string[]>
  /** Payments, newest first. */
  payments(query: PaymentQuery): Promise<readonly PaymentSummary[]>
  /** One with its calls and events, by its id or by the merchant's order; undefined when there is none. */
  payment(by: string | { readonly orderId: string }): Promise<PaymentFile | undefined>
  /** A customer's payment methods, newest first, in whatever state they are; without their keys. */
  methods(customerId: string): Promise<readonly MethodSummary[]>
  /** One with what was done with its key; undefined when there is none of this id. */
  method(id: string): Promise<MethodFile | undefined>
  /** Every payment, newest first. */
  exportPayments(): AsyncIterable<PaymentSummary>
  /** What waits, how much of it, and since when. */
  overview(): Promise<Overview>
  /** Every payment method with what charges it. What it yields belongs into a file that only its owner can read. */
  revealMethods(): AsyncIterable<ExportedMethod>
  /** Brings in an `ImportedMethod`, a key that was made before or elsewhere, once. Throws `invalid_request`, `unknown_provider`. */
  importMethod(method: unknown): Promise<ImportResult>
  /** What would become of everything that the ledger holds of a customer, if they were erased now. */
  planErasure(customerId: string, options?: ErasureOptions): Promise<Erasure>
  /**
   * Erases a customer: what nobody must keep is gone, what the law wants kept says a pseudonym in their place. Safe to
   * repeat. Throws `registration_conflict` while something is unsettled, or a billing key was not revoked.
   */
  eraseCustomer(customerId: string, order: ErasureOrder): Promise<Erasure>
  /** How many erased registrations have been kept for long enough; told by whom, it ends their keeping. */
  endKeeping(by?: string): Promise<number>
  /** What this server is set up for, and whether ledger and PGs answer. */
  checkUp(): Promise<CheckUp>
}

const UNCERTAIN_LIMIT = 50

/** The operator of a server. */
export function operatorOf(core: Core): Operator {
  const { ledger } = core
  return {
    async registrations(query) {
      return (await ledger.list(query)).map(summaryOf)
    },
    async registration(id) {
      const registration = await ledger.find(id)
      return registration && fileOf(core, registration)
    },
    uncertain: async ({ limit = UNCERTAIN_LIMIT, ...query } = {}) =>
      (await ledger.list({ ...query, limit, states: ['uncertain', 'suspended'] })).map(summaryOf),
    resolve: async (id, resolution) => fileOf(core, await resolve(core, id, resolution)),
    resolvePayment: (id, resolution) => resolvePayment(core, id, resolution),
    overview: () => overview(core),
    async transactions(id) {
      const registration = await ledger.find(id)
      if (!registration) return []
      const provider = core.providers.get(registration.provider)
      return transactionsOf(provider && (await finishing(provider)), registration, await ledger.claims(id))
    },
    payments: async (query) => (await ledger.charges.payments(query)).map(paymentSummaryOf),
    payment: (by) => paymentFile(ledger, by),
    methods: async (customerId) => (await ledger.paymentMethods(customerId)).map(methodSummaryOf),
    method: (id) => methodFile(ledger, id),
    exportPayments: () => exportPayments(ledger),
    revealMethods: () => revealMethods(ledger),
    importMethod: (method) => importMethod(core, method),
    planErasure: (customerId, options) => planErasure(core, customerId, options),
    eraseCustomer: (customerId, order) => eraseCustomer(core, customerId, order),
    endKeeping: (by) => endKeeping(core, by),
    checkUp: () => checkUp(core),
    async restore(spill) {
      const restored = await restoreSpill(core, spill)
      if ('registration' in restored) return summaryOf(restored.registration)
      return 'payment' in restored ? paymentSummaryOf(restored.payment) : methodSummaryOf(restored.method)
    },
    consents: (query) => exportConsents(ledger, query),
  }
}

async function fileOf(core: Core, registration: Registration): Promise<RegistrationFile> {
  const { id, customer, openedAt, authorizedAt, uncertainSince, consent, strayCharges } = registration
  const { ledger } = core
  const [claims, attempts, events, methods] = await Promise.all([
    ledger.claims(id),
    ledger.attempts(id),
    ledger.events(id),
    ledger.paymentMethods(customer.id),
  ])
  const method = methods.find((one) => one.registrationId === id)
  return {
    ...summaryOf(registration),
    ...(openedAt === undefined ? {} : { openedAt }),
    ...(authorizedAt === undefined ? {} : { authorizedAt }),
    ...(uncertainSince === undefined ? {} : { uncertainSince }),
    ...(consent ? { consent } : {}),
    ...(strayCharges ? { strayCharges } : {}),
    ...(method
      ? {
          method: {
            id: method.id,
            state: method.state,
            binding: method.binding,
            mismatches: method.mismatches,
          },
        }
      : {}),
    claims: claims.map(claimSummaryOf),
    attempts: attempts.map((attempt) => callSummaryOf(attempt)),
    events,
  }
}
