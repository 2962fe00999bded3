// The payments' half of the ledger on a store.
import type { PaymentLedger } from '@billing-register/server'
import type { Context } from './ledger.ts'
import { methodByKey } from './method-by-key.ts'
import { replaceMethod } from './method-step.ts'
import { method, takeUnsettledMethods } from './methods.ts'
import { landOperation, operation, operationsOf, operationsOn } from './operations.ts'
import { createPayment, replacePayment } from './payment-step.ts'
import { payment, paymentByPgOrder, paymentOfOrder, payments, takeUnsettledPayments } from './payments.ts'

/** Payments of one tenant, and what becomes of keys after they were issued. */
export function charges(context: Context): PaymentLedger {
  return {
    method: (id) => method(context, id),
    methodByKey: (provider, key) => methodByKey(context, provider, key),
    replaceMethod: (expected, next, effects) => replaceMethod(context, expected, next, effects),
    takeUnsettledMethods: (now, leaseUntil, limit) => takeUnsettledMethods(context, now, leaseUntil, limit),
    createPayment: (made, effects) => createPayment(context, made, effects),
    payment: (id) => payment(context, id),
    paymentOfOrder: (orderId) => paymentOfOrder(context, orderId),
    paymentByPgOrder: (provider, pgOrderId) => paymentByPgOrder(context, provider, pgOrderId),
    payments: (query) => payments(context, query),
    replacePayment: (expected, next, effects) => replacePayment(context, expected, next, effects),
    takeUnsettledPayments: (now, leaseUntil, limit) => takeUnsettledPayments(context, now, leaseUntil, limit),
    operations: (subject) => operationsOn(context, subject),
    operation: (id) => operation(context, id),
    operationsOf: (id) => operationsOf(context, id),
    landOperation: (operationId, exchanges, at) => landOperation(context, operationId, exchanges, at),
  }
}
