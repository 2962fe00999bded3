// What goes wrong with a database file is told with its remedy, loses nothing, and is over when the cause is gone.
import {
  chmodSync,
  chownSync,
  closeSync,
  copyFileSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { sampleRegistration } from '@billing-register/server/testing'
import type { SealedLedger } from '@billing-register/server'
import Database from 'libsql'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { makeLedger } from '../ledger.ts'
import { sqlLedger } from '../sql-ledger.ts'
import type { Store } from '../store.ts'
import { testFolder } from '../testing/files.ts'
import { freshKey, sealerOf } from '../testing/sealers.ts'
import { sqliteStore } from './store.ts'

const NOBODY = 65_534
const sealer = sealerOf(`k1:${freshKey()}`)
const folder = testFolder()
const stores: Store[] = []

afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()))
})
afterAll(() => folder.remove())

function ledgerAt(path: string, pragmas: readonly string[] = []): SealedLedger {
  const store = sqliteStore(path, pragmas)
  stores.push(store)
  return makeLedger(store, sealer, '')
}

const failure = (message: RegExp): object => ({
  code: 'ledger_unavailable',
  message: expect.stringMatching(message),
})

describe('a database file', () => {
  it('is made readable by its owner only', async () => {
    const path = folder.fresh()
    await ledgerAt(path).create(sampleRegistration('a'), [])
    expect(statSync(path).mode & 0o077).toBe(0)
    expect(statSync(`${path}-wal`).mode & 0o077).toBe(0)
  })

  it('keeps what was written when the process ends and another opens it', async () => {
    const path = folder.fresh()
    await ledgerAt(path).create(sampleRegistration('a'), [])
    await stores.pop()?.close()
    expect(await ledgerAt(path).find('a')).toEqual(sampleRegistration('a'))
  })

  it('that is not a database is left as it is, and the ledger works when a good one is put in its place', async () => {
    const [path, good] = [folder.fresh(), folder.fresh()]
    await ledgerAt(good).create(sampleRegistration('a'), [])
    await stores.pop()?.close()
    const junk = openSync(path, 'w')
    writeSync(junk, 'this is no database. '.repeat(200))
    closeSync(junk)
    const ledger = ledgerAt(path)
    await expect(ledger.find('a')).rejects.toMatchObject(failure(/damaged.*backup/))
    rmSync(path)
    copyFileSync(good, path)
    expect((await ledger.find('a'))?.id).toBe('a')
  })

  it('with torn pages gives an error and no wrong answer', async () => {
    const path = folder.fresh()
    for (let index = 0; index < 30; index += 1)
      await ledgerAt(path).create(sampleRegistration(`r${index}`), [])
    await Promise.all(stores.splice(0).map((store) => store.close()))
    const file = openSync(path, 'r+')
    const { size } = statSync(path)
    for (let at = 4096; at < size; at += 4096) writeSync(file, Buffer.alloc(2048, 0xff), 0, 2048, at)
    closeSync(file)
    await expect(ledgerAt(path).find('r7')).rejects.toMatchObject(failure(/damaged.*backup/))
  })

  it('that may not be written says so, and takes writes again as soon as it may', async () => {
    const [path, made] = [folder.fresh(), folder.fresh()]
    await ledgerAt(made).create(sampleRegistration('a'), [])
    await stores.pop()?.close()
    // Another file: SQLite would go on using the handle that it may write with.
    copyFileSync(made, path)
    await asOrdinaryUser(async () => {
      chmodSync(path, 0o444)
      chmodSync(dirname(path), 0o555)
      const ledger = ledgerAt(path)
      await expect(ledger.create(sampleRegistration('b'), [])).rejects.toMatchObject(
        failure(/cannot be (written|opened)/),
      )
      chmodSync(dirname(path), 0o755)
      chmodSync(path, 0o644)
      expect((await ledger.create(sampleRegistration('b'), [])).id).toBe('b')
    }, dirname(path))
  })

  it('on a full disk refuses the write whole, keeps what was there, and goes on when there is room', async () => {
    const path = folder.fresh()
    await ledgerAt(path).create(sampleRegistration('a'), [])
    await stores.pop()?.close()
    const pragmas = ['max_page_count=48']
    const ledger = ledgerAt(path, pragmas)
    const many = Array.from({ length: 60 }, (_, index) => ledger.create(sampleRegistration(`b${index}`), []))
    const results = await Promise.allSettled(many)
    const refused = results.filter((result) => result.status === 'rejected')
    expect(refused.length).toBeGreaterThan(0)
    for (const { reason } of refused) expect(reason).toMatchObject(failure(/disk is full/))
    expect((await ledger.find('a'))?.id).toBe('a')
    pragmas[0] = 'max_page_count=100000'
    await expect(ledger.create(sampleRegistration('c'), [])).resolves.toMatchObject({ id: 'c' })
    for (const [index, { status }] of results.entries()) {
      expect((await ledger.find(`b${index}`)) !== undefined).toBe(status === 'fulfilled')
    }
  })

  it('that is moved away while in use is missed at the next step, not replaced by an empty one', async () => {
    const path = folder.fresh()
    const ledger = ledgerAt(path)
    await ledger.create(sampleRegistration('a'), [])
    renameSync(path, `${path}.away`)
    await expect(ledger.create(sampleRegistration('b'), [])).rejects.toMatchObject(
      failure(/moved or replaced/),
    )
    await expect(ledger.find('a')).rejects.toMatchObject(failure(/moved or replaced/))
    renameSync(`${path}.away`, path)
    expect((await ledger.find('a'))?.id).toBe('a')
  })

  it('is waited for while another process writes, without stopping this one', async () => {
    const path = folder.fresh()
    const ledger = ledgerAt(path)
    await ledger.create(sampleRegistration('a'), [])
    const other = new Database(path)
    other.exec('begin immediate')
    const ticks: number[] = []
    const ticking = setInterval(() => ticks.push(1), 1)
    const written = ledger.create(sampleRegistration('b'), [])
    while (ticks.length < 20) await new Promise((resolve) => setImmediate(resolve))
    other.exec('commit')
    other.close()
    clearInterval(ticking)
    expect((await written).id).toBe('b')
  })

  it('in a folder that is not there names the remedy', async () => {
    await expect(ledgerAt('/nowhere/at/all.db').find('a')).rejects.toMatchObject(failure(/folder exists/))
  })
})

describe('sqlLedger', () => {
  it.each(['billing.db', 'file:', 'file::memory:', 'mysql://user:pa55word@host/db'])(
    'refuses %s without quoting it',
    (target) => {
      const refusal = (): unknown => sqlLedger(target)
      expect(refusal).toThrow(expect.objectContaining({ code: 'misconfigured' }))
      expect(refusal).not.toThrow(/pa55word/)
    },
  )
})

/** Root may write whatever it likes: the test runs as nobody where it would be root. */
async function asOrdinaryUser(work: () => Promise<void>, own: string): Promise<void> {
  if (process.geteuid?.() !== 0) return work()
  for (const path of [own, ...readdirSync(own).map((name) => join(own, name))])
    chownSync(path, NOBODY, NOBODY)
  process.seteuid?.(NOBODY)
  try {
    await work()
  } finally {
    process.seteuid?.(0)
  }
}
