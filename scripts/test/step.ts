// What one step of `npm test` is, and the ways to make one out of a command.
import { mkdirSync, rmSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { runChild } from '../run-child.ts'
import { countOfCheck, countOfRunner, type Counts, type Runner } from './counts.ts'

const REPORTS = 'node_modules/.cache/test-reports'

/** What a step is given to work with. */
export interface StepContext {
  readonly print: (text: string) => void
  /** Path of a browser; the first step that asks finds or installs one. */
  readonly browser: () => Promise<string>
  /** Folder of a Postgres; the first step that asks finds or installs one. */
  readonly postgres: () => Promise<string>
}

/** One step: a heading, and work that ends in counts. It never throws for a failed check. */
export interface Step {
  /** What `--only` calls it. */
  readonly name: string
  readonly title: string
  /** Steps that must have ended before, however they ended. */
  readonly after?: readonly string[]
  /** Runs while nothing else does: its tests wait for a browser and suffer from a busy machine. */
  readonly alone?: boolean
  readonly run: (context: StepContext) => Promise<Counts>
}

type Facts = Omit<Step, 'run'> & { readonly deadlineMs: number; readonly onPostgres?: boolean }

const BIN = resolve('node_modules/.bin')

async function runCommand(
  command: readonly string[],
  { name, deadlineMs }: Facts,
  print: StepContext['print'],
  env: Record<string, string> = {},
): Promise<boolean> {
  const path = `${BIN}${delimiter}${process.env['PATH'] ?? ''}`
  const { code, timedOut } = await runChild(command, {
    onOutput: print,
    deadlineMs,
    env: { PATH: path, FORCE_COLOR: '0', NO_COLOR: '1', ...env },
  })
  if (timedOut) print(`${name} did not end within ${deadlineMs / 1000} s and was stopped.\n`)
  return code === 0
}

/** A step that is one command: it passes when the command exits with 0. */
export function check(facts: Facts, ...command: string[]): Step {
  return {
    ...facts,
    run: async ({ print, postgres }) => {
      if (facts.onPostgres) await postgres()
      return countOfCheck(facts.title, await runCommand(command, facts, print))
    },
  }
}

/** A step that is a test runner: its tests are counted one by one, from its JSON report. */
export function tests(facts: Facts & { runner: Runner; inBrowser?: boolean }, ...command: string[]): Step {
  const report = resolve(join(REPORTS, `${facts.name}.json`))
  const reporting =
    facts.runner === 'vitest'
      ? ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
      : ['--reporter=list,json']
  return {
    ...facts,
    run: async ({ print, browser, postgres }) => {
      mkdirSync(REPORTS, { recursive: true })
      rmSync(report, { force: true })
      if (facts.onPostgres) await postgres()
      const env = {
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
        ...(facts.inBrowser ? { CHROMIUM_PATH: await browser() } : {}),
      }
      const ok = await runCommand([...command, ...reporting], facts, print, env)
      return countOfRunner(facts.title, facts.runner, report, ok)
    },
  }
}
