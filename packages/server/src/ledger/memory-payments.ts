// The payments' half of the ledger in memory.
import type { FreshEvent } from '../registration/event.ts'
import type { Operation, Payment } from '../payments/payment.ts'
import type { PaymentMethod } from '../registration/record.ts'
import type { PaymentEffects, PaymentLedger, PaymentQuery, PaymentResult } from './payments.ts'

/** What is kept of payment methods and payments. */
export interface ChargeTables {
  readonly methods: Map<string, PaymentMethod>
  readonly methodsOf: Map<string, string[]>
  /** Method → when to look at it. */
  readonly methodLookAt: Map<string, number>
  readonly payments: Map<string, Payment>
  readonly byOrder: Map<string, string>
  /** Provider and the PG's order id, of every attempt → payment. */
  readonly byPgOrder: Map<string, string>
  /** Payment → when to look at it. */
  readonly paymentLookAt: Map<string, number>
  readonly operations: Map<string, Operation>
  readonly operationsOf: Map<string, string[]>
}

/** Nothing yet. */
export const emptyCharges = (): ChargeTables => ({
  methods: new Map(),
  methodsOf: new Map(),
  methodLookAt: new Map(),
  payments: new Map(),
  byOrder: new Map(),
  byPgOrder: new Map(),
  paymentLookAt: new Map(),
  operations: new Map(),
  operationsOf: new Map(),
})

/** Adds to the list under `key`. */
export function append<T>(map: Map<string, T[]>, key: string, ...values: T[]): void {
  const list = map.get(key)
  if (list) list.push(...values)
  else map.set(key, values)
}

/** The values of those ids that are there. */
export const present = <T>(ids: readonly string[] | undefined, table: Map<string, T>): T[] =>
  (ids ?? []).flatMap((id) => table.get(id) ?? [])

/** Keeps when to look at something, or that there is nothing to do. */
export function noteLook(table: Map<string, number>, id: string, at: number | undefined): void {
  if (at === undefined) table.delete(id)
  else table.set(id, at)
}

/** Leases up to `limit` ids whose time has come. */
export function takeDue(
  table: Map<string, number>,
  now: number,
  leaseUntil: number,
  limit: number,
): string[] {
  const due = [...table].filter(([, at]) => at <= now).slice(0, limit)
  for (const [id] of due) table.set(id, leaseUntil)
  return due.map(([id]) => id)
}

/** What a registration's step writes of its method: never over one that is being revoked, or was. */
export function saveMethod(tables: ChargeTables, method: PaymentMethod): void {
  const kept = tables.methods.get(method.id)
  if (kept?.state === 'revoking' || kept?.state === 'revoked') return
  if (!kept) append(tables.methodsOf, method.customerId, method.id)
  putMethod(tables, kept ? { ...method, version: kept.version + 1 } : method)
}

/** What a registration's step writes of its first payment: once. */
export function saveFirstPayment(tables: ChargeTables, payment: Payment): void {
  if (!isTaken(tables, payment)) putPayment(tables, payment)
}

/**
 * Erases the methods of a registration, and what the PG answered about its payments, of which the next versions are
 * given. False, and nothing is done, when one of them has changed meanwhile.
 */
export function eraseCharges(
  tables: ChargeTables,
  registrationId: string,
  payments: readonly Payment[],
): boolean {
  const own = [...tables.payments.values()].filter((payment) => payment.registrationId === registrationId)
  const versions = new Map(payments.map(({ id, version }) => [id, version - 1]))
  if (own.some(({ id, version }) => versions.get(id) !== version)) return false
  for (const payment of payments) putPayment(tables, payment)
  for (const { exchanges: _, ...operation } of tables.operations.values()) {
    if (operation.registrationId === registrationId) tables.operations.set(operation.id, operation)
  }
  for (const { id } of [...tables.methods.values()].filter((one) => one.registrationId === registrationId)) {
    tables.methods.delete(id)
    tables.methodLookAt.delete(id)
  }
  return true
}

function putMethod(tables: ChargeTables, method: PaymentMethod): void {
  tables.methods.set(method.id, method)
  noteLook(tables.methodLookAt, method.id, method.lookAt)
}

const pgOrderKey = (provider: string, pgOrderId: string): string => JSON.stringify([provider, pgOrderId])

function putPayment(tables: ChargeTables, payment: Payment): void {
  tables.payments.set(payment.id, payment)
  tables.byOrder.set(payment.orderId, payment.id)
  tables.byPgOrder.set(pgOrderKey(payment.provider, payment.pgOrderId), payment.id)
  noteLook(tables.paymentLookAt, payment.id, payment.lookAt)
}

