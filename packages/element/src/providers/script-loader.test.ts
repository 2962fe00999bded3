// On a server there is no page to load a PG's script into.
import { describe, expect, it } from 'vitest'
import { loadScript } from './script-loader.ts'

describe('loading an SDK on a server', () => {
  it('ends at once in an error, however often it is asked for: nothing hangs and nothing is kept', async () => {
    expect(typeof document).toBe('undefined')
    const load = async (): Promise<void> => loadScript('https://sdk.invalid/sdk.js', 'TestSdk')
    await expect(load()).rejects.toBeInstanceOf(Error)
    await expect(load()).rejects.toBeInstanceOf(Error)
    expect(Object.getOwnPropertySymbols(globalThis)).not.toContain(Symbol.for('billing-register'))
  })
})
