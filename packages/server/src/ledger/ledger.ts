// What a ledger must promise. Everything that matters is one compare-and-set, committed before the call returns.
import type { Exchange } from '../http/exchange.ts'
import type { BillingEvent, Delivery, FreshEvent } from '../registration/event.ts'
import type {
  Attempt,
  Claim,
  ClaimBinding,
  ConsentEvidence,
  PaymentMethod,
  RecordState,
  Registration,
} from '../registration/record.ts'
import type { Payment } from '../payments/payment.ts'
import type { SealingKey } from '../sealing/key-ring.ts'
import type { BriefSecrets } from './brief-secrets.ts'
import type { PaymentLedger } from './payments.ts'

/** What is written together with a registration's next version, or not at all. */
export interface Effects {
  readonly events: readonly FreshEvent[]
  /** Written before the PG is called. The claim of an `issue` must not be consumed by another registration. */
  readonly attempt?: Attempt
  /** Never written over one that is being revoked, or was. */
  readonly paymentMethod?: PaymentMethod
  /** The first payment, when the registration decides on one. Written once. */
  readonly payment?: Payment
}

/** What is written together with an erased registration, or not at all. */
export interface ErasureEffects {
  readonly events: readonly FreshEvent[]
  /** Next versions of all of its payments, which say nothing of the customer. */
  readonly payments: readonly Payment[]
}

/** `conflict`: somebody else wrote first. `claim-taken`: the attempt's claim belongs to another registration. */
export type ReplaceResult = 'ok' | 'conflict' | 'claim-taken'

/** Which registrations an operator looks for. What is absent is not asked for. */
export interface RegistrationQuery {
  readonly states?: readonly RecordState[]
  readonly customerId?: string
  /** Only those made before the one with this id: where the last page ended. */
  readonly before?: string
  readonly limit: number
}

/** How much waits, and since when (ms since the epoch; absent when nothing waits). */
export interface Queued {
  readonly count: number
  readonly since?: number
}

/** What nobody has got round to. */
export interface Backlog {
  /** Registrations whose time to be looked at has come. */
  readonly unsettled: Queued
  /** Payments whose time to be looked at has come. */
  readonly payments: Queued
  /** Payment methods whose time to be looked at has come: keys that are to be revoked. */
  readonly methods: Queued
  /** Events that the merchant has not taken yet. */
  readonly undelivered: Queued
}

/** How many claims one registration keeps. */
const MAX_CLAIMS = 8
/** One is kept free for what the owner's page brings itself: no door can be used to crowd that out. */
const MAX_CLAIMS_AT_DOOR = MAX_CLAIMS - 1
/** How many of them may have come without the owner's login: junk must not crowd out the real return. */
const MAX_UNBOUND_CLAIMS = 6

/**
 * The durable record. Each method is one transaction that is on disk (or as safe as the ledger says it is) when
 * the promise resolves. Reads see every earlier write, from whichever server it came.
 */
export interface Ledger {
  /** Shown at start, and by whom it must be known: `memory` is refused in production. */
  readonly durability: 'memory' | 'durable'

  /**
   * 32 random bytes, the same for every server that shares this ledger, and for as long as it lives: claims are
   * digested under them. They do not change with the sealing keys, or a claim that was consumed before a rotation
   * would not be known again after it.
   */
  digestKey(): Promise<Uint8Array<ArrayBuffer>>

  /**
   * Writes a new registration. When this customer has one with the same `clientRef`, that one is returned
   * instead and nothing is written.
   */
  create(registration: Registration, events: readonly FreshEvent[]): Promise<Registration>

  find(id: string): Promise<Registration | undefined>

  /** The one that a provider instance knows under this identifier (`providerRef`: Danal orderId, PortOne merchant_uid …). */
  findByProviderRef(provider: string, providerRef: string): Promise<Registration | undefined>

  /** Registrations that an operator looks for, newest first. */
  list(query: RegistrationQuery): Promise<readonly Registration[]>

  /** Registrations of a customer that are `open` or `uncertain`, oldest first. */
  pending(customerId: string): Promise<readonly Registration[]>

  /** Replaces `expected` (by id and version) with `next`, whose version is one higher, together with the effects. */
  replace(expected: Registration, next: Registration, effects: Effects): Promise<ReplaceResult>

  /**
   * Stores a claim. The same digest again merges the bindings: once quarantined always quarantined, owner stays
   * owner, cookies add up (at most 4). `full`: there was no room, see {@link isFull}.
   */
  addClaim(claim: Claim): Promise<'added' | 'known' | 'full'>

  /** Claims of a registration in order of arrival. */
  claims(registrationId: string): Promise<readonly Claim[]>

  /** Ids of the registrations at whose doors the claim of this digest stands, in order of arrival. */
  doorsOf(claimDigest: string): Promise<readonly string[]>

  /** Id of the registration that consumed the claim of this digest: the one that was issued from it. */
  consumerOf(claimDigest: string): Promise<string | undefined>

  /** Attempts of a registration in order. */
  attempts(registrationId: string): Promise<readonly Attempt[]>

  /** Writes what came of an attempt. No version, no lease: an answer always lands. */
  landAnswer(attemptId: string, exchanges: readonly Exchange[], at: number): Promise<void>

  /** Payment methods of a customer, newest first. */
  paymentMethods(customerId: string): Promise<readonly PaymentMethod[]>

  /** Counts something against a customer's hourly limit. */
  tally(customerId: string, at: number): Promise<void>

