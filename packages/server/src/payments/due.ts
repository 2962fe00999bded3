// When something unsettled has to be looked at although nobody asks. Pure.
import type { Payment } from './payment.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** How long after it became uncertain the PG is asked, ms. Only after the last of them is absent final. */
const LOOKS_MS: readonly number[] = [MINUTE_MS, 30 * MINUTE_MS, DAY_MS]
/** How many days after that it is asked once a day. */
const DAILY_LOOKS = 30
/** How long whoever made a payment due is left alone with it, ms. */
const OWN_MS = MINUTE_MS
/** How long after its time a scheduled payment is first asked for, ms. */
const AFTER_SCHEDULE_MS = 10 * MINUTE_MS

/** What is looked at again and again. `since`: when it became uncertain. `looks`: how many have counted since. */
export interface Looked {
  readonly since: number
  readonly looks: number
}

/** When the next look counts, ms since the epoch; undefined when enough have been made. */
function nextLook({ since, looks }: Looked): number | undefined {
  const daily = looks - LOOKS_MS.length + 2
  const after = LOOKS_MS[looks] ?? (daily < DAILY_LOOKS ? daily * DAY_MS : undefined)
  return after === undefined ? undefined : since + after
}

/** How many looks have counted, with one at `at`. Looks in between do not. */
export function countedLooks(looked: Looked, at: number): number {
  const due = nextLook(looked)
  return due === undefined || at < due ? looked.looks : looked.looks + 1
}

/** Whether, with a look at `at`, it has been looked often and long enough for absent to be final. */
export const isFinalLook = (looked: Looked, at: number): boolean =>
  countedLooks(looked, at) >= LOOKS_MS.length

/** How long after the `made`-th look (from 0) that proved nothing the next one is made, ms. */
export const backOff = (made: number): number => LOOKS_MS[made] ?? DAY_MS

/** Whether a cancellation of it is not settled. */
export const unsettledCancellation = ({
  cancellations,
}: Payment): Payment['cancellations'][number] | undefined =>
  cancellations.find(({ state }) => state === 'cancelling' || state === 'uncertain')

function dueOf(payment: Payment): number | undefined {
  const { state, leaseUntil, createdAt, uncertainSince, looks = 0, scheduledFor, hint } = payment
  if (leaseUntil !== undefined) return leaseUntil
  const looked = nextLook({ since: uncertainSince ?? createdAt, looks })
  switch (state) {
    case 'due':
      return createdAt + OWN_MS
    case 'charging':
    case 'uncertain':
    case 'scheduling':
      return looked
    case 'scheduled':
      return uncertainSince === undefined ? (scheduledFor ?? createdAt) + AFTER_SCHEDULE_MS : looked
    case 'paid':
      return unsettledCancellation(payment) ? looked : hint?.askAt
    case 'declined':
      return hint?.askAt
    case 'cancelled':
      return undefined
  }
}

/** The payment with the time at which it is to be looked at next. */
export const scheduledPayment = (payment: Payment): Payment => ({ ...payment, lookAt: dueOf(payment) })
