// What PortOne V2's error types and codes mean to us. Source: PortOne REST V2 specification; SDK guide, "결제 결과 처리".
import type { ErrorCode } from '@billing-register/contract'
import { NO_ANSWER, type Refusal } from '../refusal.ts'
import { meaningOf as meaningAtToss } from '../toss/codes.ts'

/** The last resort where a PG has no code for it. */
export const CANCEL_WORDS: RegExp = /취소/

/**
 * What a confirm's error says. `refused-claim`: no such token. `used`: it was confirmed before. `refused`: our request, store
 * or credential. `running`: the first one is still at work. `declined`: the PG behind PortOne said no, if nothing is found.
 */
export type Said = 'refused-claim' | 'used' | 'refused' | 'running' | 'declined' | 'nothing'

const SAID: ReadonlyMap<string, Said> = new Map<string, Said>([
  ['BILLING_KEY_NOT_FOUND', 'refused-claim'],
  ['BILLING_KEY_ALREADY_ISSUED', 'used'],
  ['INFORMATION_MISMATCH', 'refused'],
  ['INVALID_REQUEST', 'refused'],
  ['UNAUTHORIZED', 'refused'],
  ['FORBIDDEN', 'refused'],
  ['CHANNEL_NOT_FOUND', 'refused'],
  ['IDEMPOTENCY_OUTSTANDING_REQUEST', 'running'],
])

/** What an error's `type` says. PG_PROVIDER is HTTP 502 even for an ordinary decline: the PG's own code tells. */
export const saidBy = (type: string | undefined, pgCode: string | undefined): Said =>
  type === 'PG_PROVIDER' && pgCode !== undefined ? 'declined' : (SAID.get(type ?? '') ?? 'nothing')

/** Our code for a decline of the PG behind PortOne. */
export function declineCode(pgProvider: unknown, pgCode: string | undefined): ErrorCode {
  if (pgCode === undefined) return 'not_completed'
  const meaning = pgProvider === 'tosspayments' ? meaningAtToss(pgCode) : undefined
  return meaning?.proof === 'always' ? meaning.code : 'card_declined'
}

const AFTER_ISSUE: ReadonlyMap<string, Omit<Refusal, 'providerCode'>> = new Map(
  (
    [
      [
        'first',
        'provider_refused',
        [
          'INVALID_REQUEST',
          'UNAUTHORIZED',
          'FORBIDDEN',
          'CHANNEL_NOT_FOUND',
          'SUM_OF_PARTS_EXCEEDS_TOTAL_AMOUNT',
          'DISCOUNT_AMOUNT_EXCEEDS_TOTAL_AMOUNT',
          'PROMOTION_PAY_METHOD_DOES_NOT_MATCH',
        ],
      ],
      [
        'first',
        'method_gone',
        ['BILLING_KEY_NOT_FOUND', 'BILLING_KEY_ALREADY_DELETED', 'BILLING_KEY_NOT_ISSUED'],
      ],
      // They speak of another call under the same id: what is there tells.
      [
        'looked',
        'provider_refused',
        ['PAYMENT_SCHEDULE_ALREADY_EXISTS', 'MAX_TRANSACTION_COUNT_REACHED', 'PAYMENT_NOT_FOUND'],
      ],
      [
        'looked',
        'cancel_refused',
        [
          'PAYMENT_NOT_PAID',
          'PAYMENT_ALREADY_CANCELLED',
          'CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT',
          'CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN',
        ],
      ],
      [
        'never',
        'outcome_unknown',
        ['ALREADY_PAID', 'ALREADY_PAID_OR_WAITING', 'PG_PROVIDER', 'CHANNEL_SPECIFIC'],
      ],
      ['running', 'outcome_unknown', ['IDEMPOTENCY_OUTSTANDING_REQUEST']],
    ] as const
  ).flatMap(([proof, code, types]) => types.map((type) => [type, { proof, code }] as const)),
)

/** What an error's `type` says once there is a key. One that is not listed refuses only together with a look. */
export const refusalOfType = (type: string, status: number): Omit<Refusal, 'providerCode'> =>
  AFTER_ISSUE.get(type) ?? (status < 500 ? { proof: 'looked', code: 'not_completed' } : NO_ANSWER)
