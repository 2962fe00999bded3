// Decides, from the lookups alone, what became of a registration at PortOne.
// Source: PortOne V1 REST specification, and the V1 guides for status `ready` right after the window.
import type { Exchange } from '../../http/exchange.ts'
import { field, textOf, type Fields } from '../answer.ts'
import { meaningOf } from '../danal/codes.ts'
import type {
  IssueOutcome,
  IssueResult,
  OutcomeNote,
  ParsedReturn,
  ReturnedRegistration,
} from '../provider.ts'
import { isOf, lastSeen, LOOKUPS, statusOf, type Seen } from './answers.ts'
import { issuedOutcome } from './issued.ts'

const UNKNOWN: IssueResult = { kind: 'uncertain', code: 'outcome_unknown' }

/** What came of it. A flag of the browser never decides: it only tells a cancel from a decline. */
export function judge(
  registration: ReturnedRegistration,
  claim: ParsedReturn<'portone-v1'>,
  exchanges: readonly Exchange[],
): IssueOutcome {
  const byImpUid = lastSeen(exchanges, LOOKUPS.byImpUid)
  const byMerchantUid = lastSeen(exchanges, LOOKUPS.byMerchantUid)
  const key = lastSeen(exchanges, LOOKUPS.key)
  const { merchantUid } = registration.memo
  const payment = ownPayment([byImpUid, byMerchantUid], merchantUid)
  const foreign = byImpUid.is === 'found' && !isOf(byImpUid, merchantUid)
  const result = decide({
    registration,
    claim,
    payment,
    key,
    orderAbsent: byMerchantUid.is === 'absent',
    foreign,
  })
  const unpaid = payment === undefined ? byMerchantUid.is === 'absent' : statusOf(payment) !== 'paid'
  const notes: OutcomeNote[] = [
    ...(foreign ? (['foreign_return'] as const) : []),
    ...(key.is === 'found' && unpaid ? (['key_without_payment'] as const) : []),
  ]
  const refused = [byImpUid, byMerchantUid, key].some((seen) => seen.is === 'unknown' && seen.refused)
  const tokenRefused = lastSeen(exchanges, LOOKUPS.token)
  const credential = refused || (tokenRefused.is === 'unknown' && tokenRefused.refused)
  const told: IssueResult =
    result === UNKNOWN && credential ? { kind: 'uncertain', code: 'provider_refused' } : result
  return notes.length > 0 ? { ...told, notes } : told
}

/** This order's payment: the paid one where there are several tries. */
function ownPayment(seen: readonly Seen[], merchantUid: unknown): Fields | undefined {
  const own = seen.flatMap((one) => (one.is === 'found' && isOf(one, merchantUid) ? [one.record] : []))
  return own.find((payment) => statusOf(payment) === 'paid') ?? own.at(-1)
}

interface Evidence {
  readonly registration: ReturnedRegistration
  readonly claim: ParsedReturn<'portone-v1'>
  readonly payment: Fields | undefined
  readonly key: Seen
  /** PortOne knows no payment of our order id. */
  readonly orderAbsent: boolean
  /** The return named a payment of another order. */
  readonly foreign: boolean
}

function decide(evidence: Evidence): IssueResult {
  const { registration, payment, key } = evidence
  const status = payment === undefined ? undefined : statusOf(payment)
  if (key.is === 'found') {
    // A key whose payment is not called paid is neither accepted nor refused.
    return payment !== undefined && status === 'paid'
      ? issuedOutcome(registration, payment, key.record)
      : UNKNOWN
  }
  if (key.is === 'unknown') return UNKNOWN
  if (payment === undefined) return evidence.orderAbsent ? absent(evidence) : UNKNOWN
  switch (status) {
    case 'ready':
      return { kind: 'pending', absent: true }
    case 'paid':
      // The page changed the id that the key was to have: it will never be found under ours.
      return textOf(field(payment, 'customer_uid')) === undefined || sameKey(registration, payment)
        ? { kind: 'pending' }
        : { kind: 'uncertain', code: 'return_mismatch' }
    case 'failed':
      return refused(registration, evidence.claim)
    default:
      return UNKNOWN
  }
}

const sameKey = (registration: ReturnedRegistration, payment: Fields): boolean =>
  textOf(field(payment, 'customer_uid')) === registration.memo['customerUid']

/** PortOne knows neither payment nor key: the window never got that far, or PortOne has not been told yet. */
function absent({ registration, claim, foreign }: Evidence): IssueResult {
  if (foreign) return { kind: 'declined', code: 'return_refused', claimRefused: true }
  return claim.kind === 'cancelled' || claim.kind === 'failed'
    ? refused(registration, claim)
    : { kind: 'pending', absent: true }
}

function refused({ memo }: ReturnedRegistration, claim: ParsedReturn<'portone-v1'>): IssueResult {
  const { providerCode } = claim
  const told = providerCode === undefined ? {} : { providerCode }
  if (claim.kind === 'cancelled') return { kind: 'declined', code: 'not_completed', cancelled: true, ...told }
  // `failed` covers a closed window as well as a declined card: without a code nothing more is claimed.
  if (providerCode === undefined) return { kind: 'declined', code: 'not_completed' }
  const isDanal = memo['pgProvider'] === 'danal_tpay' || memo['pgProvider'] === 'danal'
  return { kind: 'declined', code: isDanal ? meaningOf(providerCode) : 'card_declined', ...told }
}
