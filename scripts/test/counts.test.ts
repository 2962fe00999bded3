import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { countOfRunner, countPlaywright, countVitest, lastLine, sum } from './counts.ts'

const vitestFile = (status: string, ...tests: [status: string, fullName: string][]) => ({
  name: 'a.test.ts',
  status,
  assertionResults: tests.map(([state, fullName]) => ({ status: state, fullName })),
})

const spec = (title: string, status: string) => ({
  title,
  tests: [{ projectName: 'chromium', status }],
})

describe('countVitest', () => {
  it('counts passed, failed and every other test, and names the failed ones', () => {
    const file = vitestFile('failed', ['passed', 'a'], ['failed', 'b'], ['pending', 'c'], ['todo', 'd'])
    expect(countVitest({ testResults: [file] })).toEqual({
      passed: 1,
      failed: 1,
      skipped: 2,
      failures: ['b'],
      retried: [],
    })
  })

  it('counts a file that could not be loaded as a failure', () => {
    expect(countVitest({ testResults: [vitestFile('failed')] })).toMatchObject({ passed: 0, failed: 1 })
  })
})

describe('countPlaywright', () => {
  it('counts nested suites, a failed test by its full name, and one that needed a second try as passed', () => {
    const inner = {
      title: 'inner',
      specs: [spec('b', 'unexpected'), spec('c', 'skipped'), spec('d', 'flaky')],
    }
    const report = { suites: [{ title: 'x.spec.ts', specs: [spec('a', 'expected')], suites: [inner] }] }
    expect(countPlaywright(report)).toEqual({
      passed: 2,
      failed: 1,
      skipped: 1,
      failures: ['[chromium] x.spec.ts › inner › b'],
      retried: ['[chromium] x.spec.ts › inner › d'],
    })
  })
})

describe('countPlaywright, when the run itself went wrong', () => {
  it('counts the error as a failure beside the tests', () => {
    const report = {
      suites: [{ title: 'x.spec.ts', specs: [spec('a', 'expected'), spec('b', 'skipped')] }],
      errors: [{ message: 'Timed out waiting 700s for the test suite to run' }],
    }
    expect(countPlaywright(report)).toMatchObject({
      passed: 1,
      failed: 1,
      skipped: 1,
      failures: ['Timed out waiting 700s for the test suite to run'],
    })
  })
})

describe('countOfRunner', () => {
  let folder: string
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'counts-'))))
  afterEach(() => rmSync(folder, { recursive: true }))

  const count = (report: unknown, ok: boolean) => {
    const path = join(folder, 'report.json')
    writeFileSync(path, JSON.stringify(report))
    return lastLine(countOfRunner('unit', 'vitest', path, ok))
  }

  it('takes a missing report for a failure', () => {
    const counts = countOfRunner('unit', 'vitest', join(folder, 'none.json'), true)
    expect(lastLine(counts)).toBe('0 passed, 1 failed, 0 skipped')
  })

  it('takes a report of another shape for a failure', () => {
    expect(count({ tests: 7 }, true)).toBe('0 passed, 1 failed, 0 skipped')
  })

  it('takes a run without tests for a failure', () => {
    expect(count({ testResults: [] }, true)).toBe('0 passed, 1 failed, 0 skipped')
  })

  it('adds a failure when the runner failed although every test passed', () => {
    const passed = { testResults: [vitestFile('passed', ['passed', 'a'])] }
    expect(count(passed, false)).toBe('1 passed, 1 failed, 0 skipped')
    expect(count(passed, true)).toBe('1 passed, 0 failed, 0 skipped')
  })
})

describe('sum', () => {
  it('of nothing is nothing', () => {
    expect(lastLine(sum([]))).toBe('0 passed, 0 failed, 0 skipped')
  })
})
