// What a run prints: each count, and what is behind those that are not 0.
import type { ChaosOptions } from './options.ts'
import type { Result } from './run.ts'
import { COUNTS, isClean, type Count } from './verdict.ts'

/** How many findings of a count are told one by one. */
const TOLD = 10

const isCount = (name: string): name is Count => Object.hasOwn(COUNTS, name)
const counts = Object.keys(COUNTS).filter(isCount)

/** The result for people. */
export function reportText(options: ChaosOptions, { verdict, facts }: Result, seconds: number): string {
  const { seed, registrations, orders, ledger, servers, sabotage } = options
  const head = [
    `chaos: seed ${seed}, ${registrations} registrations, ${orders} orders, ${ledger}, ${servers} servers, ${seconds.toFixed(0)} s`,
    ...(sabotage === undefined ? [] : [`broken on purpose: ${sabotage}`]),
  ]
  const happened = Object.entries(facts).map(([name, count]) => `  ${String(count).padStart(6)}  ${name}`)
  const judged = counts.flatMap((count) => {
    const found = verdict[count]
    const more = found.length > TOLD ? [`            … and ${found.length - TOLD} more`] : []
    return [
      `  ${String(found.length).padStart(6)}  ${count}: ${COUNTS[count]}`,
      ...found.slice(0, TOLD).map((one) => `            ${one}`),
      ...more,
    ]
  })
  const end = isClean(verdict) ? 'Nothing lost, nothing twice.' : 'FAILED'
  return [...head, '', ...happened, '', ...judged, '', end].join('\n')
}

/** The result for machines. */
export function reportJson(options: ChaosOptions, { verdict, facts }: Result, seconds: number): string {
  const { seed, registrations, orders, ledger, servers, sabotage } = options
  const totals = Object.fromEntries(counts.map((count) => [count, verdict[count].length]))
  const ok = isClean(verdict)
  return JSON.stringify({
    seed,
    registrations,
    orders,
    ledger,
    servers,
    sabotage,
    seconds,
    ok,
    counts: totals,
    found: verdict,
    facts,
  })
}
