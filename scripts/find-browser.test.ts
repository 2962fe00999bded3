import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { browserCandidates } from './find-browser.ts'

describe('browserCandidates', () => {
  let folder: string
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'browsers-'))))
  afterEach(() => rmSync(folder, { recursive: true }))

  const install = (name: string): string => {
    const path = join(folder, name)
    writeFileSync(path, '')
    chmodSync(path, 0o755)
    return path
  }
  const first = (env: NodeJS.ProcessEnv): string | undefined => browserCandidates(env).next().value

  it('is what CHROMIUM_PATH names, whatever else there is', () => {
    install('chromium')
    const asked = install('my-browser')
    expect([...browserCandidates({ PATH: folder, CHROMIUM_PATH: asked })]).toEqual([asked])
  })

  it('is nothing when CHROMIUM_PATH names nothing: what was asked for is not silently replaced', () => {
    install('chromium')
    const env = { PATH: folder, CHROMIUM_PATH: join(folder, 'missing') }
    expect([...browserCandidates(env)]).toEqual([])
  })

  it('is the Chrome or Chromium on the PATH, Chrome first', () => {
    const chromium = install('chromium')
    expect(first({ PATH: folder })).toBe(chromium)
    const chrome = install('google-chrome')
    expect(first({ PATH: folder })).toBe(chrome)
  })
})
