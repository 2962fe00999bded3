// Which typed card made which key, as the PGs' calls tell it: the driver knows what each customer typed. Pure.
import type { CardDetails } from '../../packages/server/src/providers/provider.ts'
import type { Absence, KeptRegistration, SeenCall, TrueKey } from './shapes.ts'

/** What is known of one customer's typing. */
export interface Typist {
  /** The registration. */
  readonly id: string
  /** Cards that were sealed for it, whether or not they were sent. */
  readonly cards: readonly CardDetails[]
  /** What was sent for it: sealed cards. */
  readonly returns: readonly Readonly<Record<string, string | undefined>>[]
  /** When one was first sent, wall clock ms. */
  readonly sentAt: number | undefined
  /** States that its page was told. */
  readonly told: ReadonlySet<string>
}

/** How long after it was sent a card is with the PG, if all servers and the database live so long, ms. */
const UNDER_WAY_MS = 6000
/** What a page is told of a card that somebody has taken. */
const TAKEN: ReadonlySet<string> = new Set(['issuing', 'issued', 'declined', 'uncertain'])

/** What a call that issues from a typed card is known by. Numbers of test cards are typed by many; each has a holder of its own. */
export const claimOfCard = (identity: string): string => `typed ${identity}`

const claimsOf = ({ cards }: Typist): string[] => cards.map(({ identity }) => claimOfCard(identity))

/** Which registration (by its reference at the PG) each typed card was sealed for. */
export function typedFor(
  typists: readonly Typist[],
  refs: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  return new Map(
    typists.flatMap((typist) =>
      claimsOf(typist).map((claim): [string, string] => [claim, refs.get(typist.id) ?? typist.id]),
    ),
  )
}

/**
 * Keys that were made from typed cards, under the registration that the card was sealed for. The PGs know only the customer's
 * reference that the call named.
 */
export function nameTypedKeys(
  keys: readonly TrueKey[],
  calls: readonly SeenCall[],
  sealedFor: ReadonlyMap<string, string>,
): TrueKey[] {
  const claims = new Map(
    calls.flatMap(({ claim, customerRef }): [string, string][] =>
      claim !== undefined && customerRef !== undefined ? [[customerRef, claim]] : [],
    ),
  )
  return keys.map((key) => {
    const card = claims.get(key.customerRef)
    return card === undefined ? key : { ...key, card, registrationRef: sealedFor.get(card) ?? card }
  })
}

/** Registrations with the cards that were sealed for them among their claims. */
export function withTyped(
  registrations: readonly KeptRegistration[],
  typists: readonly Typist[],
): KeptRegistration[] {
  const typed = new Map(typists.map((typist) => [typist.id, claimsOf(typist)]))
  return registrations.map((one) => ({
    ...one,
    claims: [...one.claims, ...(typed.get(one.id) ?? []).map((transaction) => ({ transaction }))],
  }))
}

/**
 * Registrations whose card has arrived: the PG was called with it, or the page was told that somebody has it and nobody
 * died. A card that was taken by a server that was killed before its call is gone, and its registration expires.
 */
export function arrived(
  typists: readonly Typist[],
  calls: readonly SeenCall[],
  absences: readonly Absence[],
): ReadonlySet<string> {
  const called = new Set(calls.map(({ claim }) => claim))
  const calm = (at: number): boolean => absences.every(({ from, to }) => from > at + UNDER_WAY_MS || to < at)
  const has = (typist: Typist): boolean => {
    if (claimsOf(typist).some((claim) => called.has(claim))) return true
    const { sentAt, told } = typist
    return sentAt !== undefined && [...told].some((state) => TAKEN.has(state)) && calm(sentAt)
  }
  return new Set(typists.filter(has).map(({ id }) => id))
}

/** Digits that may stand nowhere: the whole number, what follows its first six, and who the holder is. */
export function digitsOf(typists: readonly Typist[]): string[] {
  const cards = typists.flatMap((typist) => typist.cards)
  return [...new Set(cards.flatMap(({ number, identity }) => [number, number.slice(6), identity]))]
}

/** What a sealed card is known by, wherever it stands: the last of its five parts is its own. */
export const tagsOf = (typists: readonly Typist[]): string[] =>
  typists.flatMap(({ returns }) => returns.flatMap(({ jwe }) => jwe?.split('.').at(-1) ?? []))
