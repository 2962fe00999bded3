// A secret says nothing of itself, however it is printed.
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { Secret } from './secret.ts'

const VALUE = 'SK_TEST_hidden'

describe('a secret', () => {
  const secret = new Secret(VALUE)

  it.each<[string, () => string]>([
    ['as a string', () => String(secret)],
    ['as JSON', () => JSON.stringify({ secret })],
    ['on the console', () => inspect({ secret }, { showHidden: true, depth: 9 })],
    ['in an error', () => inspect(new Error('failed', { cause: secret }))],
  ])('is redacted %s', (_where, print) => {
    expect(print()).toContain('[secret]')
    expect(print()).not.toContain('hidden')
  })

  it('has nothing that could be copied, listed or cloned with it', () => {
    expect(Object.entries(Object.assign({}, secret))).toEqual([])
    expect(Reflect.ownKeys(secret)).toEqual([])
    expect(Object.values(structuredClone(secret))).toEqual([])
  })

  it('gives its value to whoever asks for exactly that', () => {
    expect(secret.reveal()).toBe(VALUE)
  })
})
