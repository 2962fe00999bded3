// Makes sure that there is a Postgres to test with: finds one, or installs one where that is possible.
import { existsSync } from 'node:fs'
import { findPostgres } from '../packages/ledger-sql/src/testing/find-postgres.ts'
import { runChild } from './run-child.ts'

const INSTALL_DEADLINE_MS = 300_000

const ADVICE =
  'No Postgres: install it (Debian: `apt-get install -y postgresql`), or put its programs in PATH.'

/**
 * The folder of a Postgres. Installs one when none is found.
 * @throws Error with one line that says what to install.
 */
export async function ensurePostgres(say: (text: string) => void): Promise<string> {
  const found = findPostgres()
  if (found !== undefined) return found
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Error(ADVICE)
  const install = 'apt-get update -q && apt-get install -y -q --no-install-recommends postgresql'
  say(`No Postgres found. Trying: ${install}\n`)
  await runChild(['sh', '-c', install], {
    onOutput: say,
    deadlineMs: INSTALL_DEADLINE_MS,
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  })
  const installed = findPostgres()
  if (installed !== undefined) return installed
  throw new Error(ADVICE)
}
