// A Kysely dialect over one open connection. Transactions are not its business: the writer makes them.
import type Database from 'libsql'
import {
  type CompiledQuery,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely'

/** Statements that are kept prepared. There are a few dozen in all. */
const MAX_PREPARED = 200

/** The dialect for a connection that may be replaced: `current` gives the one to use now. */
export function sqliteDialect(current: () => Database.Database): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createDriver: () => driverOf(current),
  }
}

const nothing = async (): Promise<void> => {}

function refuse(): Promise<never> {
  return Promise.reject(new Error('transactions are made by the writer'))
}

function driverOf(current: () => Database.Database): Driver {
  const connection = connectionOf(current)
  return {
    init: nothing,
    acquireConnection: async () => connection,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: nothing,
    destroy: nothing,
  }
}

type Statement = Database.Statement

function connectionOf(current: () => Database.Database): DatabaseConnection {
  let prepared = new Map<string, Statement>()
  let of: Database.Database | undefined
  const prepare = (database: Database.Database, text: string): Statement => {
    if (of !== database || prepared.size > MAX_PREPARED) prepared = new Map()
    of = database
    const statement = prepared.get(text) ?? database.prepare(text)
    prepared.set(text, statement)
    return statement
  }
  return {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const statement = prepare(current(), sql)
      if (statement.reader) {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Kysely derives R from the schema
        return { rows: statement.all([...parameters]) as R[] }
      }
      const { changes } = statement.run([...parameters])
      return { rows: [], numAffectedRows: BigInt(changes) }
    },
    // oxlint-disable-next-line require-yield -- the interface asks for it; nothing here streams
    async *streamQuery() {
      throw new Error('streaming is not supported')
    },
  }
}
