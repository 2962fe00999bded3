// What the ledger needs of a database: reads, and transactions that are on disk when they resolve.
import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/** Which SQL is spoken. */
export type Flavour = 'sqlite' | 'postgres'

/** A database, or a transaction on it. */
export type Db = Kysely<Schema>

/** A database that has been opened and is up to date. All failures are BillingErrors that name the remedy. */
export interface Store {
  readonly flavour: Flavour
  /** Sees every write that has been committed. */
  read<T>(work: (db: Db) => Promise<T>): Promise<T>
  /**
   * One transaction: committed and on disk when it resolves, undone when it rejects. `work` may run again after
   * a definite failure and must do nothing but queries.
   */
  write<T>(work: (db: Db) => Promise<T>): Promise<T>
  /** The same for a single statement, which is a transaction of its own. */
  writeOne<T>(work: (db: Db) => Promise<T>): Promise<T>
  /** What to add to a time of this process's clock to have it in the database's, ms. */
  skew(): Promise<number>
  close(): Promise<void>
}

/** Thrown inside `write` to undo what it did: it is no failure, and comes out as it is. */
export class Undo extends Error {}
