// Sends a charge: a new order, what is due, or the next attempt after a decline.
import { BillingError } from '@billing-register/contract'
import type { Core } from '../registration/core.ts'
import type { PaymentMethod } from '../registration/record.ts'
import type { SettleContext } from '../registration/settle.ts'
import { chargeAsked, chargeWork } from './charge-work.ts'
import type { ChargeInput } from './check.ts'
import { scheduledPayment } from './due.ts'
import type { PaymentOperations } from './operations.ts'
import type { Operation, Payment } from './payment.ts'
import { assertNotPaused, operationsOf, ownProvider } from './providers.ts'
import { paymentEvent, paymentStep } from './settle.ts'
import { perform, type Change } from './work.ts'

/** What is to be charged, and by which try. */
export interface Beginning {
  readonly input: ChargeInput
  readonly method: PaymentMethod
  /** The one that is due, or whose last attempt was declined. */
  readonly payment: Payment | undefined
  readonly requestId: string
}

/** Sends it. Undefined when somebody else wrote first: nothing was sent. */
export async function beginCharge(
  core: Core,
  { input, method, payment, requestId }: Beginning,
): Promise<Payment | undefined> {
  assertChargeable(method)
  const provider = ownProvider(core, method)
  assertNotPaused(core, provider)
  const operations = await operationsOf(provider)
  const context = { at: core.now(), requestId, mint: core.mint }
  const made = payment ? anew(payment, input, method, context) : await fresh(core, input, method, context)
  if (!made) return undefined
  assertTaken(operations, made.next, method)
  const asked = await chargeAsked(core, made.next, method)
  const begun = (operationRow: Operation, leaseUntil: number): Promise<Payment | undefined> =>
    write(core, payment, made, { operation: operationRow, leaseUntil })
  return perform(core, {
    ...chargeWork(core, provider, operations, asked, made.next, requestId),
    begin: begun,
  })
}

/** Throws unless it is active. */
export function assertChargeable({ state }: PaymentMethod): void {
  if (state === 'active') return
  if (state === 'revoking' || state === 'revoked') {
    throw new BillingError('payment_method_revoked', 'paymentMethodId: it was revoked')
  }
  throw new BillingError('payment_method_suspended', `paymentMethodId: it is ${state}, and not to be charged`)
}

/** Throws unless the PG takes such an order. */
export function assertTaken(
  operations: PaymentOperations,
  { amount, orderName, customer }: Payment,
  { kind }: PaymentMethod,
): void {
  const why = operations.refuse?.({ amount, orderName, kind, customer })
  if (why !== undefined) throw new BillingError('invalid_request', why)
}

async function fresh(
  core: Core,
  input: ChargeInput,
  method: PaymentMethod,
  context: SettleContext,
): Promise<Change<Payment>> {
  const next = await freshPayment(core, input, method, context)
  return { next, events: [paymentEvent(next, 'payment.charging', context, { to: next.state })] }
}

/** The payment of a new order. */
export async function freshPayment(
  core: Core,
  { orderId, orderName, amount }: ChargeInput,
  method: PaymentMethod,
  context: SettleContext,
): Promise<Payment> {
  const { id: paymentMethodId, registrationId, provider, account, customerId } = method
  const registration = await core.ledger.find(registrationId)
  return {
    id: context.mint('pay_'),
    version: 1,
    state: 'charging',
    orderId,
    orderName,
    amount,
    currency: 'KRW',
    attempt: 1,
    pgOrderId: context.mint('ord'),
    paymentMethodId,
    registrationId,
    customer: registration?.customer ?? { id: customerId },
    provider,
    account,
    from: 'charge',
    cancellations: [],
    createdAt: context.at,
  }
}

/** The next attempt of an order, or the first one of what was due. */
function anew(
  payment: Payment,
  { orderName }: Pick<ChargeInput, 'orderName'>,
  { id: paymentMethodId, registrationId, provider, account }: PaymentMethod,
  context: SettleContext,
): Change<Payment> | undefined {
  if (payment.state === 'due') return paymentStep(payment, 'begin', context)
  return paymentStep(payment, 'begin', context, {
    attempt: payment.attempt + 1,
    pgOrderId: context.mint('ord'),
    orderName,
    paymentMethodId,
    registrationId,
    provider,
    account,
    reason: undefined,
    transactionId: undefined,
    hint: undefined,
  })
}

async function write(
  core: Core,
  before: Payment | undefined,
  { next, events }: Change<Payment>,
  { operation: sent, leaseUntil }: { readonly operation: Operation; readonly leaseUntil: number },
): Promise<Payment | undefined> {
  const { charges } = core.ledger
  const leased = scheduledPayment({ ...next, leaseUntil })
  const effects = { events, operation: sent }
  const written = before
    ? await charges.replacePayment(before, leased, effects)
    : await charges.createPayment(leased, effects)
  return written === 'ok' ? leased : undefined
}
