// Compares the truth at the PGs with what the servers kept and told. Pure: it is given everything and decides.
import {
  chargedRevoked,
  chargedTwice,
  keysLeft,
  lostMoney,
  mistold,
  paidTwice,
  unfinished,
  untoldPayments,
  wrongRefunds,
  type PaymentEvidence,
} from './verdict-payments.ts'
import { declinedAndIssued, leftUncertain, madeTwice } from './verdict-typed.ts'
import { flooded, misjudged, type WebhookEvidence } from './verdict-webhooks.ts'

/** What a run counts. Every one of them must be 0. */
export const COUNTS = {
  lost: 'keys at the PG, or cards shown as registered, that the ledger does not hold',
  double:
    'keys adopted twice, or made twice from typed cards, or claims with two issue calls, or orders with two charge calls',
  doubleCharge: 'orders that were paid twice',
  lostMoney:
    'money that moved and the ledger does not know of, or that the ledger calls paid and nobody paid',
  wrongRefund: 'payments of which another sum went back than the ledger says or anybody asked for',
  chargedRevoked: 'charges that were begun with a card that was revoked',
  keyLeft: 'keys of revoked cards that live on at a PG that deletes keys',
  unfinished:
    'payments, cancellations and revocations that are still under way, or uncertain where the PG would tell',
  mistold: 'outcomes that the merchant or a customer was told for certain and that are not so',
  stuck: 'registrations that are neither settled nor uncertain with an event',
  leaked: 'places in logs or database files where a secret stands',
  misbound:
    'cards given to a customer although the return came under another login, or for another one’s order',
  untold: 'registered cards and outcomes of payments that the merchant was never told of',
  early: 'registrations given up while their call was still under way',
  forged: 'forged webhooks that were taken where that could be known, and genuine ones that were turned away',
  flooded: 'orders about which many hints at once made a server ask the PG again and again',
  broken: 'answers of a server that no server may give (500 and the like)',
} as const

/** One of {@link COUNTS}. */
export type Count = keyof typeof COUNTS

/** What was found, by count: ids and places, never a secret. */
export type Verdict = Readonly<Record<Count, readonly string[]>>

/** A key at a PG. */
export interface TrueKey {
  readonly provider: string
  readonly billingKey: string
  readonly customerRef: string
  readonly registrationRef: string
  readonly revoked: boolean
  /** The typed card that it was made from, as the call named it. */
  readonly card?: string
}

/** A payment at a PG. */
export interface TruePayment {
  readonly provider: string
  readonly orderId: string
  readonly state: string
  /** KRW. */
  readonly amount: number
  /** How much has gone back, KRW. */
  readonly cancelled?: number
}

/** A call that a PG got; times are wall clock ms. */
export interface SeenCall {
  readonly server: number
  readonly provider: string
  readonly operation: string
  readonly claim?: string
  readonly order?: string
  readonly customerRef?: string
  readonly idempotencyKey?: string
  readonly at: number
  readonly answeredAt?: number
  readonly issuedKey?: string
}

/** A registration as it stands in the ledger, with what was appended to it. */
export interface KeptRegistration {
  readonly id: string
  readonly state: string
  readonly provider: string
  readonly providerRef: string
  readonly customerId: string
  /** Types and times (wall clock) of its events. */
  readonly events: readonly { readonly type: string; readonly at: number }[]
  /** Transactions that its claims name. */
  readonly claims: readonly { readonly transaction: string }[]
}

/** A payment method as it stands in the ledger. */
export interface KeptMethod {
  readonly id: string
  readonly registrationId: string
  readonly state: string
  readonly binding: string
  readonly key: string
  /** What the ledger says became of a revoked key at its PG. */
  readonly atPg: string | undefined
}

/** A server or the database was away; times are wall clock ms. */
export interface Absence {
  readonly server: number | 'database'
  readonly from: number
  readonly to: number
}

/** Everything that is known at the end of a run. */
export interface Evidence extends PaymentEvidence, WebhookEvidence {
  readonly absences: readonly Absence[]
  /** Ids of registrations whose customer approved in the window and brought that back in a way that counts, or whose typed card arrived. */
  readonly cameBack: ReadonlySet<string>
  /** Ids of registrations with a typed card of which a page was told that it was declined. */
  readonly toldDeclined: ReadonlySet<string>
  /** Ids of payment methods that customers were shown. */
  readonly shown: ReadonlySet<string>
  /** Ids of registrations that the merchant was told of. */
  readonly told: ReadonlySet<string>
  /** Ids of registrations whose only returns came under another login. */
  readonly strangers: ReadonlySet<string>
  readonly leaks: readonly string[]
  /** Why the ledger could not be read, where it could not. */
  readonly unreadable: readonly string[]
  readonly brokenAnswers: readonly string[]
  /** How long a server waits for a PG, ms. */
  readonly callTimeoutMs: number
}

