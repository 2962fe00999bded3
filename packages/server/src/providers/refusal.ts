// What a PG's refusal of a charge or a cancel comes to: whether it proves that nothing was done. Pure.
import type { ErrorCode } from '@billing-register/contract'
import type { Uncertain } from '../payments/operations.ts'

/**
 * When a refusal proves that nothing was done. `always`: it speaks of this card or payment, whichever call it answers.
 * `first`: it speaks of the call, so in a repetition it may speak of that one alone. `looked`: only together with a look
 * that found nothing done. `never`: the PG itself does not know. `running`: it is still at it, or has not begun; asking
 * again is safe. `not-sent`: it cannot have seen the call.
 */
export type Proof = 'always' | 'first' | 'looked' | 'never' | 'running' | 'not-sent'

/** What the last call that does something was answered. */
export interface Refusal {
  readonly proof: Proof
  readonly code: ErrorCode
  readonly providerCode?: string
}

/** Nothing that can be understood came back. */
export const NO_ANSWER: Refusal = { proof: 'never', code: 'outcome_unknown' }
/** The PG was busy with this very call, or with too many others. */
export const STILL_RUNNING: Refusal = { proof: 'running', code: 'outcome_unknown' }
/** The PG was not reached at all. */
export const NOT_SENT: Refusal = { proof: 'not-sent', code: 'provider_unavailable' }

/** What else is known. `untouched`: the last look found nothing done. */
export interface Circumstances {
  /** It answers the only call that was made. */
  readonly first: boolean
  readonly untouched: boolean
}

/** What it comes to. */
export type Refused =
  | { readonly kind: 'declined'; readonly code: ErrorCode; readonly providerCode?: string }
  | Uncertain
  | { readonly kind: 'pending' }

/** Decides. Only what is proved is called declined. A PG that was at it, and knows of nothing since, is not waited for. */
export function refusedOutcome(refusal: Refusal, { first, untouched }: Circumstances): Refused {
  const { proof, code, providerCode } = refusal
  const told = providerCode === undefined ? {} : { providerCode }
  if (proof === 'running' && !untouched) return { kind: 'pending' }
  const proved =
    proof === 'always' ||
    (proof === 'first' && (first || untouched)) ||
    (proof === 'looked' && untouched) ||
    (proof === 'not-sent' && first)
  if (proved) return { kind: 'declined', code, ...told }
  return { kind: 'uncertain', code: 'outcome_unknown', ...told, ...(untouched && { absent: true }) }
}

/** Whether a try has to ask what the PG knows: a first one that is still at it is given time, a later one is not. */
export const mustLook = (kind: string, { earlier }: { readonly earlier: readonly unknown[] }): boolean =>
  kind === 'uncertain' || (kind === 'pending' && earlier.length > 0)

/** KRW of a payment: all of it, what was left before a cancel, and how much that is to take. */
export interface CancelAmounts {
  readonly amount: number
  readonly remaining: number
}

/** What is left after a cancel: as if nothing had been done, as asked, or something else. */
export function leftAfter(
  { amount, remaining }: CancelAmounts,
  left: number | undefined,
): 'untouched' | 'as-asked' | 'other' {
  if (left === remaining) return 'untouched'
  return left === remaining - amount ? 'as-asked' : 'other'
}
