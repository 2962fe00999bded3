// A key at work against a PG, for the contract's cases: registering it, and doing something with it.
import { mintId } from '../mint.ts'
import type {
  CancelAsked,
  ChargeAsked,
  KeyAsked,
  PaymentOperations,
  PgOperation,
  ScheduleAsked,
} from '../payments/operations.ts'
import type { EarlierTry, ServerProvider } from '../providers/provider.ts'
import { CUSTOMER, made, must, open, ORDER, settle, type ProviderBench } from './provider-bench.ts'
import type { WindowEnd } from './simulated-windows.ts'

/** A bench whose PG can do something with keys. */
export interface OperationsBench extends ProviderBench {
  /** What really exists at the PG: keys that charge, and payments by their amounts, KRW. */
  readonly money: () => {
    readonly keys: number
    readonly paid: readonly number[]
    readonly cancelled: readonly number[]
  }
  /** Charges that the PG makes by itself, where it can. */
  readonly schedules?: {
    /** Those that are to come, and those that it was told not to make any more. */
    readonly count: () => { readonly pending: number; readonly revoked: number }
    /** Fields of a schedule that must be what was asked for. This PG answers all of them. */
    readonly compared: readonly string[]
  }
  /** Fields of a payment that must be what was asked for. This PG answers all of them. */
  readonly comparedInPayment: readonly string[]
  /** A deletion whose answer was lost cannot be found out: only a person can. */
  readonly revokedBlindly?: boolean
}

/** A case about operations. */
export interface OperationsCase {
  readonly name: string
  readonly run: (bench: OperationsBench) => Promise<void>
}

/** A registered key, with what can be done with it. */
export interface Registered {
  readonly provider: ServerProvider
  readonly operations: PaymentOperations
  readonly asked: KeyAsked
}

/** Registers a key by the PG's window. */
export async function registered(
  bench: OperationsBench,
  end: Extract<WindowEnd, 'approve' | 'approve-poor'> = 'approve',
  options: { timeoutMs?: number } = {},
): Promise<Registered> {
  const registering = await made(bench)
  const opened = open(registering)
  const claim = registering.parseReturn(await bench.walk(opened.prepared.launch, end))
  const { outcome } = await settle(bench, registering, opened, claim)
  must(outcome.kind === 'issued', `registering came to ${outcome.kind}`)
  const provider = await made(bench, options)
  const operations = await provider.operations?.()
  must(operations !== undefined, 'has no operations')
  const { key, kind, customerRef } = outcome.issued
  return {
    provider,
    operations,
    asked: {
      key,
      kind,
      ...(customerRef !== undefined && { customerRef }),
      memo: opened.registration.memo,
    },
  }
}

/** An ordinary charge of it. */
export const chargeOf = (asked: KeyAsked): ChargeAsked => ({
  ...asked,
  pgOrderId: mintId('pay_'),
  orderName: ORDER.name,
  amount: ORDER.amount,
  customer: CUSTOMER,
})

/** The same, a week from now. */
export const scheduleOf = (asked: KeyAsked): ScheduleAsked => ({
  ...chargeOf(asked),
  at: Date.now() + WEEK_MS,
})

const WEEK_MS = 7 * 24 * 60 * 60_000

/** A cancellation of that charge. */
export const cancelOf = (
  { pgOrderId, amount: total }: ChargeAsked,
  transactionId: string | undefined,
  amount: number = total,
  remaining: number = total,
): CancelAsked => ({ transactionId, pgOrderId, amount, remaining, total, reason: '고객 요청' })

/** What is done once, and its tries as the ledger would keep them. */
export interface Subject<Asked, Outcome> {
  readonly name: 'charge' | 'cancel' | 'revoke' | 'schedule' | 'unschedule' | 'surplus'
  readonly operation: PgOperation<Asked, Outcome>
  readonly asked: Asked
  readonly idempotencyKey: string
  readonly tries: EarlierTry[]
}

/** Begins something that is done once. */
export function subjectOf<Asked, Outcome>(
  name: Subject<Asked, Outcome>['name'],
  operation: PgOperation<Asked, Outcome> | undefined,
  asked: Asked,
): Subject<Asked, Outcome> {
  must(operation !== undefined, `cannot ${name}`)
  return { name, operation, asked, idempotencyKey: mintId('ope_'), tries: [] }
}

/** What came of one try, and everything that could be printed on the way. */
export interface Done<Outcome> {
  readonly outcome: Outcome
  readonly printed: readonly unknown[]
}

/** One try: the first does it, the later ones find out. `forget`: the answer is never written down. `later`: so many ms on. */
export async function perform<Asked, Outcome>(
  bench: OperationsBench,
  { provider }: Pick<Registered, 'provider'>,
  { operation, asked, idempotencyKey, tries }: Subject<Asked, Outcome>,
  {
    http = bench.fetch,
    forget = false,
    later = 0,
  }: { http?: typeof fetch; forget?: boolean; later?: number } = {},
): Promise<Done<Outcome>> {
  const now = (): number => Date.now() + later
  const sentAt = now()
  const exchanges = await operation.call(asked, {
    fetch: http,
    now,
    sleep: () => Promise.resolve(),
    idempotencyKey,
    earlier: tries,
  })
  const known = [...tries.flatMap((one) => one.exchanges), ...exchanges]
  const outcome = operation.judge(asked, known)
  const { credentialFingerprint } = provider.account
  tries.push({ sentAt, credentialFingerprint, exchanges: forget ? [] : exchanges })
  return { outcome, printed: [exchanges, outcome] }
}
