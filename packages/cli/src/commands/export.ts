// `export`: everything that is needed to leave, in files that only their owner can read.
import type { AddCommands } from './command.ts'
import { makePrivateFile } from '../private-file.ts'
import { progressOf } from '../report.ts'

/** Adds `export`. */
export const addExport: AddCommands = (program, run) => {
  program
    .command('export <file>')
    .description('write every payment method, billing key included, as JSON lines')
    .option('--consents', 'write the evidence of consents instead')
    .action(async (path: string, { consents }: { consents?: boolean }) => {
      const { io, billing, report } = run()
      const operator = await (await billing()).operator()
      const what = consents ? 'consents' : 'payment methods'
      const file = makePrivateFile(path)
      const progress = progressOf(io, what)
      let count = 0
      for await (const line of consents ? operator.consents() : operator.revealMethods()) {
        file.write(JSON.stringify(line))
        count += 1
        progress.show(count)
      }
      progress.end()
      file.close()
      report({ json: { file: path, what, count }, text: `${count} ${what} written to ${path}\n` })
      if (!consents && count > 0)
        io.err('Whoever has this file can charge these cards: delete it when it is no longer needed.\n')
    })
}
