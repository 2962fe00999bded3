// sqlLedger(): the ledger of a file or of a Postgres database, which createBilling opens with the sealing keys.
import { fileURLToPath } from 'node:url'
import { BillingError } from '@billing-register/contract'
import { makeSealer, type LedgerSource, type SealedLedger, type SealingKey } from '@billing-register/server'
import { PostgresAdapter, type Dialect } from 'kysely'
import { makeLedger } from './ledger.ts'
import { nodeCipher } from './node-cipher.ts'
import { postgresDialect } from './postgres/pool.ts'
import { postgresStore } from './postgres/store.ts'
import { sqliteStore } from './sqlite/store.ts'
import type { Store } from './store.ts'

/** `file:…` for SQLite, `postgres://…`, or a Kysely dialect for Postgres (your own pool). */
export type SqlLedgerTarget = string | { readonly dialect: Dialect }

/** Options of {@link sqlLedger}. */
export interface SqlLedgerOptions {
  /** Keeps several shops apart in one database. Default: one shop. */
  readonly tenant?: string
  /** Most connections to Postgres. Default 10. */
  readonly maxConnections?: number
  /** This process's clock, ms since the epoch; for tests. */
  readonly now?: () => number
}

/** What createBilling takes as `ledger`. */
export interface SqlLedgerSource extends LedgerSource {
  open(keys: readonly SealingKey[]): SealedLedger
  /** Ends all connections. On SIGTERM: after `billing.drain()`. */
  close(): Promise<void>
}

const MAX_CONNECTIONS = 10

/**
 * A durable ledger. Tables are made and brought up to date at first use; nothing is connected before.
 *
 * @example sqlLedger('file:billing.db')
 * @example sqlLedger('postgres://billing:secret@db.internal/shop')
 *
 * @throws BillingError `misconfigured` when the target is none of these. The address is never quoted.
 */
export function sqlLedger(target: SqlLedgerTarget, options: SqlLedgerOptions = {}): SqlLedgerSource {
  const makeStore = storeOf(target, options)
  const stores: Store[] = []
  return {
    durability: 'durable',
    open(keys) {
      const store = makeStore()
      stores.push(store)
      return makeLedger(store, makeSealer(keys, nodeCipher), options.tenant ?? '')
    },
    async close() {
      await Promise.all(stores.splice(0).map((store) => store.close()))
    },
  }
}

function storeOf(target: SqlLedgerTarget, options: SqlLedgerOptions): () => Store {
  const now = options.now ?? Date.now
  if (typeof target === 'object') {
    const { dialect } = target
    if (!(dialect.createAdapter() instanceof PostgresAdapter)) {
      refuse("a dialect must be one for Postgres; for SQLite give a path such as 'file:billing.db'")
    }
    return () => postgresStore(dialect, now)
  }
  if (typeof target !== 'string') refuse("sqlLedger() takes 'file:…', 'postgres://…' or { dialect }")
  if (/^postgres(ql)?:\/\//.test(target)) {
    const connections = options.maxConnections ?? MAX_CONNECTIONS
    return () => postgresStore(postgresDialect(target, connections), now)
  }
  const path = pathOf(target)
  return () => sqliteStore(path)
}

// `file:billing.db` is relative to where the process runs; `file:///srv/billing.db` is a URL.
function pathOf(target: string): string {
  if (!target.startsWith('file:')) refuse("sqlLedger() takes 'file:…', 'postgres://…' or { dialect }")
  const path = target.startsWith('file://') ? fileURLToPath(target) : target.slice('file:'.length)
  if (path === '' || path.includes(':memory:')) {
    refuse('sqlLedger() keeps what it is told, so it needs a file; in memory there is memoryLedger()')
  }
  return path
}

function refuse(message: string): never {
  throw new BillingError('misconfigured', `ledger: ${message}`)
}
