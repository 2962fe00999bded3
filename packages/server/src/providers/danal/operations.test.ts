// Operations that a merchant supplies: their code may throw, hang and lie, and costs nobody money by it.
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../secret.ts'
import { TEST_KEYS } from '../../testing/shop.ts'
import { firstCall } from '../../testing/provider-bench.ts'
import { chargeOf } from '../../testing/operations-bench.ts'
import type { ChargeOutcome } from '../../payments/operations.ts'
import { danal } from './index.ts'
import type { DanalOperations } from './merchant-operations.ts'

const KEY = { key: new Secret('KEY-MARKER'), kind: 'card', memo: {} } as const

async function charge(supplied: DanalOperations, http: typeof fetch = fetch): Promise<ChargeOutcome> {
  const provider = danal({ ...TEST_KEYS, timeoutMs: 20, operations: supplied })
  const { charge: does } = (await provider.operations?.()) ?? {}
  if (!does) throw new Error('cannot charge')
  const asked = chargeOf(KEY)
  const exchanges = await does.call(asked, firstCall(http))
  expect(inspect(exchanges, { depth: 9 }) + JSON.stringify(exchanges)).not.toContain('MARKER')
  return does.judge(asked, exchanges)
}

describe('without operations', () => {
  it('Danal can do nothing with a key, and says so', async () => {
    const provider = danal(TEST_KEYS)
    expect(provider.can).toMatchObject({ charge: false, cancel: false, revoke: false })
    expect(Object.keys((await provider.operations?.()) ?? {})).toEqual(['refuse'])
  })
})

describe('a supplied charge', () => {
  it.each<[string, NonNullable<DanalOperations['charge']>, object]>([
    ['throws', () => Promise.reject(new Error('KEY-MARKER')), { kind: 'uncertain' }],
    ['never ends', () => new Promise(() => undefined), { kind: 'uncertain' }],
    ['says nothing', async () => JSON.parse('null'), { kind: 'uncertain' }],
    ['says what nobody knows', async () => JSON.parse('{"kind":"maybe"}'), { kind: 'uncertain' }],
    ['has paid', async () => ({ kind: 'paid', transactionId: 'T1' }), { kind: 'paid', mismatches: [] }],
    ['has paid something else', async () => ({ kind: 'paid', amount: 1 }), { mismatches: ['amount'] }],
    ['has paid another order', async () => ({ kind: 'paid', orderId: 'x' }), { mismatches: ['orderId'] }],
    [
      'was declined',
      async () => ({ kind: 'declined', providerCode: '3112' }),
      { kind: 'declined', code: 'card_declined', providerCode: '3112' },
    ],
  ])('that %s', async (_what, supplied, outcome) => {
    expect(await charge({ charge: supplied })).toMatchObject(outcome)
  })

  it('calls Danal with the secret key, and only once it has failed no more', async () => {
    const sent: [string, string | null][] = []
    const http: typeof fetch = async (input, init) => {
      sent.push([String(input), new Headers(init?.headers).get('authorization')])
      throw new TypeError('fetch failed')
    }
    const answers: unknown[] = []
    const outcome = await charge(
      {
        async charge({ orderId }, { call }) {
          answers.push(await call({ method: 'POST', url: '/x', body: { orderId } }))
          answers.push(await call({ method: 'GET', url: 'https://other.example/y' }))
          return { kind: 'uncertain' }
        },
      },
      http,
    )
    expect(outcome.kind).toBe('uncertain')
    expect(sent).toEqual([['https://one-api.danalpay.com/x', `Basic ${btoa(`${TEST_KEYS.secretKey}:`)}`]])
    expect(answers).toEqual([{}, {}].map(() => ({ status: undefined, fields: undefined })))
  })
})

describe('at start', () => {
  it.each([
    [{ charge: 'yes' }, 'operations.charge'],
    [{ chrage: () => undefined }, 'operations.chrage'],
    ['charge', 'operations'],
  ])('%j is refused by name', (operations, name) => {
    expect(() => danal({ ...TEST_KEYS, ...JSON.parse('{}'), operations } as never)).toThrow(`\`${name}\``)
  })
})
