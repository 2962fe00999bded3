// Runs an operation that the merchant has supplied: it calls Danal through us, and what it made of the answers is kept.
import type { Exchange } from '../../http/exchange.ts'
import { readJson } from '../../http/read-json.ts'
import { fieldsOf } from '../answer.ts'
import { basicAuthorization } from '../basic-authorization.ts'
import { callSeries } from '../call-series.ts'
import type { CallContext } from '../provider.ts'
import type { DanalTools } from './merchant-operations.ts'
import type { DanalConfig } from './options.ts'
import { verdictExchange } from './verdict.ts'

/** Nothing came back in time, or the merchant's code threw: what was done is not known. */
const LOST = { kind: 'uncertain' } as const

/**
 * The calls that it made, and what it said of them. Never throws: an error of the merchant's code may quote a key, so it
 * ends here.
 */
export async function callSeriesOf(
  config: DanalConfig,
  context: CallContext,
  operation: string,
  run: (tools: DanalTools) => Promise<unknown>,
): Promise<readonly Exchange[]> {
  const series = callSeries(config, context)
  const tools: DanalTools = {
    merchantId: config.merchantId,
    idempotencyKey: context.idempotencyKey,
    async call({ method, url, headers, body }) {
      const exchange = await series.make({
        operation,
        method,
        url: url.startsWith('/') ? config.apiBase + url : url,
        headers: { authorization: basicAuthorization(config.secretKey), ...headers },
        ...(body !== undefined && { body }),
      })
      const fields = exchange?.failure === undefined ? fieldsOf(readJson(exchange?.body)) : undefined
      return { status: exchange?.failure === undefined ? exchange?.status : undefined, fields }
    },
  }
  const said = await inTime(config.timeoutMs, run, tools)
  return [...series.exchanges, verdictExchange(said)]
}

async function inTime(
  timeoutMs: number,
  run: (tools: DanalTools) => Promise<unknown>,
  tools: DanalTools,
): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<unknown>((resolve) => {
    // A little after the calls themselves have ended, so that what they came to is still heard.
    timer = setTimeout(() => resolve(LOST), timeoutMs + 1000)
  })
  try {
    return await Promise.race([late, run(tools)])
  } catch {
    return LOST
  } finally {
    clearTimeout(timer)
  }
}
