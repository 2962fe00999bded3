// The database that the servers share: started, killed, started again, and reached past the ledger at the end.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { Client } from 'pg'
import { startPostgres } from '../../packages/ledger-sql/src/testing/postgres.ts'

type Row = Readonly<Record<string, unknown>>

/** A database under chaos. */
export interface ChaosDatabase {
  /** What `sqlLedger` takes. */
  readonly target: string
  /** Folder of everything that it writes: data, write-ahead log, its own log. */
  readonly folder: string
  /** `kill -9` of the database itself, and its return. Nothing happens where it has no process. */
  kill(): Promise<void>
  restart(): Promise<void>
  rows(query: string): Promise<readonly Row[]>
  stop(): Promise<void>
}

/** Starts one; SQLite's is a file in `folder`. */
export async function startDatabase(kind: 'sqlite' | 'postgres', folder: string): Promise<ChaosDatabase> {
  return kind === 'sqlite' ? sqlite(join(folder, 'sqlite')) : postgres()
}

function sqlite(folder: string): ChaosDatabase {
  mkdirSync(folder)
  const path = join(folder, 'billing.db')
  return {
    target: `file:${path}`,
    folder,
    kill: async () => {},
    restart: async () => {},
    async rows(query) {
      const database = new Database(path)
      try {
        return database.prepare(query).all([]) as readonly Row[]
      } finally {
        database.close()
      }
    },
    stop: async () => {},
  }
}

async function postgres(): Promise<ChaosDatabase> {
  // Every statement that changes something is in the log with its values: no secret may be among them.
  const server = await startPostgres({ log_statement: 'mod', max_connections: '60' })
  const target = await server.createDatabase()
  return {
    target,
    folder: server.folder,
    kill: () => server.crash('SIGKILL'),
    restart: () => server.restart(),
    async rows(query) {
      const client = new Client({ connectionString: target })
      await client.connect()
      try {
        return (await client.query<Record<string, unknown>>(query)).rows
      } finally {
        await client.end()
      }
    },
    stop: () => server.stop(),
  }
}
