// Rows for people: aligned columns that know how wide Korean is.
import Table from 'cli-table3'

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}

/** A cell; absent is an empty one. */
export type Cell = string | number | undefined

// What comes from outside must not move the cursor of the terminal or break the row.
const printable = (cell: Cell): string => String(cell ?? '').replaceAll(/\p{Cc}+/gu, ' ')

/** Rows under their heading, a line each. */
export function tableOf(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const table = new Table({
    head: [...head],
    chars: NO_BORDERS,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
  })
  table.push(...rows.map((row) => row.map(printable)))
  return `${table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`
}

/** `2026-11-22 18:30:05` in UTC. */
export const timeOf = (ms: number | undefined): string =>
  ms === undefined ? '' : new Date(ms).toISOString().slice(0, 19).replace('T', ' ')

/** `9,900` */
export const won = (amount: number): string => amount.toLocaleString('en-US')
