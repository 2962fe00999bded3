// `registrations list|show`: what became of whom, and why.
import { InvalidArgumentError } from 'commander'
import type { AddCommands } from './command.ts'
import { UsageError } from '../io.ts'
import { storyOf } from './story.ts'
import { registrationTable } from './registration-table.ts'

const STATES = [
  'open',
  'returned',
  'issuing',
  'issued',
  'suspended',
  'held',
  'declined',
  'uncertain',
  'cancelled',
  'expired',
] as const

type State = (typeof STATES)[number]

const MAX_LIMIT = 1000

interface ListOptions {
  readonly state?: readonly State[]
  readonly customer?: string
  readonly before?: string
  readonly limit: number
}

function stateOf(text: string, before: readonly State[] | undefined): readonly State[] {
  const state = STATES.find((one) => one === text)
  if (!state) throw new InvalidArgumentError(`one of ${STATES.join(', ')}`)
  return [...(before ?? []), state]
}

function limitOf(text: string): number {
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new InvalidArgumentError(`a whole number from 1 to ${MAX_LIMIT}`)
  }
  return limit
}

/** Adds `registrations`. */
export const addRegistrations: AddCommands = (program, run) => {
  const registrations = program.command('registrations').description('look up registrations')
  registrations
    .command('list')
    .description('newest first')
    .option('--state <state>', 'only in this state; may be repeated', stateOf)
    .option('--customer <id>', 'only of this customer')
    .option('--before <id>', 'only older than this one: where the last page ended')
    .option('--limit <n>', 'at most so many', limitOf, 50)
    .action(async ({ state, customer, before, limit }: ListOptions) => {
      const { billing, report } = run()
      const rows = await (
        await (await billing()).operator()
      ).registrations({
        limit,
        ...(state && { states: state }),
        ...(customer !== undefined && { customerId: customer }),
        ...(before !== undefined && { before }),
      })
      const last = rows.length === limit ? rows.at(-1)?.id : undefined
      const more = last === undefined ? '' : `More: --before ${last}\n`
      report({ json: rows, text: registrationTable(rows) + more })
    })
  registrations
    .command('show <id>')
    .description('one, with everything that happened to it')
    .action(async (id: string) => {
      const { billing, report } = run()
      const file = await (await (await billing()).operator()).registration(id)
      if (!file) throw new UsageError(`there is no registration ${id}`)
      report({ json: file, text: storyOf(file) })
    })
}
