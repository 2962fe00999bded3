// One measured number beside what it ought to be.

/** A measurement. Ratios and counts have no unit. */
export interface Row {
  readonly what: string
  readonly value: number
  readonly unit: 'bytes' | 'ms' | '/s' | 'ratio' | 'count'
  /** The bound that must hold; a row without one is there to compare with. */
  readonly atMost?: number
  readonly atLeast?: number
}

/** Whether a measurement is within its bounds. */
export const holds = ({ value, atMost = Infinity, atLeast = -Infinity }: Row): boolean =>
  value <= atMost && value >= atLeast

/** The middle of some measurements. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

const number = (value: number, unit: Row['unit']): string =>
  unit === 'ratio' || unit === 'count' || (unit === 'ms' && value < 10)
    ? value.toFixed(2)
    : Math.round(value).toLocaleString('en')

function bound({ atMost, atLeast, unit }: Row): string {
  if (atMost !== undefined) return `≤ ${number(atMost, unit)}`
  return atLeast === undefined ? '' : `≥ ${number(atLeast, unit)}`
}

/** The measurements as a table for people. */
export function table(rows: readonly Row[]): string {
  return rows
    .map((row) => {
      const mark = bound(row) === '' ? ' ' : holds(row) ? '✓' : '✗'
      const value = `${number(row.value, row.unit)} ${row.unit === 'ratio' || row.unit === 'count' ? '' : row.unit}`
      return `${mark} ${row.what.padEnd(72)} ${value.padStart(14)}  ${bound(row)}`.trimEnd()
    })
    .join('\n')
}
