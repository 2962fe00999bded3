// Every pair of state and input of a registration, legal or not: the table that docs and property tests read.
import type { RecordState } from './record.ts'

/**
 * What can happen to a registration. `returned`: the owner's claim arrived. `begin`: an attempt is about to be
 * made. `found-…`: what the PG said. `said-…`: what the window reported without the PG's word. `lease-lost`: the
 * attempt's time is over, no answer landed, and the PG cannot be asked again. `quarantined`: the claim that the key came
 * from arrived under another login.
 */
export const INPUTS = [
  'returned',
  'begin',
  'found-issued',
  'found-suspended',
  'found-declined',
  'found-cancelled',
  'found-uncertain',
  'found-pending',
  'said-cancelled',
  'said-failed',
  'cancel',
  'retire',
  'lease-lost',
  'quarantined',
] as const

/** One input of {@link INPUTS}. */
export type Input = (typeof INPUTS)[number]

type Row = Readonly<Partial<Record<Input, RecordState>>>

// An answer always lands: a key that comes back late is never thrown away, whatever the state was meanwhile.
const LATE_KEY: Row = { 'found-issued': 'issued', 'found-suspended': 'suspended' }

const ANSWER: Row = {
  ...LATE_KEY,
  'found-declined': 'declined',
  'found-cancelled': 'cancelled',
  'found-uncertain': 'uncertain',
}

// What the window reports ends nothing for good: a later claim of the owner still begins.
const NOT_STARTED: Row = {
  begin: 'issuing',
  cancel: 'cancelled',
  'said-cancelled': 'cancelled',
  'said-failed': 'declined',
  ...LATE_KEY,
}

const ENDED: Row = { begin: 'issuing', ...ANSWER }

/** The whole table. A missing input is illegal and leaves the registration as it is. */
export const TRANSITIONS: Readonly<Record<RecordState, Row>> = {
  open: { ...NOT_STARTED, returned: 'returned', retire: 'expired' },
  returned: { ...NOT_STARTED, returned: 'returned' },
  issuing: { ...ANSWER, begin: 'issuing', 'found-pending': 'issuing', 'lease-lost': 'uncertain' },
  uncertain: { ...ANSWER, begin: 'uncertain', 'found-pending': 'uncertain' },
  declined: ENDED,
  cancelled: { ...ENDED, cancel: 'cancelled' },
  expired: { ...ENDED, 'said-cancelled': 'cancelled', 'said-failed': 'declined' },
  issued: { quarantined: 'suspended' },
  suspended: {},
}

/** The state after `input`, or undefined when the pair is illegal. */
export function nextState(state: RecordState, input: Input): RecordState | undefined {
  return TRANSITIONS[state][input]
}
