// `npm test`: everything that continuous integration runs. `npm test -- --only unit,lint` runs a part of it.
import { parseArgs } from 'node:util'
import { ensureBrowser } from './ensure-browser.ts'
import { ensurePostgres } from './ensure-postgres.ts'
import { lastLine, sum } from './test/counts.ts'
import { runSteps, type StepEnd } from './test/schedule.ts'
import type { Step } from './test/step.ts'
import { STEPS } from './test/steps.ts'

/** How many steps run side by side: one more than a small machine has processors, as some of them mostly wait. */
const WIDTH = 3

function chosenSteps(only: string | undefined): readonly Step[] {
  if (only === undefined) return STEPS
  const names = only.split(',').map((name) => name.trim())
  const unknown = names.filter((name) => STEPS.every((step) => step.name !== name))
  if (unknown.length > 0) {
    throw new Error(`Unknown step ${unknown.join(', ')}. Steps: ${STEPS.map((step) => step.name).join(', ')}`)
  }
  return STEPS.filter((step) => names.includes(step.name))
}

function summary(ends: readonly StepEnd[]): string {
  const lines = ends.map(({ step, counts, seconds }) => {
    const mark = counts.failed > 0 ? '✗' : '✓'
    return `${mark} ${step.title.padEnd(40)} ${lastLine(counts).padEnd(36)} ${seconds.toFixed(1).padStart(6)} s`
  })
  const told = (title: string, kind: 'failures' | 'retried'): string[] => {
    const names = ends.flatMap(({ step, counts }) => counts[kind].map((name) => `  ${step.name}: ${name}`))
    return names.length > 0 ? ['', title, ...names] : []
  }
  return [
    ...lines,
    ...told('Passed only at the second try:', 'retried'),
    ...told('Failed:', 'failures'),
  ].join('\n')
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' } } })
  const write = (text: string): void => void process.stdout.write(text)
  const once = (ensure: typeof ensureBrowser): (() => Promise<string>) => {
    let found: Promise<string> | undefined
    return () => (found ??= ensure(write))
  }
  const [browser, postgres] = [once(ensureBrowser), once(ensurePostgres)]
  const ends = await runSteps(chosenSteps(values.only), { width: WIDTH, write, browser, postgres })
  const total = sum(ends.map((end) => end.counts))
  write(`\n── Summary ${'─'.repeat(69)}\n${summary(ends)}\n\n${lastLine(total)}\n`)
  process.exitCode = total.failed > 0 ? 1 : 0
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
