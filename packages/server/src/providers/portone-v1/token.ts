// The access token of PortOne's REST API: kept in memory, asked for once at a time.
// Source: PortOne V1 REST specification, POST /users/getToken.
import type { Exchange, PgRequest } from '../../http/exchange.ts'
import { callPg } from '../../http/pg-client.ts'
import { readJson } from '../../http/read-json.ts'
import { Secret } from '../../secret.ts'
import { field, fieldsOf, integerOf, textOf } from '../answer.ts'
import type { Connection } from '../provider.ts'
import type { PortoneV1Config } from './options.ts'

/** A token, or the call that gave none. */
export type TokenResult = { readonly token: Secret } | { readonly failed: Exchange }

/** Gives access tokens. */
export interface TokenSource {
  get(context: Connection, timeoutMs: number): Promise<TokenResult>
  /** Forgets a token that the PG no longer takes. */
  drop(token: Secret): void
}

/** A token is not used in its last seconds: it could end on the way. */
const SPARE_SECONDS = 30

/** One source per provider instance; requests that come while one is running share it. */
export function tokenSource(config: PortoneV1Config): TokenSource {
  let held: { readonly token: Secret; readonly until: number } | undefined
  let running: Promise<TokenResult> | undefined

  const ask = async (context: Connection, timeoutMs: number): Promise<TokenResult> => {
    const exchange = await callPg(tokenRequest(config, timeoutMs), context)
    const granted = readToken(exchange)
    if (granted === undefined) return { failed: withoutBody(exchange) }
    held = { token: granted.token, until: context.now() + granted.seconds * 1000 }
    return { token: granted.token }
  }

  return {
    get(context, timeoutMs) {
      if (held !== undefined && held.until > context.now()) return Promise.resolve({ token: held.token })
      running ??= ask(context, timeoutMs).finally(() => {
        running = undefined
      })
      return running
    },
    drop(token) {
      if (held?.token === token) held = undefined
    },
  }
}

const tokenRequest = (config: PortoneV1Config, timeoutMs: number): PgRequest => ({
  operation: 'token',
  method: 'POST',
  url: `${config.apiBase}/users/getToken`,
  headers: {},
  body: { imp_key: config.apiKey, imp_secret: config.apiSecret.reveal() },
  timeoutMs,
})

/** The token and how long it may be used. The PG's own two times are compared, because our clock may differ. */
function readToken(exchange: Exchange): { token: Secret; seconds: number } | undefined {
  if (exchange.status !== 200) return undefined
  const response = fieldsOf(field(fieldsOf(readJson(exchange.body)), 'response'))
  const token = textOf(field(response, 'access_token'))
  // A header cannot carry anything else.
  if (token === undefined || !/^[\x21-\x7e]{1,4096}$/.test(token)) return undefined
  const expires = integerOf(field(response, 'expired_at')) ?? 0
  const now = integerOf(field(response, 'now')) ?? expires
  return { token: new Secret(token), seconds: Math.min(expires - now, 3600) - SPARE_SECONDS }
}

// An answer that could not be read may still hold a token, and attempts are kept.
const withoutBody = ({ operation, status, failure }: Exchange): Exchange => ({
  operation,
  ...(status !== undefined && { status }),
  ...(failure !== undefined && { failure }),
})
