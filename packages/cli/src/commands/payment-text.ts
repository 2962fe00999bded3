// Payments and payment methods for a person to read: a line each in a table, or one with everything that happened to it.
import type {
  MethodFile,
  MethodSummary,
  OperationSummary,
  PaymentFile,
  PaymentSummary,
} from '@billing-register/server'
import { tableOf, timeOf, won } from '../table.ts'
import { callsOf, eventStep, factsAndSteps, words, type Fact, type Step } from './story.ts'

/** Payments, or a word when there is none. */
export function paymentTable(rows: readonly PaymentSummary[]): string {
  if (rows.length === 0) return 'No payment.\n'
  return tableOf(
    ['id', 'state', 'why', 'customer', 'your order', 'order at the PG', 'KRW', 'given back', 'made (UTC)'],
    rows.map(({ id, state, reason, customerId, orderId, pgOrderId, amount, cancelledAmount, createdAt }) => [
      id,
      state,
      reason?.code,
      customerId,
      orderId,
      pgOrderId,
      won(amount),
      cancelledAmount === 0 ? undefined : won(cancelledAmount),
      timeOf(createdAt),
    ]),
  )
}

/** Payment methods, or a word when there is none. */
export function methodTable(rows: readonly MethodSummary[]): string {
  if (rows.length === 0) return 'No payment method.\n'
  return tableOf(
    ['id', 'state', 'at the PG', 'kind', 'card', 'provider', 'registration', 'made (UTC)'],
    rows.map(({ id, state, atPg, kind, issuer, maskedNumber, provider, registrationId, createdAt }) => [
      id,
      state,
      atPg,
      kind,
      words(issuer, maskedNumber),
      provider,
      registrationId,
      timeOf(createdAt),
    ]),
  )
}

/** One payment with its story. */
export function paymentStory(file: PaymentFile): string {
  const { reason, cancellations } = file
  const facts: readonly Fact[] = [
    ['state', file.state],
    ['why', reason && words(reason.code, reason.providerCode, reason.mismatches?.join(' '))],
    ['customer', file.customerId],
    ['your order', `${file.orderId}, ${file.orderName}`],
    ['amount', `${won(file.amount)} KRW`],
    ['try', String(file.attempt)],
    ['method', file.paymentMethodId],
    ['registration', words(file.registrationId, file.from === 'registration' ? 'its first payment' : '')],
    ['provider', `${file.provider} (${file.merchant}, ${file.mode})`],
    ['order at the PG', file.pgOrderId],
    ['payment at the PG', file.transactionId],
    ['planned for', timeOf(file.scheduledFor)],
    ['paid', timeOf(file.paidAt)],
    ...cancellations.map(
      ({ id, amount, state, reason: said, why }) =>
        ['cancellation', words(id, `${won(amount)} KRW`, state, why?.code, said)] as const,
    ),
  ]
  return factsAndSteps(['payment', file.id], facts, stepsOf(file))
}

/** One payment method with its story. */
export function methodStory(file: MethodFile): string {
  const { reason } = file
  const facts: readonly Fact[] = [
    ['state', file.state],
    ['why', reason && words(reason.code, reason.providerCode)],
    ['differs in', file.mismatches.join(' ')],
    ['at the PG', file.atPg],
    ['customer', file.customerId],
    ['card', words(file.issuer, file.maskedNumber)],
    ['bound', `${file.binding}ly`],
    ['default since', timeOf(file.defaultSince)],
    ['registration', file.registrationId],
    ['provider', `${file.provider} (${file.merchant}, ${file.mode})`],
    ['made', timeOf(file.createdAt)],
  ]
  return factsAndSteps(['payment method', file.id], facts, stepsOf(file))
}

const stepsOf = ({ operations, events }: Pick<PaymentFile, 'operations' | 'events'>): readonly Step[] => [
  ...operations.map(operationStep),
  ...events.map(eventStep),
]

const operationStep = (operation: OperationSummary): Step => ({
  at: operation.sentAt,
  what: `asked the PG: ${operation.kind}`,
  more: callsOf(operation),
})