const isTaken = ({ payments, byOrder }: ChargeTables, { id, orderId }: Payment): boolean =>
  payments.has(id) || byOrder.has(orderId)

const mayNotCharge = ({ methods }: ChargeTables, payment: Payment, { operation }: PaymentEffects): boolean =>
  (operation?.kind === 'charge' || operation?.kind === 'schedule') &&
  methods.get(payment.paymentMethodId)?.state !== 'active'

function listIn({ payments }: ChargeTables, query: PaymentQuery): Payment[] {
  const { states, customerId, paymentMethodId, before, limit } = query
  const newestFirst = [...payments.values()].toReversed()
  const end = before === undefined ? -1 : newestFirst.findIndex(({ id }) => id === before)
  if (before !== undefined && end < 0) return []
  return newestFirst
    .slice(end + 1)
    .filter(
      (payment) =>
        (states?.includes(payment.state) ?? true) &&
        payment.customer.id === (customerId ?? payment.customer.id) &&
        payment.paymentMethodId === (paymentMethodId ?? payment.paymentMethodId),
    )
    .slice(0, limit)
}

type Part<Name extends keyof PaymentLedger> = Pick<PaymentLedger, Name>
type Write = (effects: PaymentEffects) => void

const methods = (
  tables: ChargeTables,
  write: Write,
): Part<'method' | 'methodByKey' | 'replaceMethod' | 'takeUnsettledMethods'> => ({
  async method(id) {
    return tables.methods.get(id)
  },
  async methodByKey(provider, key) {
    const all = [...tables.methods.values()].filter(
      (method) => method.provider === provider && method.key.reveal() === key.reveal(),
    )
    return all.findLast(({ state }) => state !== 'revoked') ?? all.at(-1)
  },
  async replaceMethod(expected, next, effects) {
    if (tables.methods.get(expected.id)?.version !== expected.version) return 'conflict'
    putMethod(tables, next)
    write(effects)
    return 'ok'
  },
  async takeUnsettledMethods(now, leaseUntil, limit) {
    return present(takeDue(tables.methodLookAt, now, leaseUntil, limit), tables.methods)
  },
})

const payments = (
  tables: ChargeTables,
  write: Write,
): Part<'createPayment' | 'replacePayment' | 'takeUnsettledPayments'> => {
  const put = (payment: Payment, effects: PaymentEffects): PaymentResult => {
    if (mayNotCharge(tables, payment, effects)) return 'method-changed'
    putPayment(tables, payment)
    write(effects)
    return 'ok'
  }
  return {
    async createPayment(payment, effects) {
      return isTaken(tables, payment) ? 'conflict' : put(payment, effects)
    },
    async replacePayment(expected, next, effects) {
      const known = tables.payments.get(expected.id)?.version
      return known === expected.version ? put(next, effects) : 'conflict'
    },
    async takeUnsettledPayments(now, leaseUntil, limit) {
      return present(takeDue(tables.paymentLookAt, now, leaseUntil, limit), tables.payments)
    },
  }
}

const lookups = (
  tables: ChargeTables,
): Part<'payment' | 'paymentOfOrder' | 'paymentByPgOrder' | 'payments'> => ({
  async payment(id) {
    return tables.payments.get(id)
  },
  async paymentOfOrder(orderId) {
    return tables.payments.get(tables.byOrder.get(orderId) ?? '')
  },
  async paymentByPgOrder(provider, pgOrderId) {
    return tables.payments.get(tables.byPgOrder.get(pgOrderKey(provider, pgOrderId)) ?? '')
  },
  async payments(query) {
    return listIn(tables, query)
  },
})

const operations = (
  tables: ChargeTables,
): Part<'operations' | 'operation' | 'operationsOf' | 'landOperation'> => ({
  async operations(subject) {
    return present(tables.operationsOf.get(subject), tables.operations)
  },
  async operation(id) {
    return tables.operations.get(id)
  },
  async operationsOf(id) {
    return [...tables.operations.values()].filter((one) => one.of === id)
  },
  async landOperation(operationId, exchanges, at) {
    const operation = tables.operations.get(operationId)
    if (operation) tables.operations.set(operationId, { ...operation, exchanges, answeredAt: at })
  },
})

/** Payments on tables in this process. `record` appends events. */
export function memoryCharges(
  tables: ChargeTables,
  record: (events: readonly FreshEvent[]) => void,
): PaymentLedger {
  const write: Write = ({ operation, events }) => {
    record(events)
    if (!operation) return
    tables.operations.set(operation.id, operation)
    append(tables.operationsOf, operation.subject, operation.id)
  }
  return {
    ...methods(tables, write),
    ...payments(tables, write),
    ...lookups(tables),
    ...operations(tables),
  }
}