/** How long after an answer it must be in the ledger, if its server and the database live so long, ms. */
const GRACE_MS = 900
/** What the clocks of processes may differ by when they note the same moment, ms. */
const NOISE_MS = 150

/** Judges a run. */
export function judgeRun(evidence: Evidence): Verdict {
  return {
    lost: [...evidence.unreadable, ...lostKeys(evidence), ...lostAnswers(evidence), ...lostCards(evidence)],
    double: [
      ...twiceAdopted(evidence),
      ...twiceCalled(evidence),
      ...madeTwice(evidence),
      ...chargedTwice(evidence),
    ],
    doubleCharge: [...twicePaid(evidence), ...paidTwice(evidence)],
    lostMoney: lostMoney(evidence),
    wrongRefund: wrongRefunds(evidence),
    chargedRevoked: chargedRevoked(evidence),
    keyLeft: keysLeft(evidence),
    unfinished: unfinished(evidence),
    mistold: [...mistold(evidence), ...declinedAndIssued(evidence)],
    stuck: [...stuck(evidence), ...leftUncertain(evidence)],
    leaked: evidence.leaks,
    misbound: misbound(evidence),
    untold: [...untold(evidence), ...untoldPayments(evidence)],
    early: early(evidence),
    forged: misjudged(evidence),
    flooded: flooded(evidence),
    broken: evidence.brokenAnswers,
  }
}

/** Whether anything at all was found. */
export const isClean = (verdict: Verdict): boolean =>
  Object.values(verdict).every((found) => found.length === 0)

// PortOne V1's customer_uid is the handle by which its key is kept.
const holds = (method: KeptMethod, key: TrueKey): boolean =>
  method.key === (key.provider === 'portone-v1' ? key.customerRef : key.billingKey)

// Without the key itself: uncertain rows hold what is needed to find it.
const FINDABLE: ReadonlySet<string> = new Set(['uncertain', 'held'])

function lostKeys({ keys, methods, registrations, transactions }: Evidence): string[] {
  const findable = registrations.filter(({ state }) => FINDABLE.has(state))
  const refs = new Set(findable.map(({ providerRef }) => providerRef))
  // Issued for somebody who brought another one's return: that registration knows of it.
  for (const { claims } of findable) {
    for (const { transaction } of claims) refs.add(transactions.get(transaction) ?? '')
  }
  return keys
    .filter((key) => !key.revoked && !refs.has(key.registrationRef))
    .filter((key) => !methods.some((method) => holds(method, key)))
    .map(({ provider, registrationRef }) => {
      const own = registrations.find(({ providerRef }) => providerRef === registrationRef)
      return `a key of ${provider} for ${registrationRef} of ${own?.id}, which is ${own?.state}`
    })
}

// What a living server was told, it must have kept: an uncertain row is no excuse.
function lostAnswers({ calls, keys, registrations, methods, absences, callTimeoutMs }: Evidence): string[] {
  const keyOf = (issuedKey: string | undefined): TrueKey | undefined =>
    keys.find(({ billingKey }) => billingKey === issuedKey)
  const ownOf = (issuedKey: string | undefined): KeptRegistration | undefined =>
    registrations.find(({ providerRef }) => providerRef === keyOf(issuedKey)?.registrationRef)
  /** Whose key it was, by the PG, and what has become of both. */
  const fate = (issuedKey: string | undefined): string => {
    const own = ownOf(issuedKey)
    const revoked = keyOf(issuedKey)?.revoked ? ', revoked' : ''
    return own ? `a key of ${own.id}, which is ${own.state}${revoked}` : 'a key of nobody'
  }
  const away = (call: SeenCall, from: number, to: number): boolean =>
    absences.some(
      ({ server, from: left, to: back }) =>
        (server === call.server || server === 'database') && left <= to && back >= from,
    )
  return (
    calls
      .filter(({ issuedKey, answeredAt, at }) => {
        return (
          issuedKey !== undefined && answeredAt !== undefined && answeredAt - at < callTimeoutMs - NOISE_MS
        )
      })
      .filter((call) => !away(call, call.at, (call.answeredAt ?? 0) + GRACE_MS))
      .filter(({ issuedKey }) => methods.every(({ key }) => key !== issuedKey))
      // While one key is held for its owner, the others of the same window are looked for when that time is over.
      .filter(({ operation, issuedKey }) => operation !== 'lookup' || ownOf(issuedKey)?.state !== 'held')
      .map(
        ({ provider, operation, claim, server, at, issuedKey }) =>
          `the answer to ${operation} at ${provider} for ${claim} that server ${server} got at ${new Date(at).toISOString()}: ${fate(issuedKey)}`,
      )
  )
}

