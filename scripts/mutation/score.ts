// What a mutation run comes to: how many changes the tests noticed, of those that they could notice.
import type { Stryker } from '@stryker-mutator/core'

type Result = Awaited<ReturnType<Stryker['runMutationTest']>>[number]

/** One change and what became of it. */
export interface Mutant {
  /** File, line and column. */
  readonly place: string
  readonly change: string
  readonly status: Result['status']
}

const isNoticed = ({ status }: Mutant): boolean => status === 'Killed' || status === 'Timeout'

/** Whether no test noticed it. */
export const isAlive = ({ status }: Mutant): boolean => status === 'Survived' || status === 'NoCoverage'

/** Percent of the changes that were noticed; what does not even run counts neither way. */
export function score(mutants: readonly Mutant[]): number {
  const noticed = mutants.filter(isNoticed).length
  const alive = mutants.filter(isAlive).length
  return noticed + alive === 0 ? 0 : (100 * noticed) / (noticed + alive)
}

/** What became of one group's changes. */
export interface Row {
  readonly name: string
  readonly mutants: readonly Mutant[]
  readonly seconds: number
}

/** A group in one line. */
export function line({ name, mutants, seconds }: Row): string {
  const alive = mutants.filter(isAlive).length
  const noticed = mutants.filter(isNoticed).length
  return `${name.padEnd(14)} ${score(mutants).toFixed(1).padStart(5)} %  ${String(noticed).padStart(5)} noticed ${String(alive).padStart(4)} not  ${seconds.toFixed(0).padStart(5)} s`
}

/** The groups, a line each, and all of them together. */
export function table(rows: readonly Row[]): string {
  const all = { name: 'all', mutants: rows.flatMap((row) => row.mutants), seconds: 0 }
  for (const { seconds } of rows) all.seconds += seconds
  return [...rows, all].map(line).join('\n')
}
