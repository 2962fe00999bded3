// PortOne V1 from a typed card number: for merchants whose PG has agreed to it.
// Source: PortOne V1 REST specification, POST and GET /subscribe/customers/{customer_uid}.
import type { Exchange } from '../../http/exchange.ts'
import { callPg } from '../../http/pg-client.ts'
import { readJson } from '../../http/read-json.ts'
import { field, fieldsOf, integerOf, type Fields } from '../answer.ts'
import { emailFor, fitBytes, phoneDigits } from '../outgoing.ts'
import type {
  CallContext,
  CardDetails,
  IssueOutcome,
  KeyIn,
  Memo,
  ReturnedRegistration,
} from '../provider.ts'
import { lastSeen, LOOKUPS } from './answers.ts'
import { issuedOutcome } from './issued.ts'
import { customerIdFor, expectations, refuseOrder } from './launch.ts'
import type { PortoneV1Config } from './options.ts'
import { behaviourOf } from './pg-behaviour.ts'
import type { TokenSource } from './token.ts'

/** The call that issues, as it stands in exchanges. */
const ISSUE = 'issue'

type NotIssued = Exclude<IssueOutcome, { kind: 'issued' }>
const UNKNOWN: NotIssued = { kind: 'uncertain', code: 'outcome_unknown' }

/**
 * Issues under a customer_uid that is minted for each registration. PortOne knows no repetition of this call, so it is
 * made once; what came of a lost one is looked up by the customer_uid.
 */
export function keyIn(config: PortoneV1Config, tokens: TokenSource): KeyIn {
  return {
    refuse: refuseOrder,
    prepare({ customer }, mint) {
      const max = behaviourOf(config.pgProvider)?.customerIdMax
      const customerId = max === undefined ? {} : { customerId: customerIdFor(customer, max, mint) }
      // The customer_uid charges, so it is not what the registration is looked up by.
      return {
        memo: { customerUid: mint('bk'), ...customerId, ...expectations(config) },
        providerRef: mint('br'),
      }
    },
    async issue(registration, card, context) {
      const path = `/subscribe/customers/${encodeURIComponent(String(registration.memo['customerUid']))}`
      const ask = (operation: string, body?: Fields): Promise<readonly Exchange[]> =>
        call(config, tokens, context, { operation, path, body })
      if (card === undefined || context.earlier.length > 0) return ask(LOOKUPS.key)
      const issued = await ask(ISSUE, bodyOf(config, registration, card))
      return answered(issued).kind === 'uncertain' ? [...issued, ...(await ask(LOOKUPS.key))] : issued
    },
    judge(registration, exchanges) {
      const key = lastSeen(exchanges, LOOKUPS.key)
      if (key.is === 'found') return found(registration, key.record)
      const answer = answered(exchanges)
      return answer.kind === 'issued' ? found(registration, answer.record) : answer
    },
  }
}

// There is no payment to compare with, and nothing was charged.
const found = (registration: ReturnedRegistration, customer: Fields): IssueOutcome =>
  issuedOutcome(registration, { sandbox: registration.memo['sandbox'] }, customer)

interface Asked {
  readonly operation: string
  readonly path: string
  readonly body: Fields | undefined
}

async function call(
  config: PortoneV1Config,
  tokens: TokenSource,
  outer: CallContext,
  { operation, path, body }: Asked,
): Promise<readonly Exchange[]> {
  const connection = { fetch: config.fetch ?? outer.fetch, now: outer.now }
  const { timeoutMs } = config
  const exchanges: Exchange[] = []
  // 401 means that nothing was done: a fresh token is tried once.
  for (let tried = 0; tried < 2; tried += 1) {
    const result = await tokens.get(connection, timeoutMs)
    // A look that got no token says as little as one that got no answer; a call was then never made.
    if ('failed' in result) return [...exchanges, body ? result.failed : { ...result.failed, operation }]
    const headers = {
      authorization: `Bearer ${result.token.reveal()}`,
      ...(config.tierCode !== undefined && { tier: config.tierCode }),
    }
    const method = body ? 'POST' : 'GET'
    const request = { operation, method, url: config.apiBase + path, headers, timeoutMs } as const
    const exchange = await callPg(body ? { ...request, body } : request, connection)
    exchanges.push(exchange)
    if (exchange.status !== 401) break
    tokens.drop(result.token)
  }
  return exchanges
}

/** Longest texts about the customer, by the specification. */
const MAX = { name: 20, email: 200 } as const

function bodyOf(
  { channel }: PortoneV1Config,
  { memo, customer }: ReturnedRegistration,
  card: CardDetails,
): Fields {
  const name = fitBytes(customer.name ?? '', MAX.name)
  const phone = phoneDigits(customer.phone)
  const email = emailFor(customer.email, MAX.email)
  return {
    ...('pg' in channel ? { pg: channel.pg } : { channel_key: channel.channelKey }),
    card_number: card.number.replace(/\d{4}(?=\d)/g, '$&-'),
    expiry: `20${card.expiryYear}-${card.expiryMonth}`,
    birth: card.identity,
    pwd_2digit: card.password,
    ...customerIdOf(memo),
    ...(name !== '' && { customer_name: name }),
    ...(phone !== undefined && { customer_tel: phone }),
    ...(email !== undefined && { customer_email: email }),
  }
}

const customerIdOf = (memo: Memo): Fields =>
  typeof memo['customerId'] === 'string' ? { customer_id: memo['customerId'] } : {}

/** What the call itself proves. `code` other than 0 is a refusal; its values are not tabulated anywhere. */
function answered(exchanges: readonly Exchange[]): NotIssued | { kind: 'issued'; record: Fields } {
  const issue = exchanges.findLast((one) => one.operation === ISSUE)
  if (issue === undefined || issue.failure === 'not-sent' || issue.status === 401) return notSent(exchanges)
  const envelope = fieldsOf(readJson(issue.body))
  const code = integerOf(field(envelope, 'code'))
  const record = fieldsOf(field(envelope, 'response'))
  const { status = 0, failure } = issue
  if (failure !== undefined || code === undefined || status >= 500) return UNKNOWN
  if (code === 0) return record === undefined || status >= 300 ? UNKNOWN : { kind: 'issued', record }
  return { kind: 'declined', code: 'card_invalid', providerCode: String(code) }
}

/** Nothing was issued, because nothing was asked; unless this is a look after the process that asked was lost. */
function notSent(exchanges: readonly Exchange[]): NotIssued {
  const looked = exchanges.some((one) => one.operation === LOOKUPS.key)
  if (looked || exchanges.length === 0) return UNKNOWN
  const refused = exchanges.some(({ status }) => status === 401 || status === 403)
  return { kind: 'declined', code: refused ? 'provider_refused' : 'provider_unavailable' }
}
