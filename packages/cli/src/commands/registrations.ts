// `registrations list|show`: what became of whom, and why.
import type { AddCommands } from './command.ts'
import { UsageError } from '../io.ts'
import { moreAfter, queryOf, stateAmong, withListOptions, type ListOptions } from './list-options.ts'
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

interface RegistrationListOptions extends ListOptions {
  readonly state?: readonly State[]
}

/** Adds `registrations`. */
export const addRegistrations: AddCommands = (program, run) => {
  const registrations = program.command('registrations').description('look up registrations')
  withListOptions(registrations.command('list'))
    .description('newest first')
    .option('--state <state>', 'only in this state; may be repeated', stateAmong<State>(STATES))
    .action(async ({ state, ...options }: RegistrationListOptions) => {
      const { billing, report } = run()
      const operator = await (await billing()).operator()
      const rows = await operator.registrations({ ...queryOf(options), ...(state && { states: state }) })
      report({ json: rows, text: registrationTable(rows) + moreAfter(rows, options.limit) })
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
