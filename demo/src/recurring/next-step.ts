// What follows a renewal, from what came of its charge alone.
import { daysLater, dueAt } from './due-day.ts'

/** One charge of a subscription. It is what a job carries: no amount and no card, those are looked up when it runs. */
export interface Renewal {
  readonly subscription: string
  /** Which month it pays for, counted from the start. */
  readonly period: number
  /** Which try of that month it is, 1 first. */
  readonly attempt: number
  /** How often this very try was looked at again because nobody knew its outcome. */
  readonly look: number
}

/** What a charge came to. `impossible`: there is nothing that could be charged (no card, a revoked one). */
export type Charged = 'paid' | 'declined' | 'uncertain' | 'impossible'

/** `renewal` at `at` (ms since the epoch), or the end: the customer is to be told, and the subscription to be paused. */
export type NextStep =
  { readonly kind: 'renew'; readonly renewal: Renewal; readonly at: number } | { readonly kind: 'pause' }

/** Days after a refusal at which the card is tried again: a limit is often lifted by the next payday. */
const RETRY_AFTER_DAYS = [1, 3, 5] as const
const HOUR_MS = 3_600_000

/** What follows. `start`: `YYYY-MM-DD`; `now`: ms since the epoch. */
export function nextStep(renewal: Renewal, charged: Charged, start: string, now: number): NextStep {
  const { subscription, period, attempt, look } = renewal
  switch (charged) {
    case 'paid': {
      const next = { subscription, period: period + 1, attempt: 1, look: 0 }
      return { kind: 'renew', renewal: next, at: dueAt(start, period + 1) }
    }
    case 'declined': {
      const days = RETRY_AFTER_DAYS[attempt - 1]
      if (days === undefined) return { kind: 'pause' }
      const next = { subscription, period, attempt: attempt + 1, look: 0 }
      return { kind: 'renew', renewal: next, at: daysLater(now, days) }
    }
    case 'uncertain':
      // The same try: another one could charge a second time.
      return { kind: 'renew', renewal: { subscription, period, attempt, look: look + 1 }, at: now + HOUR_MS }
    case 'impossible':
      return { kind: 'pause' }
  }
}
