// What PortOne V1 does once its window was open: the return is read, payment and key are looked up, the answers are judged.
import type { Finisher } from '../provider.ts'
import { judge } from './judge.ts'
import type { PortoneV1Config } from './options.ts'
import { parseReturn } from './return.ts'
import type { TokenSource } from './token.ts'
import { verify } from './verify.ts'

/** Of one instance. */
export const finisher = (config: PortoneV1Config, tokens: TokenSource): Finisher<'portone-v1'> => ({
  parseReturn: (raw) => parseReturn(config, raw),
  issue: (registration, claim, context) => verify(config, tokens, registration, claim, context),
  judge: (registration, claim, exchanges) => judge(registration, claim, exchanges),
})
