// `export`: everything that is needed to leave, in files that only their owner can read.
import { Option } from 'commander'
import type { AddCommands } from './command.ts'
import { makePrivateFile } from '../private-file.ts'
import { withProgress } from '../report.ts'

/** Adds `export`. */
export const addExport: AddCommands = (program, run) => {
  program
    .command('export <file>')
    .description('write every payment method, billing key included, as JSON lines')
    .option('--consents', 'write the evidence of consents instead')
    .addOption(new Option('--payments', 'write every payment instead').conflicts('consents'))
    .action(async (path: string, { consents, payments }: { consents?: boolean; payments?: boolean }) => {
      const { io, billing, report } = run()
      const operator = await (await billing()).operator()
      const what = consents ? 'consents' : payments ? 'payments' : 'payment methods'
      const lines = (): AsyncIterable<unknown> => {
        if (consents) return operator.consents()
        return payments ? operator.exportPayments() : operator.revealMethods()
      }
      const file = makePrivateFile(path)
      let count = 0
      await withProgress(io, what, async (show) => {
        for await (const line of lines()) {
          file.write(JSON.stringify(line))
          count += 1
          show(count)
        }
      })
      file.close()
      report({ json: { file: path, what, count }, text: `${count} ${what} written to ${path}\n` })
      if (!consents && !payments && count > 0)
        io.err('Whoever has this file can charge these cards: delete it when it is no longer needed.\n')
    })
}
