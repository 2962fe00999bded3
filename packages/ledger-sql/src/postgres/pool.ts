// Our own connections to Postgres, with limits on everything that could otherwise hang.
import {
  PostgresDialect,
  type Dialect,
  type PostgresCursor,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely'
import { Pool, type PoolClient } from 'pg'

/** Longest wait for a connection, and for an answer to one statement, ms. */
const CONNECT_MS = 5000
const STATEMENT_MS = 10_000
/** Statements that are parsed and planned once per connection. There are a few dozen in all. */
const MAX_NAMED = 200

/** A Kysely dialect for the address. Connections that break are replaced at the next use. */
export function postgresDialect(connectionString: string, maxConnections: number): Dialect {
  const pool = new Pool({
    connectionString,
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: STATEMENT_MS + CONNECT_MS,
    idle_in_transaction_session_timeout: STATEMENT_MS,
    application_name: 'billing-register',
    keepAlive: true,
  })
  // A connection that breaks while nobody uses it: the pool has dropped it, and there is nobody to tell.
  pool.on('error', () => {})
  // One that breaks between two queries of a transaction: the next query tells. Unheard, it would end the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  return new PostgresDialect({ pool: naming(pool) })
}

/** The pool, whose statements have names: a named one is parsed once per connection and only run afterwards. */
function naming(pool: Pool): PostgresPool {
  const names = new Map<string, string>()
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text)
    if (known !== undefined || names.size >= MAX_NAMED) return known
    const name = `billing_${names.size}`
    names.set(text, name)
    return name
  }
  return {
    connect: async () => named(await pool.connect(), nameOf),
    end: () => pool.end(),
  }
}

function named(client: PoolClient, nameOf: (text: string) => string | undefined): PostgresPoolClient {
  function query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>
  function query(text: unknown, values: readonly unknown[] = []): unknown {
    if (typeof text !== 'string') throw new Error('nothing here streams')
    const name = values.length > 0 ? nameOf(text) : undefined
    return client.query({ text, values: [...values], ...(name === undefined ? {} : { name }) })
  }
  return { query, release: () => client.release() }
}
