// What leaves the truth panel of an identifier: its last four characters, and never a short one whole.

/** `····` and the last four characters; only the dots when there are no more than four. */
export function mask(value: string): string {
  return value.length <= 4 ? '····' : `····${value.slice(-4)}`
}
