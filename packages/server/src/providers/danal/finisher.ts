// What Danal does once its window was open: the return is read, issue-key is called, its answer is judged.
import type { Finisher } from '../provider.ts'
import { issue } from './issue.ts'
import { judge } from './judge.ts'
import type { DanalConfig } from './options.ts'
import { parseReturn } from './return.ts'

/** Of one instance. */
export const finisher = (config: DanalConfig): Finisher<'danal'> => ({
  parseReturn: (raw) => parseReturn(config, raw),
  issue: (_registration, claim, context) => issue(config, claim, context),
  judge: (registration, claim, exchanges) => judge(config, registration, claim, exchanges),
})
