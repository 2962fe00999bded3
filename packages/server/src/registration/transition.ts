// Every pair of state and input of a registration, legal or not: the table that docs and property tests read.
import type { RecordState } from './record.ts'

/**
 * What can happen to a registration. `returned`: the owner's claim arrived. `begin`: an attempt is about to be
 * made. `found-…`: what the PG said. `said-…`: what the window reported without the PG's word. `lease-lost`: the
 * attempt's time is over, no answer landed, and the PG cannot be asked again. `quarantined`: the claim that the key came
 * from arrived under another login. `charged-elsewhere`: its order may have been charged by a call for another
 * registration. `charged`: its first payment came to something. `lapse`: its time is over and the owner has not finished.
 * `resolved-…`: what an
 * operator found out.
 */
export const INPUTS = [
  'returned',
  'begin',
  'found-issued',
  'found-suspended',
  'found-held',
  'found-declined',
  'found-cancelled',
  'found-uncertain',
  'found-pending',
  'found-absent',
  'said-cancelled',
  'said-failed',
  'cancel',
  'retire',
  'lease-lost',
  'quarantined',
  'charged-elsewhere',
  'charged',
  'lapse',
  'resolved-issued',
  'resolved-suspended',
  'resolved-declined',
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

// What is found before the owner has finished is kept for them; absent is final only after the last look.
const FOUND: Row = { ...LATE_KEY, 'found-held': 'held', 'found-uncertain': 'uncertain' }
// What the window reports ends nothing for good: a later claim of the owner still begins.
const NOT_STARTED: Row = {
  ...FOUND,
  begin: 'issuing',
  cancel: 'cancelled',
  'said-cancelled': 'cancelled',
  'said-failed': 'declined',
  'found-absent': 'expired',
  'charged-elsewhere': 'uncertain',
  lapse: 'expired',
}
const ENDED: Row = { begin: 'issuing', ...ANSWER, 'found-held': 'held', 'charged-elsewhere': 'uncertain' }

/** The whole table. A missing input is illegal and leaves the registration as it is. */
export const TRANSITIONS: Readonly<Record<RecordState, Row>> = {
  open: { ...NOT_STARTED, 'found-pending': 'open', returned: 'returned', retire: 'expired' },
  returned: { ...NOT_STARTED, 'found-pending': 'returned', returned: 'returned' },
  issuing: {
    ...ANSWER,
    begin: 'issuing',
    'found-pending': 'issuing',
    'found-absent': 'declined',
    'lease-lost': 'uncertain',
  },
  uncertain: {
    ...ANSWER,
    begin: 'uncertain',
    'found-held': 'held',
    'found-pending': 'uncertain',
    'found-absent': 'declined',
    'resolved-issued': 'issued',
    'resolved-suspended': 'suspended',
    'resolved-declined': 'declined',
  },
  declined: { ...ENDED, 'found-pending': 'declined', 'found-absent': 'declined' },
  cancelled: { ...ENDED, 'found-pending': 'cancelled', 'found-absent': 'cancelled', cancel: 'cancelled' },
  expired: {
    ...ENDED,
    'found-pending': 'expired',
    'found-absent': 'expired',
    'said-cancelled': 'cancelled',
    'said-failed': 'declined',
  },
  held: { ...LATE_KEY, begin: 'issuing', lapse: 'expired', 'resolved-declined': 'declined' },
  issued: { quarantined: 'suspended', charged: 'issued' },
  suspended: { charged: 'suspended', 'resolved-issued': 'issued', 'resolved-declined': 'declined' },
}

/** The state after `input`, or undefined when the pair is illegal. */
export function nextState(state: RecordState, input: Input): RecordState | undefined {
  return TRANSITIONS[state][input]
}
