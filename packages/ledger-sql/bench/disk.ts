// What the disk itself gives: commits of one small row per second, one after the other, on each database.
import Database from 'libsql'
import { Client } from 'pg'

const MEASURE_MS = 1500

/** Commits per second of a SQLite file with WAL and synchronous=FULL. */
export function sqliteCommits(path: string): number {
  const database = new Database(path)
  for (const pragma of ['journal_mode=WAL', 'synchronous=FULL']) database.exec(`PRAGMA ${pragma}`)
  database.exec('create table bench (id integer primary key, text text)')
  const insert = database.prepare('insert into bench (text) values (?)')
  const began = performance.now()
  let count = 0
  for (; performance.now() - began < MEASURE_MS; count += 1) insert.run(['x'.repeat(800)])
  const rate = (count / (performance.now() - began)) * 1000
  database.close()
  return rate
}

/** Commits per second of one connection to Postgres. */
export async function postgresCommits(address: string): Promise<number> {
  const client = new Client({ connectionString: address })
  await client.connect()
  await client.query('create table bench (id bigserial primary key, text text)')
  const began = performance.now()
  let count = 0
  for (; performance.now() - began < MEASURE_MS; count += 1) {
    await client.query('insert into bench (text) values ($1)', ['x'.repeat(800)])
  }
  const rate = (count / (performance.now() - began)) * 1000
  await client.end()
  return rate
}

/**
 * Transactions that have written to this Postgres so far. Counted by their numbers: its statistics come up to ten seconds
 * late.
 */
export async function committed(address: string): Promise<number> {
  const client = new Client({ connectionString: address })
  await client.connect()
  const { rows } = await client.query<{ n: string }>(
    'select pg_snapshot_xmax(pg_current_snapshot())::text as n',
  )
  await client.end()
  return Number(rows[0]?.n ?? 0)
}
