// A missing browser is a failure that says what to do, never a silent pass.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { ensureBrowser } from './ensure-browser.ts'

const folder = mkdtempSync(join(tmpdir(), 'browser-'))

/** An executable that answers `--version` like this. */
function browserThat(name: string, does: string): string {
  const path = join(folder, name)
  writeFileSync(path, `#!/bin/sh\n${does}\n`)
  chmodSync(path, 0o755)
  return path
}

afterEach(() => void vi.unstubAllEnvs())
afterAll(() => rmSync(folder, { recursive: true }))

describe.runIf(process.platform !== 'win32')('the browser that was asked for', () => {
  it('is taken when it starts', async () => {
    const path = browserThat('good', 'echo Chromium 156.0')
    vi.stubEnv('CHROMIUM_PATH', path)
    expect(await ensureBrowser(() => {})).toBe(path)
  })

  it.each([
    ['is not there', () => join(folder, 'nowhere')],
    ['is a stub that does not start', () => browserThat('stub', 'exit 1')],
    ['is something else', () => browserThat('other', 'echo hello')],
  ])('stops the tests in one line when it %s, and nothing is installed in its place', async (_what, make) => {
    vi.stubEnv('CHROMIUM_PATH', make())
    const said: string[] = []
    await expect(ensureBrowser((text) => void said.push(text))).rejects.toThrow(
      /^CHROMIUM_PATH does not name a browser that starts\. No usable browser: install Chromium/,
    )
    expect(said).toEqual([])
  })
})
