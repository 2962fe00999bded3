// How long the server takes to import, beside hono alone, each in a process of its own.
import { execFileSync } from 'node:child_process'
import { median, type Row } from './row.ts'

const RUNS = 21

function importMs(specifier: string): number {
  const code = `const start = performance.now(); await import('${specifier}'); console.log(performance.now() - start)`
  const args = ['--input-type=module', '--eval', code]
  return Number(execFileSync(process.execPath, args, { cwd: 'packages/server', encoding: 'utf8' }))
}

/** Import times, taken in turns so that a busy moment hits both. The server must have been built. */
export function serverImport(): Row[] {
  const pairs = Array.from({ length: RUNS }, () => ({
    hono: importMs('hono'),
    server: importMs('@billing-register/server'),
  }))
  return [
    {
      what: 'Import of the server, against hono alone',
      value: median(pairs.map((one) => one.server / one.hono)),
      unit: 'ratio',
      atMost: 2,
    },
    { what: '  hono alone', value: median(pairs.map((one) => one.hono)), unit: 'ms' },
    { what: '  the server', value: median(pairs.map((one) => one.server)), unit: 'ms' },
  ]
}
