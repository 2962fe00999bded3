// Whether Danal can be reached. It documents no call that would prove the credentials without changing anything.
import { callPg } from '../../http/pg-client.ts'
import type { Connection, ProbeResult } from '../provider.ts'
import type { DanalConfig } from './options.ts'

/** Any answer will do. */
export async function probe(config: DanalConfig, context: Connection): Promise<ProbeResult> {
  const { status } = await callPg(
    {
      operation: 'probe',
      method: 'GET',
      url: new URL('/', config.issueUrl).href,
      headers: {},
      timeoutMs: config.timeoutMs,
    },
    { fetch: config.fetch ?? context.fetch },
  )
  return status === undefined ? 'unreachable' : 'reached'
}
