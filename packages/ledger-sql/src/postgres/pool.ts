// Our own connections to Postgres, with limits on everything that could otherwise hang.
import { PostgresDialect, type Dialect } from 'kysely'
import { Pool } from 'pg'

/** Longest wait for a connection, and for an answer to one statement, ms. */
const CONNECT_MS = 5000
const STATEMENT_MS = 10_000

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
  return new PostgresDialect({ pool })
}
