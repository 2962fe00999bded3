// To the letter: what PortOne V2's answers come to, where we confirm the key and where the window makes it.
import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../http/exchange.ts'
import { answered } from '../../testing/answered.ts'
import {
  MEMO,
  NONE,
  NO_KEY,
  RECORD,
  WAITING,
  error,
  judged,
  lost,
  V2_KEYS,
} from '../../testing/portone-v2-answers.ts'
import { finishing } from '../finishing.ts'
import { portoneV2 } from './index.ts'

const confirming = await finishing(portoneV2(V2_KEYS))
const inBrowser = await finishing(portoneV2({ ...V2_KEYS, allowKeyInBrowser: true }))
const UNKNOWN = { kind: 'uncertain', code: 'outcome_unknown' }
const REFUSED = { kind: 'uncertain', code: 'provider_refused' }
const REFUSED_CLAIM = { kind: 'declined', code: 'return_refused', claimRefused: true }
const AT_ONCE = { kind: 'pending', atOnce: true }

describe('a confirm', () => {
  const declined = error('confirm', 502, 'PG_PROVIDER', { pgCode: 'REJECT_CARD_PAYMENT' })
  const repeated = error('replay', 502, 'PG_PROVIDER', { pgCode: 'REJECT_CARD_PAYMENT' })
  const used = error('confirm', 409, 'BILLING_KEY_ALREADY_ISSUED')
  const unknownClaim = error('confirm', 404, 'BILLING_KEY_NOT_FOUND')
  const forbidden = error('confirm', 403, 'FORBIDDEN')

  it.each<[string, readonly Exchange[], object]>([
    ['that made a key', [answered('confirm', 200, { billingKey: 'key-1' })], AT_ONCE],
    [
      'that made a key, looked for in vain',
      [answered('confirm', 200, { billingKey: 'key-1' }), NO_KEY],
      { kind: 'pending' },
    ],
    ['that still runs', [error('confirm', 409, 'IDEMPOTENCY_OUTSTANDING_REQUEST')], { kind: 'pending' }],
    ['that was declined', [declined], AT_ONCE],
    ['that was declined, and nothing can be searched', [declined, lost('find')], UNKNOWN],
    [
      'that was declined, and there is no key',
      [declined, NONE],
      { kind: 'declined', code: 'card_declined', providerCode: 'REJECT_CARD_PAYMENT' },
    ],
    ['that was used', [used], AT_ONCE],
    [
      'that was used, and there is no key',
      [used, NONE],
      { ...REFUSED_CLAIM, providerCode: 'BILLING_KEY_ALREADY_ISSUED' },
    ],
    ['that was used, and nothing can be searched', [used, lost('find')], UNKNOWN],
    [
      'whose repetition says that it was used',
      [lost('confirm'), error('replay', 409, 'BILLING_KEY_ALREADY_ISSUED'), NONE],
      UNKNOWN,
    ],
    ['of an unknown token', [unknownClaim], { ...REFUSED_CLAIM, providerCode: 'BILLING_KEY_NOT_FOUND' }],
    [
      'whose repetition knows no token',
      [lost('confirm'), error('replay', 404, 'BILLING_KEY_NOT_FOUND')],
      UNKNOWN,
    ],
    [
      'that may not be made',
      [forbidden],
      { kind: 'declined', code: 'provider_refused', providerCode: 'FORBIDDEN' },
    ],
    [
      'whose repetition may not be made',
      [lost('confirm'), error('replay', 403, 'FORBIDDEN')],
      { ...REFUSED, providerCode: 'FORBIDDEN' },
    ],
    [
      'that was never sent',
      [{ operation: 'confirm', failure: 'not-sent' }],
      { kind: 'declined', code: 'provider_unavailable' },
    ],
    [
      'whose repetition was never sent',
      [lost('confirm'), { operation: 'replay', failure: 'not-sent' }],
      UNKNOWN,
    ],
    ['that was lost', [lost('confirm')], UNKNOWN],
    [
      'with a fault of tomorrow',
      [error('confirm', 500, 'TOMORROW')],
      { ...UNKNOWN, providerCode: 'TOMORROW' },
    ],
    ['that was never made', [], UNKNOWN],
    ['that was used, where the search is refused', [used, error('find', 403, 'FORBIDDEN')], REFUSED],
    [
      'whose repetition says used, where the key may not be seen',
      [
        lost('confirm'),
        error('replay', 409, 'BILLING_KEY_ALREADY_ISSUED'),
        error('key', 401, 'UNAUTHORIZED'),
        NONE,
      ],
      REFUSED,
    ],
    [
      'that still runs, where the search is refused',
      [error('confirm', 409, 'IDEMPOTENCY_OUTSTANDING_REQUEST'), error('find', 403, 'FORBIDDEN')],
      { kind: 'pending' },
    ],
  ])('%s', (_which, exchanges, outcome) => {
    expect(judged(confirming, exchanges)).toStrictEqual(outcome)
  })

  it("is declined in words for the customer where the PG's code has them", () => {
    const memo = { ...MEMO, pgProvider: 'tosspayments' }
    expect(judged(confirming, [lost('confirm'), repeated, NONE], WAITING, memo)).toStrictEqual({
      kind: 'declined',
      code: 'card_limit',
      providerCode: 'REJECT_CARD_PAYMENT',
    })
  })

  it('that comes to nothing is issued where the search finds the key', () => {
    expect(judged(confirming, [declined, answered('find', 200, { items: [RECORD] })])).toMatchObject({
      kind: 'issued',
      mismatches: [],
    })
  })
})

