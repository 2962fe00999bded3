// Decides what came of issue-key. Source of the fields: Danal developer center, reference/billing/issue-key.
import { readJson } from '../../http/read-json.ts'
import type { Exchange } from '../../http/exchange.ts'
import { fieldsOf, isOk, loggableCode, textOf, type Fields } from '../answer.ts'
import type { IssueOutcome, OtherOrder, ParsedReturn, ReturnedRegistration } from '../provider.ts'
import { meaningOf, provesNothing, refusesClaim } from './codes.ts'
import { issuedOutcome, transactionIdOf } from './issued.ts'
import type { DanalConfig } from './options.ts'

const UNKNOWN: IssueOutcome = { kind: 'uncertain', code: 'outcome_unknown' }

/** What came of it, from the answer alone. Only an answer that proves it is called issued, or declined. */
export function judge(
  config: DanalConfig,
  registration: ReturnedRegistration,
  claim: ParsedReturn<'danal'>,
  exchanges: readonly Exchange[],
): IssueOutcome {
  const exchange = exchanges.findLast((one) => one.operation === 'issue')
  if (exchange === undefined) return withoutCall(claim)
  if (exchange.failure === 'not-sent') return { kind: 'declined', code: 'provider_unavailable' }
  if (exchange.failure !== undefined) return UNKNOWN
  const answer = fieldsOf(readJson(exchange.body))
  const outcome =
    answer?.['code'] === 'SUCCESS' || hasKey(answer)
      ? succeeded(config, registration, exchange.status, answer)
      : refused(exchange.status, answer)
  const other = otherOrder(registration, answer)
  return other ? { ...outcome, otherOrder: other } : outcome
}

/** What may be an order id of ours. */
const ORDER_ID = /^[\w-]{1,64}$/

/** issue-key takes no order: what it charges is what the transaction's window was opened with, whoever brings it. */
function otherOrder({ memo }: ReturnedRegistration, answer: Fields | undefined): OtherOrder | undefined {
  const orderId = textOf(answer?.['orderId'])
  if (orderId === undefined || orderId === memo['orderId'] || !ORDER_ID.test(orderId)) return undefined
  const transactionId = transactionIdOf(answer)
  return { providerRef: orderId, ...(transactionId !== undefined && { transactionId }) }
}

const hasKey = (answer: Fields | undefined): boolean => textOf(answer?.['billingKey']) !== undefined

/** Nothing was sent: the window reported an end, or the answer was never written down. */
function withoutCall(claim: ParsedReturn<'danal'>): IssueOutcome {
  const providerCode = claim.providerCode === undefined ? {} : { providerCode: claim.providerCode }
  switch (claim.kind) {
    case 'token':
      return UNKNOWN
    case 'cancelled':
      return { kind: 'declined', code: 'not_completed', cancelled: true, ...providerCode }
    case 'failed':
      return { kind: 'declined', code: meaningOf(claim.providerCode), ...providerCode }
    case 'empty':
      return { kind: 'declined', code: 'return_refused', claimRefused: true }
  }
}

function succeeded(
  config: DanalConfig,
  registration: ReturnedRegistration,
  status: number | undefined,
  answer: Fields | undefined,
): IssueOutcome {
  const key = answer?.['billingKey']
  // Danal's success is all three: the status, the word and the key. Anything between proves neither end.
  if (answer?.['code'] !== 'SUCCESS' || !isOk(status) || typeof key !== 'string' || key.trim() === '')
    return UNKNOWN
  return issuedOutcome(config, registration, answer, key)
}

// 408, 409, 425 and 429 tell of this request's circumstances or of another one's, not of a refusal.
const TELLS_NOTHING: ReadonlySet<number> = new Set([408, 409, 425, 429])

function refused(status: number | undefined, answer: Fields | undefined): IssueOutcome {
  const code = answer?.['code']
  const providerCode = loggableCode(code)
  const told = providerCode === undefined ? {} : { providerCode }
  // The credential was not accepted, whatever the body looks like: nothing was done.
  if (status === 401 || status === 403) return { kind: 'declined', code: 'provider_refused', ...told }
  const handled = isOk(status) || (status !== undefined && status >= 400 && status < 500)
  if (!handled || TELLS_NOTHING.has(status ?? 0)) return { ...UNKNOWN, ...told }
  if (typeof code !== 'string' || code === '' || provesNothing(code)) return { ...UNKNOWN, ...told }
  return {
    kind: 'declined',
    code: meaningOf(code),
    ...told,
    ...(refusesClaim(code) && { claimRefused: true }),
  }
}
