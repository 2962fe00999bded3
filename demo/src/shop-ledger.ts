// The shop's ledger: a SQLite file that outlives the process, with what the truth panel and the tests need beside it.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { sqlLedger, type SqlLedgerSource } from '@billing-register/ledger-sql'
import type {
  BillingEvent,
  Ledger,
  LedgerSource,
  Payment,
  PaymentMethod,
  Registration,
  SealingKey,
} from '@billing-register/server'

/** A registration with what came of it. */
export interface Known {
  readonly registration: Registration
  readonly method: PaymentMethod | undefined
}

/** A payment method, and what happened to it last. */
export interface FiledMethod {
  readonly method: PaymentMethod
  readonly last: BillingEvent | undefined
}

/** What the shop has of one customer, newest first. */
export interface CustomerFile {
  readonly methods: readonly FiledMethod[]
  readonly payments: readonly Payment[]
}

/** The ledger, and what a demo does with it beside billing-register. */
export interface ShopLedger {
  readonly source: LedgerSource
  /** What is in it, oldest first, at most the newest 500. Asked for after `source` was opened. */
  known(): Promise<readonly Known[]>
  /** What the shop's people see of a customer. Asked for after `source` was opened. */
  fileOf(customerId: string): Promise<CustomerFile>
  /** Begins anew, with an empty file. */
  reset(): Promise<void>
  close(): Promise<void>
}

const SHOWN = 500
const SHOWN_PAYMENTS = 20

/** The ledger in the file at `path`; without one in a file of its own that is gone at the end. */
export function shopLedger(path?: string): ShopLedger {
  const folder = path === undefined ? mkdtempSync(join(tmpdir(), 'billing-demo-')) : undefined
  const file = path ?? join(folder ?? '', 'billing.db')
  mkdirSync(dirname(file), { recursive: true })
  let opened: { readonly source: SqlLedgerSource; readonly ledger: Ledger } | undefined
  let keys: readonly SealingKey[] | undefined
  const current = (): Ledger => {
    if (!keys) throw new Error('the ledger has not been opened')
    if (!opened) {
      const source = sqlLedger(`file:${file}`)
      opened = { source, ledger: source.open(keys) }
    }
    return opened.ledger
  }
  const close = async (): Promise<void> => {
    const closing = opened
    opened = undefined
    await closing?.source.close()
  }
  return {
    source: {
      durability: 'durable',
      open(given) {
        keys = given
        const empty = sqlLedger(`file:${file}`).open(given)
        return new Proxy(empty, { get: (_, name): unknown => Reflect.get(current(), name) })
      },
    },
    known: () => knownIn(current()),
    fileOf: (customerId) => fileIn(current(), customerId),
    async reset() {
      await close()
      for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true })
    },
    async close() {
      await close()
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function knownIn(ledger: Ledger): Promise<readonly Known[]> {
  const registrations = (await ledger.list({ limit: SHOWN })).toReversed()
  const customers = [...new Set(registrations.map(({ customer }) => customer.id))]
  const methods = (await Promise.all(customers.map((id) => ledger.paymentMethods(id)))).flat()
  const byRegistration = new Map(methods.map((method) => [method.registrationId, method]))
  return registrations.map((registration) => ({
    registration,
    method: byRegistration.get(registration.id),
  }))
}

async function fileIn(ledger: Ledger, customerId: string): Promise<CustomerFile> {
  const [methods, payments] = await Promise.all([
    ledger.paymentMethods(customerId),
    ledger.charges.payments({ customerId, limit: SHOWN_PAYMENTS }),
  ])
  const filed = methods.map(async (method): Promise<FiledMethod> => {
    const events = await ledger.events(method.registrationId)
    return { method, last: events.at(-1) }
  })
  return { methods: await Promise.all(filed), payments }
}

/**
 * The keys under which the ledger is sealed: those given, or one that is made once and kept beside the file. A shop keeps
 * its keys where it keeps its other secrets, never beside what they seal.
 */
export function sealingKeysOf(given: string | undefined, path: string | undefined): string {
  if (given !== undefined) return given
  const fresh = `k1:${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')}`
  if (path === undefined) return fresh
  const file = `${path}.key`
  mkdirSync(dirname(file), { recursive: true })
  if (!existsSync(file)) writeFileSync(file, `${fresh}\n`, { mode: 0o600, flag: 'wx' })
  return readFileSync(file, 'utf8').trim()
}
