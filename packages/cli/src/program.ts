// The command line: which commands there are, how they are told apart, and what the exit code means.
import { createRequire } from 'node:module'
import type { Billing } from '@billing-register/server'
import { Command, CommanderError } from 'commander'
import pc from 'picocolors'
import type { AddCommands, Run } from './commands/command.ts'
import { addCustomer } from './commands/customer.ts'
import { addDoctor } from './commands/doctor.ts'
import { addExport } from './commands/export.ts'
import { addImport } from './commands/import.ts'
import { addKeygen } from './commands/keygen.ts'
import { addMethods } from './commands/methods.ts'
import { addPayments } from './commands/payments.ts'
import { addReconcile } from './commands/reconcile.ts'
import { addRegistrations } from './commands/registrations.ts'
import { addRestore } from './commands/restore.ts'
import { addRotate } from './commands/rotate.ts'
import { addUncertain } from './commands/uncertain.ts'
import { UsageError, type Io } from './io.ts'
import { reportTo } from './report.ts'

const COMMANDS: readonly AddCommands[] = [
  addDoctor,
  addRegistrations,
  addPayments,
  addMethods,
  addUncertain,
  addReconcile,
  addRestore,
  addRotate,
  addKeygen,
  addExport,
  addImport,
  addCustomer,
]

/** 0: fine. 1: it worked, and something needs somebody. 2: the command or the configuration is wrong. */
export type ExitCode = 0 | 1 | 2

interface GlobalOptions {
  readonly config?: string
  readonly envFile?: string
  readonly json?: boolean
}

/** Runs one command line, without the names of node and the script. Never throws. */
export async function runCli(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = 0
  const program = programFor(io, () => void (code = 1))
  try {
    await program.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    io.err(`${pc.createColors(io.color).red('error:')} ${explain(error)}\n`)
    return 2
  }
}

// A stack helps nobody who typed a command; what went wrong inside says so in its message.
function explain(error: unknown): string {
  if (error instanceof UsageError) return error.message
  if (!(error instanceof Error)) return 'something went wrong that is no Error'
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : ''
  return `${error.message}${code}`
}

function programFor(io: Io, alarm: () => void): Command {
  const program = new Command('billing-register')
    .description('Look after registered cards: look up, settle, rotate, export, check.')
    .version(version())
    .option('--config <file>', 'the module that exports what createBilling() gave; default billing.config.*')
    .option('--env-file <file>', 'read environment variables from this file first')
    .option('--json', 'answer with JSON')
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .exitOverride()
    .showHelpAfterError()
  let loaded: Promise<Billing> | undefined
  const run = (): Run => {
    const { config, envFile, json } = program.opts<GlobalOptions>()
    if (envFile !== undefined) readEnvironment(envFile)
    return {
      io,
      alarm,
      billing: () => (loaded ??= io.load(config)),
      report: reportTo(io, json === true),
    }
  }
  for (const add of COMMANDS) add(program, run)
  return program
}

function version(): string {
  const manifest: unknown = createRequire(import.meta.url)('../package.json')
  return typeof manifest === 'object' && manifest && 'version' in manifest ? String(manifest.version) : ''
}

function readEnvironment(path: string): void {
  try {
    process.loadEnvFile(path)
  } catch {
    throw new UsageError(`--env-file: ${path} cannot be read`)
  }
}
