// How far this process's clock is from the database's, so that servers whose clocks differ agree on leases.
import { sql } from 'kysely'
import type { Db } from '../store.ts'

/** How long a measurement is believed, ms. */
const BELIEVED_MS = 60_000
/** What is within the noise of a measurement counts as none, ms. */
const NOISE_MS = 1000

/** A function that answers what to add to a time of this process's clock, ms. */
export function clockSkew(db: Db, now: () => number): () => Promise<number> {
  let measured: { readonly at: number; readonly skew: Promise<number> } | undefined
  const measure = async (): Promise<number> => {
    const before = now()
    const { rows } = await sql<{ ms: string }>`
      select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as ms`.execute(db)
    const after = now()
    const skew = Number(rows[0]?.ms) - Math.round((before + after) / 2)
    return Math.abs(skew) <= NOISE_MS + (after - before) ? 0 : skew
  }
  return () => {
    const at = now()
    if (measured && Math.abs(at - measured.at) < BELIEVED_MS) return measured.skew
    const skew = measure()
    measured = { at, skew }
    // A failed measurement is not kept; whoever awaits it is told.
    skew.catch(() => (measured = undefined))
    return skew
  }
}
