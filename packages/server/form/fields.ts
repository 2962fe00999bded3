// How each field is typed, pasted and shown: digits in groups, whatever came in.
import { grouped, MAX_DIGITS, usualLength } from '../src/card-form/card-number.ts'
import type { CardField } from '../src/card-form/card.ts'
import type { CardDetails } from '../src/providers/provider.ts'

/** What identifies the holder: of a personal card, or of a business. */
export type Kind = 'birthDate' | 'businessNumber'

/** The fields in the order in which they are filled in. */
export const FIELDS: readonly CardField[] = ['number', 'expiry', 'password', 'identity']

/** Digits of any script's full-width or plain form. */
const digitsOf = (text: string): string => text.normalize('NFKC').replace(/\D/g, '')

/** `MMYY` of what was typed or pasted: `7/29`, `07 / 2029`, `2029-07`, `0729`. */
export function expiryDigits(text: string): string {
  const plain = text.normalize('NFKC').trim()
  const yearFirst = /^20(\d\d)\D+(\d\d)$/.exec(plain)
  if (yearFirst) return `${yearFirst[2]}${yearFirst[1]}`
  const parts = /^(\d\d?)\s*\D+\s*(?:20(?=\d\d))?(\d{0,2})/.exec(plain)
  const digits = parts ? `${(parts[1] ?? '').padStart(2, '0')}${parts[2]}` : digitsOf(plain)
  // No month begins with these, so the zero was left out.
  const padded = /^[2-9]/.test(digits) ? `0${digits}` : digits
  return (/^\d\d20\d\d$/.test(padded) ? padded.slice(0, 2) + padded.slice(4) : padded).slice(0, 4)
}

const expiryShown = (text: string): string => expiryDigits(text).replace(/^(\d\d)(?=\d)/, '$1/')

const identityShown = (text: string, kind: Kind): string =>
  kind === 'birthDate'
    ? digitsOf(text).slice(0, 6)
    : digitsOf(text)
        .slice(0, 10)
        .replace(/^(\d{3})(\d{1,2})(\d*)$/, (_, area: string, type: string, rest: string) =>
          [area, type, rest].filter(Boolean).join('-'),
        )

/** What a field shows of what was typed into it. */
export function shown(field: CardField, text: string, kind: Kind): string {
  switch (field) {
    case 'number':
      return grouped(digitsOf(text).slice(0, MAX_DIGITS))
    case 'expiry':
      return expiryShown(text)
    case 'identity':
      return identityShown(text, kind)
    case 'password':
      return digitsOf(text).slice(0, 2)
  }
}

/** Puts a field in order and leaves the caret behind the same digit. */
export function fitField(field: CardField, input: HTMLInputElement, kind: Kind): void {
  const { value, selectionStart } = input
  const fitted = shown(field, value, kind)
  if (fitted === value) return
  const atEnd = selectionStart === null || selectionStart >= value.length
  const before = digitsOf(value.slice(0, selectionStart ?? 0)).length
  input.value = fitted
  if (atEnd) return
  let caret = 0
  for (let seen = 0; seen < before && caret < fitted.length; caret += 1) {
    if (/\d/.test(fitted.charAt(caret))) seen += 1
  }
  input.setSelectionRange(caret, caret)
}

/** Whether nothing more is to be typed here. */
export function isComplete(field: CardField, { value, selectionStart }: HTMLInputElement): boolean {
  if (selectionStart !== null && selectionStart < value.length) return false
  const digits = digitsOf(value)
  return field !== 'number' || digits.length >= usualLength(digits)
}

/** The card as the fields have it. */
export function cardOf(fields: Readonly<Record<CardField, { readonly value: string }>>): CardDetails {
  const expiry = expiryDigits(fields.expiry.value)
  return {
    number: digitsOf(fields.number.value),
    expiryMonth: expiry.slice(0, 2),
    expiryYear: expiry.slice(2),
    identity: digitsOf(fields.identity.value),
    password: digitsOf(fields.password.value),
  }
}
