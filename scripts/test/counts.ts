// Reads how many tests passed from the reports that vitest and Playwright write.
import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'

/** How many tests ended in which way, and which failed. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Names of what failed, for the summary. */
  readonly failures: readonly string[]
  /** Names of what passed only at its second try: counted as passed, but told at the end. */
  readonly retried: readonly string[]
}

/** One check that is not a test runner counts as one test. */
export function countOfCheck(name: string, ok: boolean): Counts {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, failures: ok ? [] : [name], retried: [] }
}

/** Sum of the counts of several steps. */
export function sum(all: readonly Counts[]): Counts {
  return {
    passed: all.reduce((total, counts) => total + counts.passed, 0),
    failed: all.reduce((total, counts) => total + counts.failed, 0),
    skipped: all.reduce((total, counts) => total + counts.skipped, 0),
    failures: all.flatMap((counts) => counts.failures),
    retried: all.flatMap((counts) => counts.retried),
  }
}

/** The one line that whoever runs the tests reads. */
export function lastLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
})

/** Counts of vitest's JSON report. A file that could not be loaded counts as one failure. */
export function countVitest(report: z.infer<typeof vitestReport>): Counts {
  const perFile = report.testResults.map(({ name, status, assertionResults }): Counts => {
    const failed = assertionResults.filter((test) => test.status === 'failed').map((test) => test.fullName)
    const broken = status === 'failed' && failed.length === 0
    const passed = assertionResults.filter((test) => test.status === 'passed').length
    return {
      passed,
      failed: failed.length + (broken ? 1 : 0),
      skipped: assertionResults.length - passed - failed.length,
      failures: broken ? [`${name} could not be run`] : failed,
      retried: [],
    }
  })
  return sum(perFile)
}

const playwrightSuite = z.object({
  title: z.string(),
  get suites() {
    return z.optional(z.array(playwrightSuite))
  },
  specs: z.optional(
    z.array(
      z.object({
        title: z.string(),
        tests: z.array(z.object({ projectName: z.string(), status: z.string() })),
      }),
    ),
  ),
})

const playwrightReport = z.object({
  suites: z.array(playwrightSuite),
  /** What went wrong outside of any test: a time limit, a server that did not start. */
  errors: z.optional(z.array(z.object({ message: z.optional(z.string()) }))),
})

function countSuite(suite: z.infer<typeof playwrightSuite>, parents: readonly string[]): Counts {
  const path = [...parents, suite.title]
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map(({ projectName, status }): Counts => {
      const name = `[${projectName}] ${[...path, spec.title].join(' › ')}`
      const failed = status === 'unexpected'
      // A browser on a busy machine may stall once, so a second try counts; it is told at the end all the same.
      const retried = status === 'flaky'
      return {
        passed: status === 'expected' || retried ? 1 : 0,
        failed: failed ? 1 : 0,
        skipped: status === 'skipped' ? 1 : 0,
        failures: failed ? [name] : [],
        retried: retried ? [name] : [],
      }
    }),
  )
  return sum([...own, ...(suite.suites ?? []).map((child) => countSuite(child, path))])
}

/** Counts of Playwright's JSON report. */
export function countPlaywright(report: z.infer<typeof playwrightReport>): Counts {
  const errors = (report.errors ?? []).map(({ message }) =>
    countOfCheck(message ?? 'an error outside the tests', false),
  )
  return sum([...report.suites.map((suite) => countSuite(suite, [])), ...errors])
}

/** Which test runner wrote a report. */
export type Runner = 'vitest' | 'playwright'

/**
 * Counts of a test runner. A runner that failed without a failed test, wrote no report, or ran no test, counts as
 * one failure more: silence is not success.
 */
export function countOfRunner(name: string, runner: Runner, reportPath: string, ok: boolean): Counts {
  const counts = readReport(runner, reportPath)
  if (!counts) return countOfCheck(`${name}: no report was written`, false)
  const total = counts.passed + counts.failed + counts.skipped
  if (total === 0) return countOfCheck(`${name}: no test was run`, false)
  if (!ok && counts.failed === 0) {
    return sum([counts, countOfCheck(`${name}: the test runner itself failed`, false)])
  }
  return counts
}

function readReport(runner: Runner, path: string): Counts | undefined {
  try {
    const report: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (runner === 'vitest') return countVitest(vitestReport.parse(report))
    return countPlaywright(playwrightReport.parse(report))
  } catch {
    return undefined
  }
}
