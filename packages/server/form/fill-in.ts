// For tests: reads a form's document and makes what its script would send, without a browser.
import type { FormSettings } from '../src/card-form/envelope.ts'
import type { CardDetails } from '../src/providers/provider.ts'
import { seal } from './seal.ts'

/** What the document gave to its script. */
export function settingsOf(html: string): FormSettings {
  const json = /<script type="application\/json" id="settings">(.*?)<\/script>/s.exec(html)?.[1]
  if (json === undefined) throw new Error('no settings in the document')
  // oxlint-disable-next-line typescript/no-unsafe-return -- a test that reads anything else fails anyway
  return JSON.parse(json)
}

/** The JWE that the form of this document would send. */
export const fillIn = (html: string, card: CardDetails): Promise<string> => seal(settingsOf(html), card)

const digit = (): number => Math.floor(Math.random() * 10)

/** A card of nobody, with digits of this run alone: whatever finds them elsewhere has found a leak. */
export function markerCard(): CardDetails {
  const first = `4330${Array.from({ length: 11 }, digit).join('')}`
  const sum = Array.from(first).reduce((total, text, at) => {
    const value = Number(text) * (at % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  const business = `1${Array.from({ length: 8 }, digit).join('')}`
  const weights = [1, 3, 7, 1, 3, 7, 1, 3, 5]
  const weighed = weights.reduce(
    (total, weight, at) => total + weight * Number(business.charAt(at)),
    Math.floor((Number(business.charAt(8)) * 5) / 10),
  )
  return {
    number: `${first}${(10 - (sum % 10)) % 10}`,
    expiryYear: '39',
    expiryMonth: '07',
    identity: `${business}${(10 - (weighed % 10)) % 10}`,
    password: '73',
  }
}

/** Where digits of a card stand in a text although nobody may keep them: the whole number, its middle, the identity. */
export function digitsFound(text: string, { number, identity }: CardDetails): string[] {
  // Masked numbers may show the first six and the last four.
  const middle = number.slice(5, -3)
  const plain = text.replace(/(?<=\d)[ -](?=\d)/g, '')
  return [number, middle, identity].filter((digits) => plain.includes(digits))
}
