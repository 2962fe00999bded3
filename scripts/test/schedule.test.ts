import { describe, expect, it } from 'vitest'
import { countOfCheck, lastLine, sum } from './counts.ts'
import { runSteps } from './schedule.ts'
import type { Step } from './step.ts'

/** Steps that end when they are told to, and a record of what was running together. */
function stage() {
  const running = new Set<string>()
  const together: string[] = []
  let printed = ''
  const step = (name: string, facts: Partial<Step> = {}): Step => ({
    name,
    title: name,
    run: async ({ print }) => {
      running.add(name)
      together.push([...running].toSorted().join('+'))
      print(`${name}: starts\n`)
      await new Promise((resolve) => setImmediate(resolve))
      print(`${name}: ends\n`)
      running.delete(name)
      return countOfCheck(name, true)
    },
    ...facts,
  })
  const run = (steps: readonly Step[], width = 2) =>
    runSteps(steps, {
      width,
      write: (text) => void (printed += text),
      browser: async () => '/browser',
      postgres: async () => '/postgres',
    })
  return { step, run, together, lines: () => printed.match(/^\w+: \w+$/gm) }
}

describe('runSteps', () => {
  it('prints each step whole, in the order of the list, although they run side by side', async () => {
    const { step, run, together, lines } = stage()
    await run([step('a'), step('b')])
    expect(together).toContain('a+b')
    expect(lines()).toEqual(['a: starts', 'a: ends', 'b: starts', 'b: ends'])
  })

  it('runs no more steps at a time than its width', async () => {
    const { step, run, together } = stage()
    await run([step('a'), step('b'), step('c')], 1)
    expect(together).toEqual(['a', 'b', 'c'])
  })

  it('starts a step after those that it names, and ignores names that were not chosen', async () => {
    const { step, run, together } = stage()
    await run([step('b', { after: ['a', 'unchosen'] }), step('a')])
    expect(together).toEqual(['a', 'b'])
  })

  it('runs nothing beside a step that wants to be alone', async () => {
    const { step, run, together } = stage()
    await run([step('a'), step('b', { alone: true }), step('c')])
    expect(together.filter((names) => names.includes('b'))).toEqual(['b'])
  })

  it('counts a step that throws as failed and runs the others all the same', async () => {
    const { step, run } = stage()
    const broken = step('broken', { run: () => Promise.reject(new Error('no browser')) })
    const ends = await run([broken, step('a')])
    expect(lastLine(sum(ends.map((end) => end.counts)))).toBe('1 passed, 1 failed, 0 skipped')
  })
})
