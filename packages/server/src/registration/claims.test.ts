// Which return may be used and which comes first: each tie, each order, each kind of PG.
import { describe, expect, it } from 'vitest'
import { danal } from '../providers/danal/index.ts'
import { finishing } from '../providers/finishing.ts'
import type { FinishingProvider, ReturnKind } from '../providers/provider.ts'
import { portoneV1 } from '../providers/portone-v1/index.ts'
import { attempt, claim } from '../testing/ledger-samples.ts'
import { TEST_KEYS } from '../testing/shop.ts'
import {
  askedWith,
  chooseClaim,
  claimDigest,
  isTooLarge,
  NO_RETURN,
  usableClaims,
  type UsableClaim,
} from './claims.ts'
import type { Claim, ClaimBinding } from './record.ts'

const DANAL: FinishingProvider = await finishing(danal(TEST_KEYS))
const LOOKED_UP: FinishingProvider = await finishing(
  portoneV1({ userCode: 'imp1', apiKey: '1'.repeat(16), apiSecret: 's'.repeat(80), pg: 'html5_inicis' }),
)
const MERCHANT = TEST_KEYS.merchantId
/** A digest that can be read. */
const readable = { digest: (text: string) => Promise.resolve(text) }

describe('the digest of a return', () => {
  const digest = (raw: Record<string, string>, provider = DANAL): Promise<string> =>
    claimDigest(readable, provider, raw)

  it('is that of the transaction alone, however it came', async () => {
    const wanted = JSON.stringify(['danal', MERCHANT, 'TX-1'])
    expect(await digest({ code: 'SUCCESS', transactionId: 'TX-1' })).toBe(wanted)
    expect(await digest({ transactionId: 'TX-1', orderId: 'another', message: 'text' })).toBe(wanted)
  })

  it('is that of all that was read where there is no transaction, in whatever order it came', async () => {
    const wanted = JSON.stringify([
      'danal',
      MERCHANT,
      [
        ['code', 'FAILED'],
        ['message', 'no'],
        ['orderId', 'o-1'],
      ],
    ])
    expect(await digest({ orderId: 'o-1', message: 'no', code: 'FAILED', junk: 'x' })).toBe(wanted)
    expect(await digest({ code: 'FAILED', message: 'no', orderId: 'o-1' })).toBe(wanted)
  })

  it('is in the order of the names, so that it stays the same when a provider reads in another order', async () => {
    const raw = {
      imp_uid: 'imp_1',
      merchant_uid: 'm-1',
      error_msg: 'no',
      error_code: 'F400',
      success: 'false',
    }
    expect(await digest(raw, LOOKED_UP)).toBe(
      JSON.stringify([
        'portone-v1',
        'imp1/html5_inicis',
        [
          ['error_code', 'F400'],
          ['error_msg', 'no'],
          ['imp_uid', 'imp_1'],
          ['merchant_uid', 'm-1'],
          ['success', 'false'],
        ],
      ]),
    )
  })
})

describe('a return', () => {
  it('is kept up to 4,096 characters', () => {
    const around = JSON.stringify({ a: '' }).length
    expect(isTooLarge({ a: 'x'.repeat(4096 - around) })).toBe(false)
    expect(isTooLarge({ a: 'x'.repeat(4097 - around) })).toBe(true)
  })
})

interface Kept extends Partial<ClaimBinding> {
  readonly receivedAt?: number
}

const kept = (digest: string, { receivedAt = 1, ...binding }: Kept = {}): Claim =>
  claim('a', digest, { receivedAt, binding: { owner: false, cookies: [], quarantined: false, ...binding } })

const BROUGHT = { inRequest: undefined, cookie: undefined }

function usable(claims: readonly Claim[], browser: Partial<Parameters<typeof usableClaims>[2]> = {}): string {
  return usableClaims(DANAL, claims, { ...BROUGHT, ...browser })
    .map(({ digest }) => digest)
    .join()
}

describe('a claim may be used', () => {
  it.each<[string, Kept, Partial<Parameters<typeof usableClaims>[2]>, boolean]>([
    ["when it came under the owner's login", { owner: true }, {}, true],
    [
      'when it came without login and this browser has its cookie',
      { cookies: ['k', 'l'] },
      { cookie: 'l' },
      true,
    ],
    ['never without that cookie', { cookies: ['k'] }, {}, false],
    ['never with another cookie', { cookies: ['k'] }, { cookie: 'm' }, false],
    ['never with a cookie where none was set', {}, { cookie: 'k' }, false],
    ['never because it is in the request alone', { cookies: ['k'] }, { inRequest: 'one' }, false],
    ['never once it was quarantined', { owner: true, quarantined: true }, {}, false],
    [
      'never once it was quarantined, with its cookie neither',
      { cookies: ['k'], quarantined: true },
      { cookie: 'k', inRequest: 'one' },
      false,
    ],
  ])('%s', (_when, binding, browser, may) => {
    expect(usable([kept('one', binding)], browser)).toBe(may ? 'one' : '')
  })
})

