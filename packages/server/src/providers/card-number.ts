// A card number as it may be shown. PGs mask it; this makes sure of it.

/**
 * The number as the PG masked it. When more digits stand open than card rules allow to be shown (the first six and the
 * last four), all but the first and last four are masked here. Undefined for what is no card number.
 */
export function maskedCardNumber(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^[\d*xX•.\- ]{4,40}$/.test(value)) return undefined
  const digits = value.replace(/\D/g, '').length
  if (digits <= 10) return value
  let seen = 0
  return value.replace(/\d/g, (digit) => {
    seen += 1
    return seen <= 4 || seen > digits - 4 ? digit : '*'
  })
}
