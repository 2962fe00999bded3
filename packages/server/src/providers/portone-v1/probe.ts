// Whether PortOne can be reached and gives a token for our REST key.
// Source: PortOne V1 REST specification, POST /users/getToken.
import type { Connection, ProbeResult } from '../provider.ts'
import type { PortoneV1Config } from './options.ts'
import type { TokenSource } from './token.ts'

/** Asks for a token, or is content with the one that is held. */
export async function probe(
  config: PortoneV1Config,
  tokens: TokenSource,
  context: Connection,
): Promise<ProbeResult> {
  const result = await tokens.get({ ...context, fetch: config.fetch ?? context.fetch }, config.timeoutMs)
  if ('token' in result) return 'accepted'
  const { status } = result.failed
  if (status === undefined) return 'unreachable'
  return status === 401 || status === 403 ? 'refused' : 'reached'
}
