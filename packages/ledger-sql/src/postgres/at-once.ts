// A whole step in one statement: one way to the database and back instead of one for every row, and no lock in between.
import { CompiledQuery } from 'kysely'
import { codeOf } from '../failures.ts'
import type { Db } from '../store.ts'

type Value = string | number | null

/** A row to be added. */
export interface Addition {
  readonly table: string
  readonly row: Readonly<Record<string, Value>>
  /** What to do about a row that is there: `(id) do nothing` for example. Default: the statement fails. */
  readonly conflict?: string
}

/** What must happen for the rest to happen: a row is added, or a row is changed that is as it was known. */
export type First =
  | (Addition & { readonly kind: 'add' })
  | {
      readonly kind: 'change'
      readonly table: string
      readonly set: Readonly<Record<string, Value>>
      readonly where: Readonly<Record<string, Value>>
    }

/** A row that must be there for the step to happen. Nobody changes it until the step is done. */
export interface Guard {
  readonly table: string
  readonly where: Readonly<Record<string, Value>>
}

const UNIQUE_VIOLATION = '23505'

/**
 * Does `first` and, where that changed a row, adds the others; or nothing at all. `twice`: a row that must be there only
 * once was there already. `refused`: the row of `guard` is not there.
 */
export async function atOnce(
  db: Db,
  first: First,
  others: readonly Addition[],
  guard?: Guard,
): Promise<'done' | 'not' | 'twice' | 'refused'> {
  const values: Value[] = []
  const put = (value: Value): string => {
    if (value === null) return 'null'
    return `$${values.push(value)}::${typeof value === 'number' ? 'bigint' : 'text'}`
  }
  const parts = [
    ...(guard
      ? [`guard as (select 1 from ${guard.table} where ${conditions(guard.where, put)} for share)`]
      : []),
    `first as (${firstOf(first, put, guard !== undefined)} returning 1)`,
    ...others.map((one, index) => `other_${index} as (${additionOf(one, put, 'from first')})`),
  ]
  const allowed = guard ? '(select count(*) from guard)' : '1'
  const query = CompiledQuery.raw(
    `with ${parts.join(', ')} select (select count(*) from first) as done, ${allowed} as allowed`,
    values,
  )
  try {
    const [counts] = (await db.executeQuery<Counts>(query)).rows
    if (Number(counts?.done) === 1) return 'done'
    return Number(counts?.allowed) === 1 ? 'not' : 'refused'
  } catch (error) {
    if (codeOf(error) === UNIQUE_VIOLATION) return 'twice'
    throw error
  }
}

interface Counts {
  readonly done: string
  readonly allowed: string | number
}

type Put = (value: Value) => string

const pairs = (row: Readonly<Record<string, Value>>, put: Put): string[] =>
  Object.entries(row).map(([name, value]) => `${name} = ${put(value)}`)

const conditions = (where: Readonly<Record<string, Value>>, put: Put): string =>
  pairs(where, put).join(' and ')

function firstOf(first: First, put: Put, guarded: boolean): string {
  if (first.kind === 'add') return additionOf(first, put, guarded ? 'from guard' : '')
  const { table, set, where } = first
  const change = `update ${table} set ${pairs(set, put).join(', ')} where ${conditions(where, put)}`
  return guarded ? `${change} and exists (select 1 from guard)` : change
}

function additionOf({ table, row, conflict }: Addition, put: Put, from: string): string {
  const values = Object.values(row).map(put).join(', ')
  const add = `insert into ${table} (${Object.keys(row).join(', ')}) select ${values} ${from}`
  return conflict === undefined ? add : `${add} on conflict ${conflict}`
}
