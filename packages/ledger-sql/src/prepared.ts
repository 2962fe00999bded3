// Queries that are built and compiled once per dialect and then only run: on the way of every registration that is most of
// what a query costs.
import type { CompiledQuery, QueryResult, RawBuilder } from 'kysely'
import type { Db } from './store.ts'

/** A query with the values of its parameters left open. */
export type Prepared<P, R> = (db: Db, values: P) => Promise<QueryResult<R>>

/** Stands in a query where a value will be. */
class Slot {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

interface Compilable<R> {
  compile(): CompiledQuery<R>
}

/**
 * A query on parameters `p`, each of which stands for one value.
 *
 * @example
 * const byId = prepared((db, p: { id: string }) => db.selectFrom('billing_events').selectAll().where('id', '=', p.id))
 * const { rows } = await byId(db, { id: 'evt_1' })
 */
export function prepared<P extends object, R>(build: (db: Db, p: P) => Compilable<R>): Prepared<P, R> {
  const compiled = new Map<unknown, CompiledQuery<R>>()
  const compile = (db: Db): CompiledQuery<R> => {
    const slots = new Proxy({}, { get: (_, name) => new Slot(String(name)) })
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each slot is replaced by its value when it is run
    return build(db, slots as P).compile()
  }
  return (db, values) => {
    const dialect = db.getExecutor().adapter.constructor
    const query = compiled.get(dialect) ?? compile(db)
    compiled.set(dialect, query)
    const parameters = query.parameters.map((one): unknown =>
      one instanceof Slot ? Reflect.get(values, one.name) : one,
    )
    return db.executeQuery({ ...query, parameters })
  }
}

/**
 * The same for a query that is written as SQL.
 *
 * @example
 * const countOf = preparedSql((p: { id: string }) => sql<{ n: string }>`select count(*) as n from t where id = ${p.id}`)
 */
export const preparedSql = <P extends object, R>(build: (p: P) => RawBuilder<R>): Prepared<P, R> =>
  prepared((db, p: P) => ({ compile: () => build(p).compile(db) }))
