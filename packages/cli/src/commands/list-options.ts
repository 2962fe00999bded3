// Options that several lists share: which states, whose, how many, and where the next page begins.
import { InvalidArgumentError, type Command } from 'commander'

const MAX_LIMIT = 1000

/** What a list is asked for, besides its states. */
export interface ListOptions {
  readonly customer?: string
  readonly before?: string
  readonly limit: number
}

/** Reads a state that may be given several times; one of `states`. */
export const stateAmong =
  <State extends string>(states: readonly State[]) =>
  (text: string, before: readonly State[] | undefined): readonly State[] => {
    const state = states.find((one) => one === text)
    if (!state) throw new InvalidArgumentError(`one of ${states.join(', ')}`)
    return [...(before ?? []), state]
  }

function limitOf(text: string): number {
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new InvalidArgumentError(`a whole number from 1 to ${MAX_LIMIT}`)
  }
  return limit
}

/** Adds the options of {@link ListOptions}. */
export const withListOptions = (list: Command): Command =>
  list
    .option('--customer <id>', 'only of this customer')
    .option('--before <id>', 'only older than this one: where the last page ended')
    .option('--limit <n>', 'at most so many', limitOf, 50)

/** What the ledger is asked. */
export const queryOf = ({
  customer,
  before,
  limit,
}: ListOptions): { limit: number; customerId?: string; before?: string } => ({
  limit,
  ...(customer !== undefined && { customerId: customer }),
  ...(before !== undefined && { before }),
})

/** How to go on after a full page. */
export function moreAfter(rows: readonly { readonly id: string }[], limit: number): string {
  const last = rows.length === limit ? rows.at(-1)?.id : undefined
  return last === undefined ? '' : `More: --before ${last}\n`
}