  /**
   * Counts something unless `limit` have been counted since `since`, in one step: of many at once only as many as
   * there is room for are counted. Answers whether it was.
   */
  tallyBelow(customerId: string, at: number, since: number, limit: number): Promise<boolean>

  /** How often and since when (oldest within the window, ms since the epoch) something was counted. */
  tallied(customerId: string, since: number): Promise<{ count: number; oldest: number }>

  /** Appends events that belong to no state change. */
  record(events: readonly FreshEvent[]): Promise<void>

  /** Events of a registration, oldest first: the audit trail. */
  events(registrationId: string): Promise<readonly BillingEvent[]>

  /**
   * Takes up to `limit` deliveries that are due, and leaves them to the caller until `leaseUntil`. Of a registration
   * only the oldest is handed out: the next one waits until it is settled, however long it is put off.
   * `registrationId`: only of this one.
   */
  takeDeliveries(
    now: number,
    leaseUntil: number,
    limit: number,
    registrationId?: string,
  ): Promise<readonly Delivery[]>

  /** Ends a delivery, or puts it off until `retryAt`. */
  settleDelivery(eventId: string, retryAt?: number): Promise<void>

  /**
   * Takes up to `limit` registrations whose `lookAt` has come, and leaves them to the caller until `leaseUntil`.
   * Whoever takes one either replaces it, with another `lookAt` or none, or leaves it to come back.
   */
  takeUnsettled(now: number, leaseUntil: number, limit: number): Promise<readonly Registration[]>

  /** What nobody has got round to at `now`. `customerId`: only of this one. */
  backlog(now: number, customerId?: string): Promise<Backlog>

  /**
   * Puts what is left of an erased customer's registration in the place of `expected`, by id and version, and erases what
   * belongs to it: claims, answers of the PG, payment methods with their keys. Its events and its consent say the new
   * customer's id from then on, and what was counted against the old one is forgotten.
   * `undelivered`: the merchant has not taken all of its events, and nothing was done.
   */
  erase(
    expected: Registration,
    next: Registration,
    effects: ErasureEffects,
  ): Promise<'ok' | 'conflict' | 'undelivered'>

  /**
   * Evidence of consents in the order in which the clicks were told, up to `limit` of them from `after` on. It is
   * kept from the moment that `consent.at` is first written, and never changed.
   */
  consents(limit: number, after?: string): Promise<ConsentPage>

  /** Payments, and what becomes of keys after they were issued. */
  readonly charges: PaymentLedger

  /** Needed by the card form alone: a ledger without it cannot be used with one. */
  readonly briefSecrets?: BriefSecrets
}

/** A part of {@link Ledger.consents}. */
export interface ConsentPage {
  readonly consents: readonly ConsentEvidence[]
  /** Where the next part begins; absent when there is none. */
  readonly next?: string
}

/** What is kept of a consent once the click that gave it is known. */
export function consentEvidence(registration: Registration): ConsentEvidence | undefined {
  const { id: registrationId, consent, customer, plan, account } = registration
  if (consent?.at === undefined) return undefined
  const { at, version, locale, offer, text } = consent
  const words = {
    at,
    version,
    locale,
    offer,
    text,
    registrationId,
    customerId: customer.id,
    mode: account.mode,
  }
  return plan === undefined ? words : { ...words, plan }
}

/** What one batch of {@link SealedLedger.reseal} did. */
export interface ResealBatch {
  /** Values that are sealed under the newest key now and were not before. */
  readonly resealed: number
  /** Why a value could not be opened, one message each. It was left as it is. */
  readonly failures: readonly string[]
  /** Where the next batch goes on; absent when everything has been looked at. */
  readonly next?: string
}

/** A ledger that keeps its secrets sealed. */
export interface SealedLedger extends Ledger {
  /**
   * Seals up to `limit` values that are under an older key anew, each in its own write, while others go on using
   * the ledger. A value that changes meanwhile is left to whoever changed it.
   */
  reseal(limit: number, from?: string): Promise<ResealBatch>
}

/** A durable ledger before it has the merchant's sealing keys. It connects at its first use. */
export interface LedgerSource {
  readonly durability: 'durable'
  /** `keys`: newest first. With `makeSealer` they seal, as fast as the ledger's runtime can. */
  open(keys: readonly SealingKey[]): SealedLedger
}

/** The merged binding of a claim that arrived again. */
export function mergeBinding(old: ClaimBinding, fresh: ClaimBinding): ClaimBinding {
  return {
    owner: old.owner || fresh.owner,
    cookies: [...new Set([...old.cookies, ...fresh.cookies])].slice(-4),
    quarantined: old.quarantined || fresh.quarantined,
  }
}

/** How many claims a registration may have, and how many of them without the owner's login, for one more to be kept. */
export const roomFor = ({
  binding,
  inRequest,
}: Claim): { readonly all: number; readonly unbound: number } => ({
  all: inRequest ? MAX_CLAIMS : MAX_CLAIMS_AT_DOOR,
  // The owner's own is not crowded out by these.
  unbound: binding.owner ? MAX_CLAIMS + 1 : MAX_UNBOUND_CLAIMS,
})

/**
 * Whether there is no room for one more claim: eight are kept, seven of them from the door, six of those without the
 * owner's login.
 */
export function isFull(stored: readonly Claim[], claim: Claim): boolean {
  const { all, unbound } = roomFor(claim)
  return stored.length >= all || stored.filter(({ binding }) => !binding.owner).length >= unbound
}

/** Whether a claim of the owner may have been turned away at the door: what is stored proves nothing about that one. */
export const mayMissClaims = (stored: readonly Claim[]): boolean => stored.length >= MAX_CLAIMS_AT_DOOR
