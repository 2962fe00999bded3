// `npm run mutation`: changes the code that decides, one small thing at a time, and counts what the tests notice.
import { mkdirSync } from 'node:fs'
import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import { Stryker } from '@stryker-mutator/core'
import { GROUPS, type MutationGroup } from './mutation/groups.ts'
import { isAlive, line, score, table, type Mutant, type Row } from './mutation/score.ts'

/** Least share of each group's changes that must be noticed, percent. */
const GOAL = 85
const CACHE = 'node_modules/.cache/mutation'

const write = (text: string): void => void process.stdout.write(`${text}\n`)

/** `file`: only files whose path has this in it. `anew`: without what is known from earlier runs. */
interface Wish {
  readonly anew?: boolean
  readonly file?: string
}

/** What became of each change in this group. */
async function run(group: MutationGroup, { anew = false, file = '' }: Wish): Promise<readonly Mutant[]> {
  process.env['MUTATION_TESTS'] = group.tests.join(',')
  process.env['MUTATION_FILES'] = group.mutate.join(',')
  const stryker = new Stryker({
    configFile: 'scripts/mutation/stryker.json',
    mutate: group.mutate.filter((path) => path.includes(file)),
    incrementalFile: `${CACHE}/${group.name}${file.replaceAll('/', '-')}.json`,
    force: anew,
  })
  const results = await stryker.runMutationTest()
  return results.map(({ fileName, location, mutatorName, replacement, status }) => ({
    place: `${relative(process.cwd(), fileName)}:${location.start.line}:${location.start.column}`,
    change: `${mutatorName} → ${(replacement ?? '').replaceAll(/\s+/g, ' ').slice(0, 100)}`,
    status,
  }))
}

function chosen(only: string | undefined): readonly MutationGroup[] {
  if (only === undefined) return GROUPS
  const names = only.split(',')
  const unknown = names.filter((name) => GROUPS.every((group) => group.name !== name))
  if (unknown.length > 0) {
    throw new Error(
      `Unknown group ${unknown.join(', ')}. Groups: ${GROUPS.map(({ name }) => name).join(', ')}`,
    )
  }
  return GROUPS.filter(({ name }) => names.includes(name))
}

async function main(): Promise<void> {
  const options = { only: { type: 'string' }, file: { type: 'string' }, anew: { type: 'boolean' } } as const
  const { values } = parseArgs({ options })
  mkdirSync(CACHE, { recursive: true })
  const rows: Row[] = []
  for (const group of chosen(values.only)) {
    const began = Date.now()
    const mutants = await run(group, values)
    const row = { name: group.name, mutants, seconds: (Date.now() - began) / 1000 }
    rows.push(row)
    for (const { place, change, status } of mutants.filter(isAlive)) write(`${place} ${status}: ${change}`)
    write(line(row))
  }
  write(`\n${table(rows)}`)
  if (rows.some(({ mutants }) => score(mutants) < GOAL)) process.exitCode = 1
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
