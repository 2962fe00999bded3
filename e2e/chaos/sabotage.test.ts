import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { breakGuard, sabotageNamed, SABOTAGES } from './sabotage.ts'

describe('a guard to be broken', () => {
  it.each(SABOTAGES.map((sabotage) => [sabotage.name, sabotage] as const))(
    'stands where the sabotage %s looks for it',
    (_name, { edits }) => {
      for (const edit of edits) {
        const text = readFileSync(new URL(`../../${edit.file}`, import.meta.url), 'utf8')
        expect(breakGuard(text, edit)).not.toBe(text)
      }
    },
  )

  it('is refused when it stands there no more, or more than once', () => {
    const edit = { file: 'a.ts', find: 'guard', put: '' }
    expect(() => breakGuard('nothing', edit)).toThrow('a.ts: the guard stands there 0 times')
    expect(() => breakGuard('guard guard', edit)).toThrow('2 times')
  })

  it('is known by its name only', () => {
    expect(sabotageNamed('short-lease').raises).toEqual(['early'])
    expect(() => sabotageNamed('everything')).toThrow('--break must be one of no-attempt')
  })
})
