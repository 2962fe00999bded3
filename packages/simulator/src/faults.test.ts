import { describe, expect, it } from 'vitest'
import { createFaultBook, FAULT_KINDS, FAULT_OPERATIONS, parseFault, type Fault } from './faults.ts'
import { createRandom } from './random.ts'

const fault = { provider: 'danal', operation: 'issue', fault: 'empty' } as const satisfies Fault

describe('parseFault', () => {
  it('takes every kind with every operation it can strike', () => {
    const refused = FAULT_OPERATIONS.flatMap((operation) =>
      FAULT_KINDS.filter((kind) => typeof parseFault({ ...fault, operation, fault: kind }) === 'string').map(
        (kind) => `${operation} ${kind}`,
      ),
    )
    expect(refused).toEqual(
      ['issue', 'charge', 'cancel', 'revoke', 'lookup', 'token'].flatMap((operation) => [
        `${operation} duplicate-webhook`,
        `${operation} no-webhook`,
      ]),
    )
  })

  it.each([
    [{ ...fault, provider: 'nobody' }, 'unknown provider: nobody'],
    [{ ...fault, operation: 'refund' }, 'unknown operation: refund'],
    [{ ...fault, fault: 'explode' }, 'unknown fault: explode'],
    [{ ...fault, times: 0 }, 'times must'],
    [{ ...fault, times: 1.5 }, 'times must'],
    [{ ...fault, rate: 2 }, 'rate must'],
    [{ ...fault, delayMs: -1 }, 'delayMs must'],
    ['nonsense', 'a fault must be a JSON object'],
    [null, 'a fault must be a JSON object'],
  ])('names what is wrong with %j', (input, reason) => {
    expect(parseFault(input)).toContain(reason)
  })
})

describe('createFaultBook', () => {
  it('strikes as many calls as ordered, then no more', () => {
    const book = createFaultBook(createRandom(1), [{ ...fault, times: 2 }])
    const hits = [1, 2, 3].map(() => book.take('danal', 'issue')?.fault)
    expect(hits).toEqual(['empty', 'empty', undefined])
    expect(book.list()).toEqual([])
  })

  it('without times strikes until it is cleared', () => {
    const book = createFaultBook(createRandom(1), [fault])
    expect([1, 2, 3].map(() => book.take('danal', 'issue')?.fault)).toEqual(['empty', 'empty', 'empty'])
    book.clear()
    expect(book.take('danal', 'issue')).toBeUndefined()
  })

  it('leaves other PGs and other operations alone, and `*` means every operation', () => {
    const book = createFaultBook(createRandom(1), [fault])
    expect([book.take('portone-v1', 'issue'), book.take('danal', 'lookup')]).toEqual([undefined, undefined])
    book.add({ provider: 'portone-v1', operation: '*', fault: 'http-500' })
    expect(book.take('portone-v1', 'token')?.fault).toBe('http-500')
  })

  it('a webhook fault under `*` strikes webhooks only', () => {
    const book = createFaultBook(createRandom(1), [{ ...fault, operation: '*', fault: 'no-webhook' }])
    expect(book.take('danal', 'issue')).toBeUndefined()
    expect(book.take('danal', 'webhook')?.fault).toBe('no-webhook')
  })

  it('a rate strikes about that share of the calls, the same ones for the same seed', () => {
    const strikes = (): boolean[] => {
      const book = createFaultBook(createRandom(7), [{ ...fault, rate: 0.3 }])
      return Array.from({ length: 1000 }, () => book.take('danal', 'issue') !== undefined)
    }
    const share = strikes().filter(Boolean).length / 1000
    expect(share).toBeGreaterThan(0.2)
    expect(share).toBeLessThan(0.4)
    expect(strikes()).toEqual(strikes())
  })
})