describe('a key that the window made', () => {
  const MADE = { billingKey: 'key-1' }
  const foreign = answered('key', 200, { ...RECORD, customer: { id: 'c2' } })
  const notes = ['foreign_return']

  it('is issued where that was said, and named otherwise', () => {
    const exchanges = [answered('key', 200, RECORD)]
    expect(judged(inBrowser, exchanges, MADE)).toMatchObject({ kind: 'issued', mismatches: [] })
    expect(judged(confirming, exchanges, MADE)).toMatchObject({
      kind: 'issued',
      mismatches: ['manualConfirm'],
    })
    expect(judged(inBrowser, exchanges, MADE)).not.toHaveProperty('notes')
    expect(judged(inBrowser, [foreign, answered('find', 200, { items: [RECORD] })], MADE)).toMatchObject({
      kind: 'issued',
      notes,
    })
  })

  it.each<[string, readonly Exchange[], Record<string, string>, object]>([
    ['is not known where nothing was asked', [], MADE, UNKNOWN],
    ['is not known where the search was lost', [NO_KEY, lost('find')], MADE, UNKNOWN],
    ['is not known where the search is refused', [NO_KEY, error('find', 401, 'UNAUTHORIZED')], MADE, REFUSED],
    ['is not known where the look is refused', [error('key', 403, 'FORBIDDEN'), lost('find')], MADE, REFUSED],
    ["is somebody else's, and the search was lost", [foreign, lost('find')], MADE, { ...UNKNOWN, notes }],
    ["is somebody else's, and there is none of ours", [foreign, NONE], MADE, { ...REFUSED_CLAIM, notes }],
    ['is waited for where there is none', [NO_KEY, NONE], MADE, { kind: 'pending', absent: true }],
    ['is waited for where nothing came back', [NONE], {}, { kind: 'pending', absent: true }],
    [
      'is none where the window was closed',
      [NONE],
      { code: 'PAY_PROCESS_CANCELED' },
      { kind: 'declined', code: 'not_completed', cancelled: true, providerCode: 'PAY_PROCESS_CANCELED' },
    ],
    [
      'is none where the window failed',
      [NONE],
      { code: 'FAILURE', pgCode: 'X1' },
      { kind: 'declined', code: 'card_declined', providerCode: 'X1' },
    ],
  ])('%s', (_what, exchanges, raw, outcome) => {
    expect(judged(inBrowser, exchanges, raw)).toStrictEqual(outcome)
  })
})

describe('a return without a call', () => {
  const noConfirm = { kind: 'declined', code: 'provider_refused' }
  it.each<[Record<string, string>, object, object]>([
    [{}, REFUSED_CLAIM, UNKNOWN],
    [WAITING, UNKNOWN, UNKNOWN],
    [{ billingKey: 'key-1' }, UNKNOWN, UNKNOWN],
    [{ billingKey: 'NEEDS_CONFIRMATION' }, { ...noConfirm, providerCode: 'NEEDS_CONFIRMATION' }, UNKNOWN],
    [
      { message: '취소', code: 'C1' },
      { kind: 'declined', code: 'not_completed', cancelled: true, providerCode: 'C1' },
      UNKNOWN,
    ],
    [{ code: 'FAILURE' }, { kind: 'declined', code: 'not_completed', providerCode: 'FAILURE' }, UNKNOWN],
    [{ pgCode: 'X1' }, { kind: 'declined', code: 'card_declined', providerCode: 'X1' }, UNKNOWN],
  ])('%j', (raw, outcome, ofBrowser) => {
    expect(judged(confirming, [], raw)).toStrictEqual(outcome)
    expect(judged(inBrowser, [], raw)).toStrictEqual(ofBrowser)
  })
})