describe('of several claims', () => {
  const owner = true

  it('the one in this request comes first, then the one of its cookie, then by arrival', () => {
    const claims = [
      kept('late', { owner, receivedAt: 4 }),
      kept('early', { owner, receivedAt: 3 }),
      kept('cookie', { cookies: ['k'], receivedAt: 5 }),
      kept('request', { owner, receivedAt: 6 }),
    ]
    expect(usable(claims, { inRequest: 'request', cookie: 'k' })).toBe('request,cookie,early,late')
    expect(usable(claims, { cookie: 'k' })).toBe('cookie,early,late,request')
    expect(usable(claims)).toBe('early,late,request')
  })

  it('each is read by its provider, from what came with it', () => {
    const claims = [kept('TX-1', { owner }), kept('TX-2', { owner, receivedAt: 2 })]
    expect(usableClaims(DANAL, claims, BROUGHT)).toEqual([
      { digest: 'TX-1', parsed: { kind: 'token', token: 'TX-1', value: { transactionId: 'TX-1' } } },
      { digest: 'TX-2', parsed: { kind: 'token', token: 'TX-2', value: { transactionId: 'TX-2' } } },
    ])
  })
})

describe('a PG is asked again', () => {
  const claims = [kept('A'), kept('B'), kept('C')]
  const issue = (digest: string): ReturnType<typeof attempt> => attempt(`att-${digest}`, 'a', digest)
  const look = (digest: string): ReturnType<typeof attempt> => ({ ...issue(digest), kind: 'look' })
  const asked = (...attempts: readonly ReturnType<typeof attempt>[]): string | undefined =>
    askedWith(DANAL, claims, attempts)?.digest

  it('with the claim of the last call that issued, or else of the last look', () => {
    expect(asked(issue('A'), look('B'))).toBe('A')
    expect(asked(issue('A'), issue('B'), look('C'))).toBe('B')
    expect(asked(look('A'), look('B'), look('C'))).toBe('C')
    expect(asked(look('B'))).toBe('B')
  })

  it('with nothing where it was never asked', () => {
    expect(asked()).toBeUndefined()
  })

  it('with an empty return where none is known of that call', () => {
    expect(askedWith(DANAL, [], [issue('A')])).toEqual({ digest: 'A', parsed: { kind: 'empty', value: {} } })
    expect(askedWith(DANAL, claims, [issue('B')])?.parsed.token).toBe('B')
  })
})

describe('of the usable claims', () => {
  const read = (digest: string, kind: ReturnKind = 'token'): UsableClaim => ({
    digest,
    parsed: { kind, value: {} },
  })
  const none: ReadonlySet<string> = new Set()
  const TOKEN = read('token')
  const CANCELLED = read('cancelled', 'cancelled')
  const FAILED = read('failed', 'failed')

  it('one that names a transaction is issued from, whatever the others report', () => {
    expect(chooseClaim(DANAL, [CANCELLED, FAILED, TOKEN], [], none)).toEqual({ kind: 'issue', claim: TOKEN })
  })

  it('one is issued from once: not again after a call, and not where it is of another registration', () => {
    const other = read('other')
    const tried = [attempt('att', 'a', 'token')]
    expect(chooseClaim(DANAL, [TOKEN, other], tried, none)).toEqual({ kind: 'issue', claim: other })
    expect(chooseClaim(DANAL, [TOKEN, other], [], new Set(['token']))).toEqual({
      kind: 'issue',
      claim: other,
    })
    expect(chooseClaim(DANAL, [TOKEN, other], tried, new Set(['other']))).toEqual({ kind: 'nothing' })
  })

  it('the first is believed where none names a transaction', () => {
    const said = (...claims: readonly UsableClaim[]): ReturnType<typeof chooseClaim> =>
      chooseClaim(DANAL, claims, [], none)
    expect(said(CANCELLED, FAILED)).toEqual({ kind: 'said', claim: CANCELLED, what: 'cancelled' })
    expect(said(FAILED, CANCELLED)).toEqual({ kind: 'said', claim: FAILED, what: 'failed' })
    expect(said()).toEqual({ kind: 'nothing' })
  })

  it('one is only looked up with at a PG that can be asked, tried or not, and with none where none came', () => {
    const tried = [attempt('att', 'a', 'token')]
    const look = (...claims: readonly UsableClaim[]): unknown =>
      chooseClaim(LOOKED_UP, claims, tried, new Set(['token']))
    expect(look(CANCELLED, TOKEN)).toEqual({ kind: 'look', claim: TOKEN })
    expect(look(CANCELLED, FAILED)).toEqual({ kind: 'look', claim: CANCELLED })
    expect(look()).toEqual({ kind: 'look', claim: NO_RETURN })
    expect(NO_RETURN).toEqual({ digest: '', parsed: { kind: 'empty', value: {} } })
  })
})
