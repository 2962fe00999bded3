// A process dies while a typed card is at the PG: its last words, its crash report and its database hold no digit of it.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { digitsFound, markerCard } from '../../server/form/fill-in.ts'
import { testFolder } from './testing/files.ts'

const SCRIPT = fileURLToPath(new URL('testing/crash-with-card.ts', import.meta.url))

const files = testFolder()
afterAll(() => files.remove())

it('a typed card is in nothing that a crash leaves behind', { timeout: 120_000 }, () => {
  const path = files.fresh()
  const folder = dirname(path)
  const card = markerCard()
  const key = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
  const flags = ['--conditions=@billing/source', '--import', 'tsx', '--report-uncaught-exception']
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, `--report-directory=${folder}`, SCRIPT, path, `k1:${key}`],
    { encoding: 'utf8', input: JSON.stringify(card) },
  )
  expect(stdout).toMatch(/sent \d+ characters/)
  expect(status).not.toBe(0)
  expect(stderr).toContain('something else in this process')
  const left = readdirSync(folder)
  expect(left.filter((name) => name.startsWith('report.'))).toHaveLength(1)
  const told = left.map((name) => readFileSync(join(folder, name), 'latin1'))
  expect(digitsFound([stdout, stderr, ...told].join('\n'), card)).toEqual([])
})
