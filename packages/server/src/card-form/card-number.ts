// What a card number says of itself: brand, grouping, check digit. Shared by the form and the server. Pure.

/** Whose network a number belongs to; `local` is a card for Korea alone. */
export type Brand = 'visa' | 'mastercard' | 'amex' | 'jcb' | 'unionpay' | 'diners' | 'local'

interface BrandFacts {
  readonly brand: Brand
  /** The first digits, as the networks publish them. */
  readonly starts: RegExp
  /** How many digits a number may have; the usual one first. */
  readonly lengths: readonly number[]
  /** Digits per group as printed on the card; four each when absent. */
  readonly groups?: readonly number[]
}

const BRANDS: readonly BrandFacts[] = [
  { brand: 'amex', starts: /^3[47]/, lengths: [15], groups: [4, 6, 5] },
  { brand: 'diners', starts: /^3(0[0-5]|[689])/, lengths: [14, 16], groups: [4, 6, 4] },
  { brand: 'jcb', starts: /^35/, lengths: [16] },
  { brand: 'visa', starts: /^4/, lengths: [16] },
  { brand: 'mastercard', starts: /^(5[1-5]|2[2-7])/, lengths: [16] },
  { brand: 'unionpay', starts: /^6[0-9]/, lengths: [16, 17, 18, 19] },
  { brand: 'local', starts: /^9/, lengths: [16] },
]

/** Most digits that any card has. */
export const MAX_DIGITS = 19

const factsOf = (digits: string): BrandFacts | undefined => BRANDS.find(({ starts }) => starts.test(digits))

/** The brand, as soon as the first digits tell. */
export const brandOf = (digits: string): Brand | undefined => factsOf(digits)?.brand

/** Digits that a number of this beginning usually has. */
export const usualLength = (digits: string): number => factsOf(digits)?.lengths[0] ?? 16

/** The digits in groups, as printed on the card: `4111 1111 1111 1111`, `3782 822463 10005`. */
export function grouped(digits: string): string {
  const facts = factsOf(digits)
  const groups = digits.length <= (facts?.lengths[0] ?? 0) ? facts?.groups : undefined
  if (!groups) return digits.replace(/\d{4}(?=\d)/g, '$& ')
  let at = 0
  const parts = groups.map((size) => digits.slice(at, (at += size)))
  return parts.filter(Boolean).join(' ')
}

/** The check digit of ISO/IEC 7812 (Luhn). */
export function passesCheckDigit(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits.charAt(digits.length - 1 - index))
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** Whether this can be a whole card number. */
export function isCardNumber(digits: string): boolean {
  if (!/^\d{14,19}$/.test(digits)) return false
  const facts = factsOf(digits)
  if (facts && !facts.lengths.includes(digits.length)) return false
  // Nothing public says that cards for Korea alone carry a check digit: better a declined card than a refused one.
  return facts?.brand === 'local' || passesCheckDigit(digits)
}
