// Makes sure that there is a browser to test with: finds one that starts, or installs one where that is possible.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { browserCandidates } from './find-browser.ts'
import { runChild } from './run-child.ts'

const INSTALL_DEADLINE_MS = 300_000

const ADVICE =
  'No usable browser: install Chromium or Google Chrome (Debian: `apt-get install -y chromium fonts-noto-cjk`), or name one in CHROMIUM_PATH.'

/** A browser that is there but does not start (a stub for a package not installed) is not a browser. */
function starts(path: string): boolean {
  try {
    const version = execFileSync(path, ['--no-sandbox', '--version'], { timeout: 20_000, encoding: 'utf8' })
    return /\d+\.\d+/.test(version)
  } catch {
    return false
  }
}

const usable = (): string | undefined => [...browserCandidates()].find(starts)

/** The ways to get a browser without a person, in order: Debian's package, then Playwright's download. */
function installers(): string[][] {
  const isRoot = process.getuid?.() === 0
  const apt = isRoot && existsSync('/usr/bin/apt-get')
  return [
    ...(apt
      ? [
          [
            'sh',
            '-c',
            'apt-get update -q && apt-get install -y -q --no-install-recommends chromium fonts-noto-cjk',
          ],
        ]
      : []),
    ['node', 'node_modules/@playwright/test/cli.js', 'install', ...(apt ? ['--with-deps'] : []), 'chromium'],
  ]
}

/**
 * Path of a browser that starts. Installs one when none is found.
 * @throws Error with one line that says what to install.
 */
export async function ensureBrowser(say: (text: string) => void): Promise<string> {
  const found = usable()
  if (found) return found
  if (process.env['CHROMIUM_PATH'])
    throw new Error(`CHROMIUM_PATH does not name a browser that starts. ${ADVICE}`)
  for (const command of installers()) {
    say(`No browser found. Trying: ${command.join(' ')}\n`)
    await runChild(command, {
      onOutput: say,
      deadlineMs: INSTALL_DEADLINE_MS,
      env: { DEBIAN_FRONTEND: 'noninteractive' },
    })
    const installed = usable()
    if (installed) return installed
  }
  throw new Error(ADVICE)
}
