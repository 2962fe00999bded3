// Everything that must hold before a change is taken, in the order in which it is told.
import { countOfCheck } from './counts.ts'
import { check, tests, type Step } from './step.ts'

const MINUTE = 60_000
/** A machine on which each test takes three times as long is still waited for: these limits end what hangs. */
const E2E_MS = 55 * MINUTE

/**
 * One second try, said aloud: with orders and webhooks, chaos has been clean with six seeds on each ledger
 * (docs/reliability.md), but not yet in a run of thousands. It goes when that is.
 */
const twice = (command: string): string =>
  `${command} || { echo 'chaos: failed once; this is the second try'; ${command}; }`

/** The steps of `npm test`. */
export const STEPS: readonly Step[] = [
  {
    name: 'browser',
    title: 'A browser to test with',
    run: async ({ print, browser }) => {
      print(`${await browser()}\n`)
      return countOfCheck('A browser to test with', true)
    },
  },
  {
    name: 'postgres',
    title: 'A Postgres to test with',
    run: async ({ print, postgres }) => {
      print(`${await postgres()}\n`)
      return countOfCheck('A Postgres to test with', true)
    },
  },
  check({ name: 'types', title: 'Types (tsc -b)', deadlineMs: 3 * MINUTE }, 'tsc', '-b', '--pretty', 'false'),
  check(
    { name: 'lint', title: 'Lint (oxlint --type-aware)', deadlineMs: 2 * MINUTE },
    'oxlint',
    '--type-aware',
    '--deny-warnings',
    '--report-unused-disable-directives-severity=error',
  ),
  check(
    { name: 'format', title: 'Formatting (prettier --check)', deadlineMs: 2 * MINUTE },
    'prettier',
    '--check',
    '.',
  ),
  check({ name: 'dead-code', title: 'Dead code and dependencies (knip)', deadlineMs: 2 * MINUTE }, 'knip'),
  tests(
    {
      name: 'unit',
      title: 'Unit tests (vitest)',
      runner: 'vitest',
      onPostgres: true,
      deadlineMs: 20 * MINUTE,
    },
    'vitest',
    'run',
    '--project=node',
  ),
  tests(
    {
      name: 'unit-browser',
      title: 'Unit tests in a browser (vitest)',
      runner: 'vitest',
      inBrowser: true,
      deadlineMs: 8 * MINUTE,
    },
    'vitest',
    'run',
    '--project=browser',
  ),
  check(
    {
      name: 'build',
      title: 'Build of the packages',
      after: ['types'],
      deadlineMs: 2 * MINUTE,
    },
    'npm',
    'run',
    'build',
  ),
  check(
    {
      name: 'size',
      title: 'Size of page script and worker (size-limit)',
      after: ['build'],
      deadlineMs: MINUTE,
    },
    'size-limit',
  ),
  tests(
    {
      name: 'boundaries',
      title: 'Walls between the packages (vitest)',
      runner: 'vitest',
      after: ['build'],
      deadlineMs: 8 * MINUTE,
    },
    'vitest',
    'run',
    '--project=boundaries',
  ),
  ...(['sqlite', 'postgres'] as const).map((ledger) =>
    check(
      {
        name: `chaos-${ledger}`,
        title: `Faults, kills and impatient customers (chaos on ${ledger})`,
        onPostgres: ledger === 'postgres',
        deadlineMs: 15 * MINUTE,
      },
      'sh',
      '-c',
      twice(`npm run --silent chaos -- --ledger=${ledger} --registrations=100 --orders=60 --seed=1`),
    ),
  ),
  tests(
    {
      name: 'e2e',
      title: 'Whole flows in a browser (Playwright)',
      runner: 'playwright',
      inBrowser: true,
      alone: true,
      deadlineMs: E2E_MS,
    },
    'playwright',
    'test',
    '--config=e2e/playwright.config.ts',
    '--retries=1',
    // Before the deadline, so that what was run by then is still counted.
    `--global-timeout=${E2E_MS - 20_000}`,
  ),
]
