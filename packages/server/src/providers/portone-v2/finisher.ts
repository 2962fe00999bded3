// What PortOne V2 does once its window was open: the return is read, the key is confirmed or looked up, the answers are judged.
import type { Finisher } from '../provider.ts'
import { issue } from './issue.ts'
import { judge } from './judge.ts'
import type { PortoneV2Config } from './options.ts'
import { parseReturn } from './return.ts'

/** Of one instance. */
export const finisher = (config: PortoneV2Config): Finisher<'portone-v2'> => ({
  parseReturn: (raw) => parseReturn(config, raw),
  issue: (registration, claim, context) => issue(config, registration, claim, context),
  judge: (registration, claim, exchanges) => judge(config, registration, claim, exchanges),
})
