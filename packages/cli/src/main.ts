#!/usr/bin/env node
// The `billing-register` command.
import { loadBilling } from './load-billing.ts'
import { runCli } from './program.ts'

const code = await runCli(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  watched: process.stderr.isTTY,
  color: process.stderr.isTTY && !process.env['NO_COLOR'],
  load: (path) => loadBilling(process.cwd(), path),
  now: Date.now,
})
process.exitCode = code
// A pool of database connections would keep the process waiting; everything that was asked for has been said.
process.stdout.write('', () => process.exit(code))
