// A disk that is really full under Postgres: each write is taken whole or refused, and work goes on when there is room.
import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sampleRegistration } from '@billing-register/server/testing'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { sqlLedger } from '../sql-ledger.ts'
import { query, startPostgres, type TestPostgres } from '../testing/postgres.ts'
import { freshKey, keysOf } from '../testing/sealers.ts'

// A database on a busy machine takes its time.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 })

/** Where Postgres keeps a database's tables, and how that is filled up and emptied. */
interface Disk {
  readonly put: (database: string, postgres: string) => Promise<void>
  readonly fill: (database: string) => Promise<void>
  readonly makeRoom: (database: string) => Promise<void>
  readonly remove: () => void
}

const run = (command: string, ...args: string[]): Buffer => execFileSync(command, args, { stdio: 'pipe' })
const userId = (name: string): string => run('id', '-u', name).toString().trim()
const nameOf = (address: string): string => address.slice(address.lastIndexOf('/') + 1)

/** A disk of 24 MB of its own. Throws where this process may mount none. */
function smallDisk(): Disk {
  const folder = mkdtempSync(join(tmpdir(), 'billing-disk-'))
  const filler = join(folder, 'filler')
  try {
    // Its owner is named as it is mounted: nothing is left behind where this may not be done.
    const owner = process.getuid?.() === 0 ? `,uid=${userId('postgres')}` : ''
    run('mount', '-t', 'tmpfs', '-o', `size=24m${owner}`, 'tmpfs', folder)
  } catch (error) {
    rmSync(folder, { recursive: true })
    throw error
  }
  return {
    async put(database, postgres) {
      await query(postgres, `create tablespace small location '${folder}'`)
      await query(postgres, `alter database ${nameOf(database)} set tablespace small`)
    },
    async fill() {
      const piece = Buffer.alloc(64 * 1024)
      const write = (): boolean => {
        try {
          appendFileSync(filler, piece)
          return true
        } catch {
          return false
        }
      }
      while (write());
    },
    makeRoom: async () => rmSync(filler),
    remove() {
      run('umount', folder)
      rmSync(folder, { recursive: true })
    },
  }
}

/** Where nothing can be mounted, Postgres itself says of every new row what it would say on a full disk. */
const saidDisk = (): Disk => ({
  put: (database) =>
    query(
      database,
      `create function full_disk() returns trigger language plpgsql as
       $$ begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$`,
    ),
  fill: (database) =>
    query(
      database,
      'create trigger full_disk before insert on billing_registrations for each row execute function full_disk()',
    ),
  makeRoom: (database) => query(database, 'drop trigger full_disk on billing_registrations'),
  remove: () => {},
})

function anyDisk(): Disk {
  try {
    return smallDisk()
  } catch {
    return saidDisk()
  }
}

let postgres: TestPostgres
let disk: Disk
beforeAll(async () => {
  postgres = await startPostgres()
  disk = anyDisk()
})
afterAll(async () => {
  await postgres.stop()
  disk.remove()
})

it('refuses what finds no room with the remedy, keeps all that was taken, and takes more once there is room', async () => {
  const address = await postgres.createDatabase()
  const keys = keysOf(`k1:${freshKey()}`)
  const before = sqlLedger(address)
  await before.open(keys).create(sampleRegistration('before'), [])
  await before.close()
  await disk.put(address, address.replace(nameOf(address), 'postgres'))
  const source = sqlLedger(address)
  const ledger = source.open(keys)
  expect((await ledger.find('before'))?.id).toBe('before')
  await disk.fill(address)
  const many = Array.from({ length: 400 }, (_, index) => ledger.create(sampleRegistration(`r${index}`), []))
  const results = await Promise.allSettled(many)
  const refused = results.filter((result) => result.status === 'rejected')
  expect(refused.length).toBeGreaterThan(0)
  for (const { reason } of refused)
    expect(reason).toMatchObject({
      code: 'ledger_unavailable',
      message: expect.stringMatching(/disk of Postgres is full; make room/),
    })
  expect((await ledger.find('before'))?.id).toBe('before')
  await disk.makeRoom(address)
  expect((await ledger.create(sampleRegistration('after'), [])).id).toBe('after')
  for (const [index, { status }] of results.entries())
    expect((await ledger.find(`r${index}`)) !== undefined).toBe(status === 'fulfilled')
  await source.close()
})
