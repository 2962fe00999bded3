// The test cards and how each of them behaves, and the checks any card number must pass.

export type CardOutcome = 'approve' | 'decline' | 'limit' | 'expired' | 'charge-declined'

export interface TestCard {
  /** 16 digits. */
  readonly number: string
  readonly outcome: CardOutcome
  readonly label: string
}

/** In the window's help and in the README. Every other number that passes the check digit is approved. */
export const TEST_CARDS: readonly [TestCard, ...TestCard[]] = [
  { number: '9410111122223332', outcome: 'approve', label: '등록되는 카드' },
  { number: '9420111122223330', outcome: 'decline', label: '카드사가 등록을 거절하는 카드' },
  { number: '9430111122223338', outcome: 'limit', label: '한도를 넘은 카드 (창에서 거절)' },
  { number: '9440111122223336', outcome: 'expired', label: '유효기간이 지난 카드 (창에서 거절)' },
  { number: '9450111122223333', outcome: 'charge-declined', label: '등록은 되고 이후 결제가 거절되는 카드' },
]

export interface Issuer {
  readonly name: string
  /** Danal's four-digit card code. */
  readonly danal: string
  /** PortOne V1's three-digit card code. */
  readonly portone: string
  /** Toss Payments' two-character institution code. */
  readonly toss: string
  /** PortOne V2's CardCompany. */
  readonly portoneV2: string
}

const ISSUERS: readonly [Issuer, ...Issuer[]] = [
  { name: '신한카드', danal: '0100', portone: '366', toss: '41', portoneV2: 'SHINHAN_CARD' },
  { name: '현대카드', danal: '0400', portone: '367', toss: '61', portoneV2: 'HYUNDAI_CARD' },
  { name: '삼성카드', danal: '0500', portone: '365', toss: '51', portoneV2: 'SAMSUNG_CARD' },
  { name: '롯데카드', danal: '0700', portone: '368', toss: '71', portoneV2: 'LOTTE_CARD' },
  { name: '하나카드', danal: '0600', portone: '374', toss: '21', portoneV2: 'HANA_CARD' },
]

export function outcomeOf(cardNumber: string): CardOutcome {
  return TEST_CARDS.find((card) => card.number === cardNumber)?.outcome ?? 'approve'
}

/** A made-up assignment of number ranges to issuers; only stability matters. */
export function issuerOf(cardNumber: string): Issuer {
  return ISSUERS[Number(cardNumber.slice(2, 4)) % ISSUERS.length] ?? ISSUERS[0]
}

/** The check digit of ISO/IEC 7812 (Luhn). */
export function passesCheckDigit(cardNumber: string): boolean {
  let sum = 0
  for (let index = 0; index < cardNumber.length; index += 1) {
    const digit = Number(cardNumber.charAt(cardNumber.length - 1 - index))
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** `dddd-****-****-dddd`, as Danal's issue-key answers it. */
export function maskCardNumber(cardNumber: string): string {
  return `${cardNumber.slice(0, 4)}-****-****-${cardNumber.slice(-4)}`
}
