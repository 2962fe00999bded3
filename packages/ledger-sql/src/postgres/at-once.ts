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

const UNIQUE_VIOLATION = '23505'

/**
 * Does `first` and, where that changed a row, adds the others; or nothing at all. `twice`: a row that must be there only
 * once was there already.
 */
export async function atOnce(
  db: Db,
  first: First,
  others: readonly Addition[],
): Promise<'done' | 'not' | 'twice'> {
  const values: Value[] = []
  const put = (value: Value): string => {
    if (value === null) return 'null'
    return `$${values.push(value)}::${typeof value === 'number' ? 'bigint' : 'text'}`
  }
  const parts = [
    `first as (${firstOf(first, put)} returning 1)`,
    ...others.map((one, index) => `other_${index} as (${additionOf(one, put, 'from first')})`),
  ]
  const query = CompiledQuery.raw(`with ${parts.join(', ')} select 1 from first`, values)
  try {
    return (await db.executeQuery(query)).rows.length === 1 ? 'done' : 'not'
  } catch (error) {
    if (codeOf(error) === UNIQUE_VIOLATION) return 'twice'
    throw error
  }
}

type Put = (value: Value) => string

const pairs = (row: Readonly<Record<string, Value>>, put: Put): string[] =>
  Object.entries(row).map(([name, value]) => `${name} = ${put(value)}`)

function firstOf(first: First, put: Put): string {
  if (first.kind === 'add') return additionOf(first, put, '')
  const { table, set, where } = first
  return `update ${table} set ${pairs(set, put).join(', ')} where ${pairs(where, put).join(' and ')}`
}

function additionOf({ table, row, conflict }: Addition, put: Put, from: string): string {
  const values = Object.values(row).map(put).join(', ')
  const add = `insert into ${table} (${Object.keys(row).join(', ')}) select ${values} ${from}`
  return conflict === undefined ? add : `${add} on conflict ${conflict}`
}
