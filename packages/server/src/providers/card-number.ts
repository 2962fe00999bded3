// A card number as it may be shown. PGs mask it; this makes sure of it.

/**
 * The number as the PG masked it. When more digits stand open than card rules allow to be shown (the first six and the
 * last four), all but the first and last four are masked here. Undefined for what is no card number.
 */
export function maskedCardNumber(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^[\d*xX•.\- ]{4,40}$/.test(value)) return undefined
  if (value.replace(/\D/g, '').length <= 10) return value
  const places = value.replace(/[.\- ]/g, '').length
  let place = 0
  return value.replace(/[^.\- ]/g, (character) => {
    place += 1
    return place <= 4 || place > places - 4 ? character : '*'
  })
}
