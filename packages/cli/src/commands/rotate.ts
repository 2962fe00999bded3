// `rotate`: seals everything anew under the newest key.
import type { AddCommands } from './command.ts'
import { withProgress } from '../report.ts'

/** Adds `rotate`. */
export const addRotate: AddCommands = (program, run) => {
  program
    .command('rotate')
    .description('seal everything anew under the first of the sealing keys; servers may go on working')
    .action(async () => {
      const { io, billing, report, alarm } = run()
      const shop = await billing()
      const done = await withProgress(io, 'sealed anew', (show) => shop.rotate({ onProgress: show }))
      if (done.unreadable > 0) alarm()
      report({
        json: done,
        text:
          `${done.resealed} sealed anew, ${done.unreadable} unreadable\n` +
          (done.unreadable > 0
            ? 'Keep the old keys: what is unreadable was left as it is, and the log says why.\n'
            : 'The older keys may leave BILLING_SEALING_KEYS now.\n'),
      })
    })
}
