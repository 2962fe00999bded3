// Finds a Chromium on this machine: the one asked for, then a system one, then Playwright's own.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import type * as Playwright from '@playwright/test'

const NAMES = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'chrome',
  'chrome.exe',
]

const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

/** Command line arguments with which Chromium runs in tests: in a container, and without talking to anyone. */
export const BROWSER_ARGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

function isPlaywright(loaded: unknown): loaded is Pick<typeof Playwright, 'chromium'> {
  return typeof loaded === 'object' && loaded !== null && 'chromium' in loaded
}

/** Where Playwright keeps the Chromium that it downloaded, if there is one. Loaded only when nothing else was found. */
function playwrightBrowser(): string | undefined {
  try {
    const loaded: unknown = createRequire(import.meta.url)('@playwright/test')
    return isPlaywright(loaded) ? loaded.chromium.executablePath() : undefined
  } catch {
    return undefined
  }
}

/** Every Chromium that seems to be here, best first. With `CHROMIUM_PATH` set, nothing else is considered. */
export function* browserCandidates(env: NodeJS.ProcessEnv = process.env): Generator<string, undefined> {
  const asked = env['CHROMIUM_PATH']
  if (asked) {
    if (existsSync(asked)) yield asked
    return undefined
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean)
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  for (const path of [...onPath, ...PLACES]) if (existsSync(path)) yield path
  const downloaded = playwrightBrowser()
  if (downloaded && existsSync(downloaded)) yield downloaded
  return undefined
}

/** Path of a Chromium or Chrome executable, or undefined when this machine has none. */
export function findBrowser(): string | undefined {
  return browserCandidates().next().value
}
