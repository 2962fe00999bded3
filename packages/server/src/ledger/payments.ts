// What a ledger must promise of payments, and of keys after they were issued.
import type { FreshEvent } from '../registration/event.ts'
import type { Exchange } from '../http/exchange.ts'
import type { Operation, Payment, PaymentState } from '../payments/payment.ts'
import type { PaymentMethod } from '../registration/record.ts'
import type { Secret } from '../secret.ts'

/** What is written together with a payment's or a method's next version, or not at all. */
export interface PaymentEffects {
  readonly events: readonly FreshEvent[]
  /** Written before the PG is called. That of a `charge` or `schedule` is refused unless its method is active. */
  readonly operation?: Operation
}

/** `conflict`: somebody else wrote first. `method-changed`: the method may not be charged (any more). */
export type PaymentResult = 'ok' | 'conflict' | 'method-changed'

/** Which payments are looked for. What is absent is not asked for. */
export interface PaymentQuery {
  readonly states?: readonly PaymentState[]
  readonly customerId?: string
  readonly paymentMethodId?: string
  /** Only those made before the one with this id: where the last page ended. */
  readonly before?: string
  readonly limit: number
}

/** The payments' half of the durable record. Each method is one transaction, as in {@link Ledger}. */
export interface PaymentLedger {
  /** One payment method, whoever's it is. */
  method(id: string): Promise<PaymentMethod | undefined>

  /** The method with this key of this provider instance: found by a keyed digest of the key. */
  methodByKey(provider: string, key: Secret): Promise<PaymentMethod | undefined>

  /** Replaces `expected` (by id and version) with `next`, whose version is one higher, together with the effects. */
  replaceMethod(
    expected: PaymentMethod,
    next: PaymentMethod,
    effects: PaymentEffects,
  ): Promise<Exclude<PaymentResult, 'method-changed'>>

  /** Takes up to `limit` methods whose `lookAt` has come, and leaves them to the caller until `leaseUntil`. */
  takeUnsettledMethods(now: number, leaseUntil: number, limit: number): Promise<readonly PaymentMethod[]>

  /** Writes a new payment. `conflict`: its order id, or its id, is taken. */
  createPayment(payment: Payment, effects: PaymentEffects): Promise<PaymentResult>

  payment(id: string): Promise<Payment | undefined>

  paymentOfOrder(orderId: string): Promise<Payment | undefined>

  /** By what the PG calls the order: also that of an earlier attempt. */
  paymentByPgOrder(provider: string, pgOrderId: string): Promise<Payment | undefined>

  /** Payments, newest first. */
  payments(query: PaymentQuery): Promise<readonly Payment[]>

  /** Replaces `expected` (by id and version) with `next`, whose version is one higher, together with the effects. */
  replacePayment(expected: Payment, next: Payment, effects: PaymentEffects): Promise<PaymentResult>

  /** Takes up to `limit` payments whose `lookAt` has come, and leaves them to the caller until `leaseUntil`. */
  takeUnsettledPayments(now: number, leaseUntil: number, limit: number): Promise<readonly Payment[]>

  /** Operations of one subject in order, with what came of them. */
  operations(subject: string): Promise<readonly Operation[]>

  /** One operation. */
  operation(id: string): Promise<Operation | undefined>

  /** All operations of one payment or payment method in order, whatever their subject. */
  operationsOf(id: string): Promise<readonly Operation[]>

  /** Writes what came of an operation. No version, no lease: an answer always lands. */
  landOperation(operationId: string, exchanges: readonly Exchange[], at: number): Promise<void>
}
