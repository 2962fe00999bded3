// `restore`: puts answers back that the ledger could not take when they came, from the lines that the log kept.
import { readFileSync } from 'node:fs'
import type { Operator } from '@billing-register/server'
import type { AddCommands } from './command.ts'
import { UsageError } from '../io.ts'
import { methodTable, paymentTable } from './payment-text.ts'
import { registrationTable } from './registration-table.ts'

/** The lines of a log that hold a spill. Everything else in the log is passed over. */
function spillsIn(path: string): readonly string[] {
  const lines = readLog(path)
    .split('\n')
    .filter((line) => line.includes('"sealed"') && line.includes('"attemptId"'))
  if (lines.length === 0) throw new UsageError(`${path} holds no spilled answer`)
  return lines
}

function readLog(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch {
    throw new UsageError(`${path} cannot be read`)
  }
}

type Restored = Awaited<ReturnType<Operator['restore']>>

/** Registrations, payments and payment methods, each in a table of their own, where there are any. */
function tablesOf(rows: readonly Restored[]): string {
  const payments = rows.flatMap((row) => ('orderId' in row ? [row] : []))
  const methods = rows.flatMap((row) => ('binding' in row ? [row] : []))
  const registrations = rows.flatMap((row) => ('providerRef' in row ? [row] : []))
  return [
    ...(registrations.length > 0 ? [registrationTable(registrations)] : []),
    ...(payments.length > 0 ? [paymentTable(payments)] : []),
    ...(methods.length > 0 ? [methodTable(methods)] : []),
  ].join('\n')
}

/** Adds `restore`. */
export const addRestore: AddCommands = (program, run) => {
  program
    .command('restore <log>')
    .description(
      'put answers back that the ledger could not take, from a log (- for standard input); safe to repeat',
    )
    .action(async (path: string) => {
      const { billing, report } = run()
      const lines = spillsIn(path)
      const operator = await (await billing()).operator()
      const rows: Restored[] = []
      for (const line of lines) rows.push(await operator.restore(line))
      report({ json: rows, text: tablesOf(rows) })
    })
}
