// The parts that the elements are documented to have are those that they draw.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const source = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const found = (text: string, pattern: RegExp): Set<string | undefined> =>
  new Set([...text.matchAll(pattern)].map(([, name]) => name))

describe('the documented parts', () => {
  it.each([
    ['billing-register-element.ts', 'view.ts'],
    ['billing-methods-element.ts', 'methods/view.ts'],
  ])('of %s are those that are drawn', (element, view) => {
    const documented = found(source(element), /@csspart (\w+)/g)
    const drawn = found(source(view), /(?:\bpart="|\bpart: '|\bbutton\(')(\w+)/g)
    expect(documented).toEqual(drawn)
  })
})
