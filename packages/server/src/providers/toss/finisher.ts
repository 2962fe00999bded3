// What Toss does once its window was open: the return is read, its authKey is exchanged for a key, the answer is judged.
import type { Finisher } from '../provider.ts'
import { issue } from './issue.ts'
import { judge } from './judge.ts'
import type { TossConfig } from './options.ts'
import { parseReturn } from './return.ts'

/** Of one instance. */
export const finisher = (config: TossConfig): Finisher<'toss'> => ({
  parseReturn: (raw) => parseReturn(config, raw),
  issue: (registration, claim, context) => issue(config, registration, claim, context),
  judge: (registration, claim, exchanges) => judge(config, registration, claim, exchanges),
})
