// The calls to PortOne V2 of one try: confirm a token or send a typed card, look a key up, find keys of a customer id.
// Source: PortOne REST V2 specification (billing-keys), and the overview page for credentials.
import type { Exchange, PgRequest } from '../../http/exchange.ts'
import { callPg } from '../../http/pg-client.ts'
import type { Fields } from '../answer.ts'
import type { CallContext, ReturnedRegistration } from '../provider.ts'
import { CALLS } from './answers.ts'
import type { Credential, PortoneV2Config } from './options.ts'

/** Calls that share one time. None is made after one that got no answer: PortOne is not reachable now. */
export interface Calls {
  readonly exchanges: Exchange[]
  confirm(operation: string, billingIssueToken: string, credential: Credential): Promise<void>
  /** Issues from the card in `body`. */
  typed(operation: string, body: Fields, credential: Credential): Promise<void>
  key(billingKey: string): Promise<void>
  /** Keys of our customer id, which is this registration's alone. */
  find(): Promise<void>
}

type Request = Pick<PgRequest, 'operation' | 'method' | 'body'> & {
  readonly path: string
  readonly headers?: PgRequest['headers']
}

/** Begins a try. */
export function startCalls(
  config: PortoneV2Config,
  { memo }: Pick<ReturnedRegistration, 'memo'>,
  context: CallContext,
): Calls {
  const { storeId, customerId, sandbox: isTest } = memo
  const { exchanges, make } = maker(config, context)
  const filter = { storeId, customerId }
  const store = encodeURIComponent(String(storeId))
  const query = encodeURIComponent(JSON.stringify({ page: { number: 0, size: 10 }, filter }))
  // The quotation marks belong to the value.
  const headers = { 'idempotency-key': `"${context.idempotencyKey}"` }
  return {
    exchanges,
    confirm: (operation, billingIssueToken, credential) => {
      const body = { billingIssueToken, storeId, isTest }
      return make({ operation, method: 'POST', path: '/billing-keys/confirm', headers, body }, credential)
    },
    typed: (operation, body, credential) =>
      make({ operation, method: 'POST', path: '/billing-keys', headers, body }, credential),
    key: (billingKey) => {
      const path = `/billing-keys/${encodeURIComponent(billingKey)}?storeId=${store}`
      return make({ operation: CALLS.key, method: 'GET', path })
    },
    find: () => make({ operation: CALLS.find, method: 'GET', path: `/billing-keys?requestBody=${query}` }),
  }
}

interface Maker {
  readonly exchanges: Exchange[]
  readonly make: (request: Request, credential?: Credential) => Promise<void>
}

function maker(config: PortoneV2Config, context: CallContext): Maker {
  const deadline = context.now() + config.timeoutMs
  const exchanges: Exchange[] = []
  return {
    exchanges,
    make: async ({ path, headers, ...rest }, { apiSecret } = config.credentials[0]) => {
      const timeoutMs = deadline - context.now()
      if (exchanges.at(-1)?.failure !== undefined || timeoutMs <= 0) return
      const authorization = `PortOne ${apiSecret.reveal()}`
      const call = { ...rest, url: config.apiBase + path, headers: { authorization, ...headers }, timeoutMs }
      exchanges.push(await callPg(call, { fetch: config.fetch ?? context.fetch }))
    },
  }
}
