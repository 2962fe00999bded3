// What can be done with a key at Danal: what the merchant has supplied from their contract documents, and nothing else.
// Each call leaves its exchanges; what the merchant's code made of them stands beside them, so that it can be judged again.
import type { Exchange } from '../../http/exchange.ts'
import { callSeriesOf } from './tools.ts'
import type {
  CancelAsked,
  CancelOutcome,
  ChargeAsked,
  ChargeOutcome,
  PaymentOperations,
  PgOperation,
  RevokeOutcome,
} from '../../payments/operations.ts'
import { byteLength, oneLine } from '../outgoing.ts'
import { leftAfter } from '../refusal.ts'
import type { CallContext } from '../provider.ts'
import { lastVerdict, type Verdict } from './verdict.ts'
import type { DanalCharge, DanalOperations } from './merchant-operations.ts'
import type { DanalConfig } from './options.ts'

/** PortOne help center: Danal's smallest card payment, KRW. */
const LEAST = 100
const MAX_NAME_BYTES = 100

type Supplied<Name extends keyof DanalOperations> = NonNullable<DanalOperations[Name]>

/** The operations of one instance, as far as they were supplied. */
export function operations(config: DanalConfig): PaymentOperations {
  const { charge, cancel, revoke, lookup } = config.operations
  return {
    refuse({ amount, orderName }) {
      if (amount < LEAST) return `danal: amount must be at least ${LEAST} KRW`
      return oneLine(orderName) === '' || byteLength(orderName) > MAX_NAME_BYTES
        ? `danal: orderName must be 1 to ${MAX_NAME_BYTES} bytes`
        : undefined
    },
    ...(charge && { charge: charging(config, charge) }),
    ...(lookup && { look: { judge: judgeCharge, call: (asked, context) => look(config, asked, context) } }),
    ...(cancel && { cancel: cancelling(config, cancel) }),
    ...(revoke && {
      revoke: {
        judge: (_asked, exchanges) => judgeRevoke(exchanges),
        async call({ key }, context) {
          // A second deletion may mean anything: a person finds out.
          if (context.earlier.length > 0) return []
          const billingKey = key.reveal()
          return callSeriesOf(config, context, 'revoke', (tools) => revoke({ billingKey }, tools))
        },
      },
    }),
  }
}

function look(
  config: DanalConfig,
  asked: Pick<CancelAsked, 'pgOrderId' | 'transactionId'> | ChargeAsked,
  context: CallContext,
): Promise<readonly Exchange[]> {
  const { lookup } = config.operations
  if (lookup === undefined) return Promise.resolve([])
  const { pgOrderId: orderId, transactionId } = asked
  const named = { orderId, ...(transactionId !== undefined && { transactionId }) }
  return callSeriesOf(config, context, 'lookup', (tools) => lookup(named, tools))
}

const charging = (
  config: DanalConfig,
  charge: Supplied<'charge'>,
): PgOperation<ChargeAsked, ChargeOutcome> => ({
  judge: judgeCharge,
  call(asked, context) {
    if (context.earlier.length > 0) return look(config, asked, context)
    const { key, kind, pgOrderId: orderId, orderName, amount, customer } = asked
    const order: DanalCharge = { billingKey: key.reveal(), kind, orderId, orderName, amount, customer }
    return callSeriesOf(config, context, 'charge', (tools) => charge(order, tools))
  },
})

const cancelling = (
  config: DanalConfig,
  cancel: Supplied<'cancel'>,
): PgOperation<CancelAsked, CancelOutcome> => ({
  judge: judgeCancel,
  call(asked, context) {
    if (context.earlier.length > 0) return look(config, asked, context)
    const { transactionId, pgOrderId: orderId, amount, remaining, total, reason } = asked
    const order = { transactionId, orderId, amount, remaining, total, reason }
    return callSeriesOf(config, context, 'cancel', (tools) => cancel(order, tools))
  },
})

const UNKNOWN = { kind: 'uncertain', code: 'outcome_unknown' } as const

const told = ({ providerCode }: Verdict): { readonly providerCode?: string } =>
  providerCode === undefined ? {} : { providerCode }

function judgeCharge(asked: ChargeAsked, exchanges: readonly Exchange[]): ChargeOutcome {
  const verdict = lastVerdict(exchanges, ['paid', 'declined'])
  switch (verdict.kind) {
    case 'paid': {
      const id = verdict.transactionId === undefined ? {} : { transactionId: verdict.transactionId }
      const mismatches = mismatchesOf(verdict, { orderId: asked.pgOrderId, amount: asked.amount })
      if (mismatches.length === 0 && verdict.cancelled === asked.amount) return { kind: 'cancelled', ...id }
      const { cancelled } = verdict
      return { kind: 'paid', mismatches, ...id, ...(cancelled !== undefined && { cancelled }) }
    }
    case 'declined':
      return { kind: 'declined', code: verdict.code ?? 'card_declined', ...told(verdict) }
    case 'absent':
      return { ...UNKNOWN, absent: true }
    default:
      return { ...UNKNOWN, ...told(verdict) }
  }
}

function mismatchesOf(
  { orderId, amount }: Verdict,
  asked: { readonly orderId: string; readonly amount: number },
): string[] {
  return [
    ...(orderId !== undefined && orderId !== asked.orderId ? ['orderId'] : []),
    ...(amount !== undefined && amount !== asked.amount ? ['amount'] : []),
  ]
}

function judgeCancel(asked: CancelAsked, exchanges: readonly Exchange[]): CancelOutcome {
  const verdict = lastVerdict(exchanges, ['cancelled', 'declined'])
  switch (verdict.kind) {
    case 'cancelled': {
      const differs = verdict.amount !== undefined && verdict.amount !== asked.amount
      return { kind: 'cancelled', mismatches: differs ? ['amount'] : [] }
    }
    case 'declined':
      return { kind: 'declined', code: verdict.code ?? 'cancel_refused', ...told(verdict) }
    case 'paid':
      return judgeLeft(asked, verdict)
    default:
      return { ...UNKNOWN, ...told(verdict) }
  }
}

/** A look after a cancel whose outcome is not known. Without what went back it says nothing. */
function judgeLeft(asked: CancelAsked, { cancelled, orderId, amount }: Verdict): CancelOutcome {
  if (cancelled === undefined) return UNKNOWN
  const other = mismatchesOf(
    { kind: 'paid', ...(orderId !== undefined && { orderId }), ...(amount !== undefined && { amount }) },
    {
      orderId: asked.pgOrderId,
      amount: asked.total,
    },
  )
  const left = leftAfter(asked, asked.total - cancelled)
  if (left === 'untouched' && other.length === 0) return { ...UNKNOWN, absent: true }
  return { kind: 'cancelled', mismatches: left === 'as-asked' ? other : [...other, 'cancelled'] }
}

function judgeRevoke(exchanges: readonly Exchange[]): RevokeOutcome {
  const verdict = lastVerdict(exchanges, ['revoked', 'declined'])
  if (verdict.kind === 'revoked') return { kind: 'revoked' }
  return verdict.kind === 'declined'
    ? { kind: 'refused', code: verdict.code ?? 'provider_refused', ...told(verdict) }
    : { ...UNKNOWN, ...told(verdict) }
}
