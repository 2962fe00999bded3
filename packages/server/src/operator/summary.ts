// What an operator may see of a registration: everything that explains it, nothing that charges or identifies a card.
import type { PaymentMethodView } from '@billing-register/contract'
import type { BillingEvent } from '../registration/event.ts'
import type {
  Attempt,
  Claim,
  PaymentMethod,
  Reason,
  RecordState,
  Registration,
  StrayCharge,
} from '../registration/record.ts'
import type { Exchange } from '../http/exchange.ts'
import type { FinishingProvider } from '../providers/provider.ts'

/** A registration in a list. Times are ms since the epoch, amounts KRW. */
export interface RegistrationSummary {
  readonly id: string
  readonly state: RecordState
  readonly customerId: string
  readonly plan?: string
  /** Name of the provider instance, and whose keys it used. */
  readonly provider: string
  readonly merchant: string
  readonly mode: 'test' | 'live'
  /** Under which id the PG knows it (orderId, merchant_uid): what to ask the PG for. */
  readonly providerRef: string
  readonly orderName: string
  readonly amount: number
  readonly charge: 'now' | 'later'
  readonly createdAt: number
  readonly reason?: Reason
  readonly paymentMethod?: PaymentMethodView
  readonly payment?: Registration['payment']
}

/** What came back by some door, without its values. */
export interface ClaimSummary {
  readonly receivedAt: number
  /** Names of the fields that came. */
  readonly fields: readonly string[]
  readonly binding: 'owner' | 'cookie' | 'none' | 'quarantined'
}

/** One call to the PG, or several that belong together. */
export interface CallSummary<Kind> {
  readonly id: string
  readonly kind: Kind
  readonly sentAt: number
  readonly answeredAt?: number
  /** What was asked and how the call ended, without what was answered. */
  readonly calls: readonly Omit<Exchange, 'body'>[]
}

/** One call, or several of one attempt, to the PG. */
export type AttemptSummary = CallSummary<Attempt['kind']>

/** One registration with all that happened to it. */
export interface RegistrationFile extends RegistrationSummary {
  readonly openedAt?: number
  readonly authorizedAt?: number
  readonly uncertainSince?: number
  readonly consent?: Registration['consent']
  /** Calls for other registrations that may have charged its order: give these payments back, or keep one. */
  readonly strayCharges?: readonly StrayCharge[]
  /** State and binding of the payment method that the ledger holds for it. */
  readonly method?: Pick<PaymentMethod, 'id' | 'state' | 'binding' | 'mismatches'>
  readonly claims: readonly ClaimSummary[]
  readonly attempts: readonly AttemptSummary[]
  readonly events: readonly BillingEvent[]
}

/** The line of a registration in a list. */
export function summaryOf(registration: Registration): RegistrationSummary {
  const { id, state, customer, plan, provider, account, providerRef, order, createdAt } = registration
  const { reason, paymentMethod, payment } = registration
  return {
    id,
    state,
    customerId: customer.id,
    ...(plan === undefined ? {} : { plan }),
    provider,
    merchant: account.merchant,
    mode: account.mode,
    providerRef,
    orderName: order.name,
    amount: order.amount,
    charge: order.charge,
    createdAt,
    ...(reason ? { reason } : {}),
    ...(paymentMethod ? { paymentMethod } : {}),
    ...(payment ? { payment } : {}),
  }
}

/** What came back, without its values. */
export function claimSummaryOf({ receivedAt, raw, binding }: Claim): ClaimSummary {
  const bound = binding.owner ? 'owner' : binding.cookies.length > 0 ? 'cookie' : 'none'
  return { receivedAt, fields: Object.keys(raw), binding: binding.quarantined ? 'quarantined' : bound }
}

/** What was asked of the PG, without what it answered. */
export function callSummaryOf<Kind>({
  id,
  kind,
  sentAt,
  answeredAt,
  exchanges,
}: Pick<Attempt, 'id' | 'sentAt' | 'answeredAt' | 'exchanges'> & {
  readonly kind: Kind
}): CallSummary<Kind> {
  return {
    id,
    kind,
    sentAt,
    ...(answeredAt === undefined ? {} : { answeredAt }),
    calls: (exchanges ?? []).map(withoutBody),
  }
}

function withoutBody(exchange: Exchange): Omit<Exchange, 'body'> {
  const { body: _, ...call } = exchange
  return call
}

// Of what came back only these: an authKey or a customer_uid is a secret.
const TRANSACTION_FIELDS = ['transactionId', 'imp_uid'] as const

/** The transactions that may have charged its order, and those that its claims name as far as their provider can read them. */
export function transactionsOf(
  provider: FinishingProvider | undefined,
  { strayCharges = [] }: Registration,
  claims: readonly Claim[],
): readonly string[] {
  const named = claims.flatMap(({ raw }) => {
    const value: Readonly<Record<string, string | undefined>> = { ...provider?.parseReturn({ ...raw }).value }
    return TRANSACTION_FIELDS.flatMap((name) => value[name] ?? [])
  })
  return [...new Set([...strayCharges.flatMap(({ transactionId }) => transactionId ?? []), ...named])]
}
