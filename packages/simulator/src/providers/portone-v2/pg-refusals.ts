// What the PG behind a channel says when it refuses. The codes are borrowed from Toss Payments' public list.
import { outcomeOf } from '../../test-cards.ts'
import type { PgRefusal } from './answer.ts'
import type { Instrument } from './state.ts'

export const ISSUER_REFUSAL: PgRefusal = {
  pgCode: 'REJECT_CARD_COMPANY',
  pgMessage: '카드사에서 승인을 거절했습니다.',
}

const CHARGE_REFUSAL: PgRefusal = {
  pgCode: 'REJECT_CARD_PAYMENT',
  pgMessage: '한도초과 혹은 잔액부족으로 결제에 실패했습니다.',
}

const KEY_IN_REFUSALS = {
  approve: undefined,
  'charge-declined': undefined,
  decline: ISSUER_REFUSAL,
  limit: { pgCode: 'INVALID_REJECT_CARD', pgMessage: '카드 사용이 거절되었습니다. 카드사에 문의해 주세요.' },
  expired: { pgCode: 'INVALID_CARD_EXPIRATION', pgMessage: '카드 유효기간을 다시 확인해 주세요.' },
} as const

/** For a card whose number was sent to the API. */
export function refusesKeyIn(cardNumber: string): PgRefusal | undefined {
  return KEY_IN_REFUSALS[outcomeOf(cardNumber)]
}

/** For a charge with a key. */
export function refusesCharge(instrument: Instrument): PgRefusal | undefined {
  const declined = instrument.kind === 'card' && outcomeOf(instrument.cardNumber) === 'charge-declined'
  return declined ? CHARGE_REFUSAL : undefined
}
