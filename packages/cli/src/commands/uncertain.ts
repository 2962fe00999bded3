// `uncertain list|resolve`: what waits for a person, and what that person found out at the PG.
import { readFileSync } from 'node:fs'
import type { Resolution } from '@billing-register/server'
import { InvalidArgumentError, Option, type Command } from 'commander'
import type { AddCommands, Run } from './command.ts'
import { UsageError } from '../io.ts'
import { registrationTable } from './registration-table.ts'
import { storyOf } from './story.ts'

const KINDS = ['card', 'phone', 'account'] as const

interface ResolveOptions {
  readonly by: string
  readonly note?: string
  readonly paid?: number
  readonly notPaid?: boolean
  readonly keyFile?: string
  readonly kind: (typeof KINDS)[number]
  readonly issuer?: string
  readonly maskedNumber?: string
  readonly attach?: boolean
}

function wonOf(text: string): number {
  const amount = Number(text)
  if (!Number.isSafeInteger(amount) || amount < 0) throw new InvalidArgumentError('a whole number of KRW')
  return amount
}

/** What was found out. A key comes from a file or standard input: a command line stays in the shell's history. */
function resolutionOf(outcome: string, options: ResolveOptions, amount: number): Resolution {
  const { by, note, paid, notPaid } = options
  if (paid !== undefined && notPaid) throw new UsageError('--paid and --not-paid: only one can be true')
  const base = {
    by,
    ...(note === undefined ? {} : { note }),
    ...(paid === undefined ? {} : { payment: { state: 'paid' as const, amount: paid } }),
    ...(notPaid ? { payment: { state: 'declined' as const, amount } } : {}),
  }
  if (outcome === 'none' || outcome === 'accept' || outcome === 'discard') return { ...base, outcome }
  if (outcome !== 'key') throw new UsageError('the outcome is one of key, none, accept, discard')
  if (options.keyFile === undefined)
    throw new UsageError('--key-file: where the key is (- for standard input)')
  const { kind, issuer, maskedNumber, attach = false } = options
  const billingKey = keyFrom(options.keyFile)
  return {
    ...base,
    outcome,
    billingKey,
    kind,
    attach,
    ...(issuer === undefined ? {} : { issuer }),
    ...(maskedNumber === undefined ? {} : { maskedNumber }),
  }
}

function keyFrom(path: string): string {
  try {
    const key = readFileSync(path === '-' ? 0 : path, 'utf8').trim()
    if (key !== '') return key
  } catch {
    // Told below: the path is all that may be said.
  }
  throw new UsageError(`--key-file: no key could be read from ${path}`)
}

/** Adds `uncertain`. */
export const addUncertain: AddCommands = (program, run) => {
  const uncertain = program.command('uncertain').description('what nobody but a person can settle')
  uncertain
    .command('list')
    .description('uncertain and suspended registrations, newest first')
    .action(async () => {
      const { billing, report, alarm } = run()
      const rows = await (await (await billing()).operator()).uncertain()
      if (rows.length > 0) alarm()
      report({ json: rows, text: registrationTable(rows) })
    })
  addTransactions(uncertain, run)
  addResolve(uncertain, run)
}

function addTransactions(uncertain: Command, run: () => Run): void {
  uncertain
    .command('transactions <id>')
    .description("what to name when asking the PG's people (Danal transactionId, PortOne imp_uid)")
    .action(async (id: string) => {
      const { billing, report } = run()
      const ids = await (await (await billing()).operator()).transactions(id)
      report({ json: ids, text: ids.length > 0 ? `${ids.join('\n')}\n` : 'No transaction came back.\n' })
    })
}

function addResolve(uncertain: Command, run: () => Run): void {
  uncertain
    .command('resolve <id> <outcome>')
    .description('outcome: key (the PG made one), none (it made none), accept or discard (a suspended key)')
    .requiredOption('--by <name>', 'who found it out; goes into the audit trail')
    .option('--note <text>', 'why; nothing secret')
    .option('--paid <won>', 'money moved: how much', wonOf)
    .option('--not-paid', 'no money moved')
    .option('--key-file <file>', 'where the billing key is; - for standard input')
    .addOption(new Option('--kind <kind>', 'of the method').choices([...KINDS]).default('card'))
    .option('--issuer <name>', 'of the card')
    .option('--masked-number <number>', 'as the PG shows it')
    .option('--attach', 'the customer gets the method; otherwise it is kept, suspended')
    .action(async (id: string, outcome: string, options: ResolveOptions) => {
      const { billing, report } = run()
      const operator = await (await billing()).operator()
      const before = await operator.registration(id)
      if (!before) throw new UsageError(`there is no registration ${id}`)
      const file = await operator.resolve(id, resolutionOf(outcome, options, before.amount))
      report({ json: file, text: storyOf(file) })
    })
}