function lostCards({ shown, methods }: Evidence): string[] {
  // One that another login's return has suspended since is held all the same.
  const kept = new Set(methods.map(({ id }) => id))
  return [...shown].filter((id) => !kept.has(id)).map((id) => `${id}, which was shown as registered`)
}

function twiceAdopted({ methods }: Evidence): string[] {
  const active = methods.filter(({ state }) => state === 'active')
  return [
    ...repeated(active.map(({ registrationId }) => registrationId)).map((id) => `two keys for ${id}`),
    ...repeated(active.map(({ key }) => key)).map((key) => {
      const ids = active.filter((method) => method.key === key).map(({ id }) => id)
      return `one key in ${ids.join(' and ')}`
    }),
  ]
}

// The same Idempotency-Key again is a replay, which is no second call.
function twiceCalled({ calls }: Evidence): string[] {
  const issues = calls.filter(({ operation, claim }) => operation === 'issue' && claim !== undefined)
  const distinct = new Map(
    issues.map((call, index) => [`${call.claim} ${call.idempotencyKey ?? index}`, `${call.claim}`]),
  )
  return repeated([...distinct.values()]).map((claim) => `issue calls for ${claim}`)
}

function twicePaid({ payments }: Evidence): string[] {
  const paid = payments.filter(({ state }) => state === 'paid' || state === 'cancelled')
  return repeated(paid.map(({ provider, orderId }) => `${provider} ${orderId}`))
}

/** Those that the ledger leaves to nobody: neither an end, nor an event that calls somebody. */
function stuck({ registrations, cameBack }: Evidence): string[] {
  const isStuck = ({ id, state, events }: KeptRegistration): boolean => {
    if (state === 'issuing' || state === 'returned' || state === 'open') return true
    // It was given up although its customer had brought what it takes.
    if (state === 'expired') return cameBack.has(id)
    return state === 'uncertain' && events.every(({ type }) => type !== 'registration.uncertain')
  }
  return registrations.filter(isStuck).map(({ id, state, provider }) => `${id} (${provider}) is ${state}`)
}

function misbound({ methods, registrations, keys, strangers }: Evidence): string[] {
  const owners = new Map(registrations.map(({ id, providerRef }) => [id, providerRef]))
  return methods
    .filter(({ state }) => state === 'active')
    .filter((method) => {
      if (strangers.has(method.registrationId)) return true
      const key = keys.find((one) => holds(method, one))
      // Where the PG tells nothing by which a return could be told from another one's, the method says so itself.
      return method.binding === 'strong' && key?.registrationRef !== owners.get(method.registrationId)
    })
    .map(({ id, registrationId }) => `${id} of ${registrationId}`)
}

function untold({ registrations, told }: Evidence): string[] {
  return registrations.filter(({ id, state }) => state === 'issued' && !told.has(id)).map(({ id }) => id)
}

// A call that nobody has answered may still make a key until its time is over. That of a replay says nothing: what it
// repeats is uncertain already, also for whoever's return it was.
function early({ registrations, calls: all, absences, callTimeoutMs }: Evidence): string[] {
  const known = new Set<string>()
  const calls = all.filter(({ operation, idempotencyKey }) => {
    if (operation !== 'issue' || idempotencyKey === undefined) return operation === 'issue'
    const first = !known.has(idempotencyKey)
    known.add(idempotencyKey)
    return first
  })
  return registrations
    .filter(({ events, claims }) =>
      events.some(
        ({ type, at }) =>
          type === 'registration.uncertain' &&
          calls.some((call) => {
            const end = Math.min(call.answeredAt ?? Infinity, call.at + callTimeoutMs)
            const under = call.at + NOISE_MS < at && at < end - NOISE_MS
            const own = claims.some(({ transaction }) => transaction === call.claim)
            const lived = !absences.some(
              ({ server, from }) => server === call.server && from >= call.at && from <= end,
            )
            return own && under && lived && call.answeredAt !== undefined
          }),
      ),
    )
    .map(({ id }) => id)
}

function repeated(texts: readonly string[]): string[] {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const text of texts) {
    if (seen.has(text)) twice.add(text)
    seen.add(text)
  }
  return [...twice]
}
