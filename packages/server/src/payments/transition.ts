// Every pair of state and input of a payment, legal or not: the table that docs and property tests read.
import type { PaymentState } from './payment.ts'

/**
 * What can happen to a payment. `begin`: a charge is about to be sent. `look`: the PG is about to be asked what came of an
 * earlier one. `found-…`: what the PG said. `refused`: nothing was sent, because the method may not be charged.
 * `cancelled`: the last of the money went back. `resolved-…`: what an operator found out.
 */
export const PAYMENT_INPUTS = [
  'begin',
  'look',
  'found-paid',
  'found-declined',
  'found-cancelled',
  'found-uncertain',
  'found-absent',
  'found-scheduled',
  'refused',
  'cancelled',
  'unscheduled',
  'resolved-paid',
  'resolved-none',
] as const

/** One input of {@link PAYMENT_INPUTS}. */
export type PaymentInput = (typeof PAYMENT_INPUTS)[number]

type Row = Readonly<Partial<Record<PaymentInput, PaymentState>>>

const FOUND: Row = {
  'found-paid': 'paid',
  'found-declined': 'declined',
  'found-cancelled': 'cancelled',
  'found-absent': 'declined',
}

/** The whole table. A missing input is illegal and leaves the payment as it is. */
export const PAYMENT_TRANSITIONS: Readonly<Record<PaymentState, Row>> = {
  due: { begin: 'charging', refused: 'declined' },
  scheduling: {
    ...FOUND,
    look: 'scheduling',
    'found-scheduled': 'scheduled',
    'found-uncertain': 'scheduling',
    'resolved-paid': 'paid',
    'resolved-none': 'declined',
  },
  scheduled: {
    ...FOUND,
    look: 'scheduled',
    'found-uncertain': 'scheduled',
    'found-scheduled': 'scheduled',
    unscheduled: 'cancelled',
    'resolved-paid': 'paid',
    'resolved-none': 'declined',
  },
  charging: { ...FOUND, look: 'charging', 'found-uncertain': 'uncertain' },
  uncertain: {
    ...FOUND,
    look: 'uncertain',
    'found-uncertain': 'uncertain',
    'resolved-paid': 'paid',
    'resolved-none': 'declined',
  },
  // The next attempt. And an answer always lands, however late: money that moved is never called declined.
  declined: { begin: 'charging', 'found-paid': 'paid', 'found-cancelled': 'cancelled' },
  paid: { cancelled: 'cancelled', 'found-cancelled': 'cancelled' },
  cancelled: {},
}

/** The state after `input`, or undefined when the pair is illegal. */
export function nextPaymentState(state: PaymentState, input: PaymentInput): PaymentState | undefined {
  return PAYMENT_TRANSITIONS[state][input]
}
