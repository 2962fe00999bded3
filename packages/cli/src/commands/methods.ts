// `methods list|show`: a customer's payment methods, and what became of their keys.
import { UsageError } from '../io.ts'
import type { AddCommands } from './command.ts'
import { methodStory, methodTable } from './payment-text.ts'

/** Adds `methods`. */
export const addMethods: AddCommands = (program, run) => {
  const methods = program.command('methods').description('look up payment methods; never their keys')
  methods
    .command('list')
    .description("a customer's, newest first")
    .requiredOption('--customer <id>', 'whose')
    .action(async ({ customer }: { customer: string }) => {
      const { billing, report } = run()
      const rows = await (await (await billing()).operator()).methods(customer)
      report({ json: rows, text: methodTable(rows) })
    })
  methods
    .command('show <id>')
    .description('one, with what was done with its key')
    .action(async (id: string) => {
      const { billing, report } = run()
      const file = await (await (await billing()).operator()).method(id)
      if (!file) throw new UsageError(`there is no payment method ${id}`)
      report({ json: file, text: methodStory(file) })
    })
}
