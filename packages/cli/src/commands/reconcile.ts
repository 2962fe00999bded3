// `reconcile`: looks after what nobody asks for, once, and says what it settled.
import { InvalidArgumentError } from 'commander'
import type { AddCommands } from './command.ts'
import { withProgress } from '../report.ts'
import { tableOf } from '../table.ts'

function wholeOf(text: string): number {
  const whole = Number(text)
  if (!Number.isSafeInteger(whole) || whole < 1) throw new InvalidArgumentError('a whole number above 0')
  return whole
}

/** Adds `reconcile`. */
export const addReconcile: AddCommands = (program, run) => {
  program
    .command('reconcile')
    .description(
      'look at what is due, finish what may be finished, deliver events; servers may go on working',
    )
    .option('--limit <n>', 'at most so many registrations', wholeOf, 500)
    .option('--seconds <n>', 'begin nothing new after so long', wholeOf, 30)
    .action(async ({ limit, seconds }: { limit: number; seconds: number }) => {
      const { io, billing, report, alarm } = run()
      const shop = await billing()
      const done = await withProgress(io, 'looked at', (show) =>
        shop.reconcile({ limit, timeMs: seconds * 1000, onProgress: ({ looked }) => show(looked) }),
      )
      const { looked, settled, failed, delivered, undelivered, more } = done
      if (failed.length > 0 || undelivered > 0) alarm()
      const rows = settled.map(({ id, provider, from, to }) => [id, provider, from, to])
      report({
        json: done,
        text:
          (rows.length > 0 ? tableOf(['id', 'provider', 'was', 'is'], rows) : '') +
          `${looked} looked at, ${settled.length} settled, ${failed.length} could not be looked at; ` +
          `${delivered} events taken, ${undelivered} refused\n` +
          (more ? 'There is more to do: run it again.\n' : ''),
      })
    })
}
