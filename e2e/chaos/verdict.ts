// Compares the truth at the PGs with what the servers kept and told. Pure: it is given everything and decides.
import {
  chargedRevoked,
  chargedTwice,
  keysLeft,
  lostMoney,
  mistold,
  paidTwice,
  twicePaid,
  unfinished,
  untoldPayments,
  wrongRefunds,
  type PaymentEvidence,
} from './verdict-payments.ts'
import {
  early,
  lostAnswers,
  lostCards,
  lostKeys,
  misbound,
  stuck,
  twiceAdopted,
  twiceCalled,
  untold,
  type RegistrationEvidence,
} from './verdict-registrations.ts'
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

/** Everything that is known at the end of a run. */
export interface Evidence extends RegistrationEvidence, PaymentEvidence, WebhookEvidence {
  /** Ids of registrations with a typed card of which a page was told that it was declined. */
  readonly toldDeclined: ReadonlySet<string>
  readonly leaks: readonly string[]
  /** Why the ledger could not be read, where it could not. */
  readonly unreadable: readonly string[]
  readonly brokenAnswers: readonly string[]
}

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
