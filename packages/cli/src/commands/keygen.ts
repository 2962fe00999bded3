// `keygen`: a new sealing key, and how to bring it in.
import { randomBytes } from 'node:crypto'
import type { AddCommands } from './command.ts'
import { UsageError } from '../io.ts'

const KEY_BYTES = 32

const HOW = `
Put it first in BILLING_SEALING_KEYS, in three steps, so that no server meets a key it does not know:
  1. old,new on every server      2. new,old on every server      3. billing-register rotate, then drop old
Keep a copy where backups are kept: without it the ledger cannot be opened.
`

/** Adds `keygen`. */
export const addKeygen: AddCommands = (program, run) => {
  program
    .command('keygen')
    .description('make a sealing key for BILLING_SEALING_KEYS')
    .option('--id <id>', 'by which id sealed values name it', 'k1')
    .action(({ id }: { id: string }) => {
      if (!/^[\w-]{1,16}$/.test(id)) throw new UsageError('--id: 1 to 16 of A–Z a–z 0–9 _ -')
      const key = `${id}:${randomBytes(KEY_BYTES).toString('base64')}`
      const { io, report } = run()
      report({ json: { key }, text: `${key}\n` })
      io.err(HOW)
    })
}
