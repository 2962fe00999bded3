import { Secret, type PaymentMethod, type Registration } from '@billing-register/server'
import { describe, expect, it } from 'vitest'
import type { Known } from '../shop-ledger.ts'
import { compare } from './compare.ts'
import { mask } from './mask.ts'

const KEY = 'billing-key-0001'

function registration(state: Registration['state']): Registration {
  return {
    id: 'reg_0000000000000001',
    version: 1,
    state,
    customer: { id: 'alice' },
    provider: 'danal',
    account: { merchant: 'A000000001', mode: 'test', credentialFingerprint: 'f' },
    locale: 'ko',
    order: { name: '커피', amount: 9_900, currency: 'KRW', charge: 'later' },
    offer: 'o',
    clientRef: 'c',
    returnTo: 'http://localhost/danal',
    launch: {
      provider: 'portone-v1',
      sdkUrl: 'https://pg.example/sdk.js',
      userCode: 'imp00000001',
      request: {
        pay_method: 'card',
        merchant_uid: 'm',
        customer_uid: 'c',
        name: '커피',
        amount: 0,
        m_redirect_url: 'http://localhost/danal',
      },
    },
    memo: {},
    providerRef: 'br_order_0001',
    createdAt: 1_000,
    opensUntil: 2_000,
    returnsUntil: 3_000,
    paymentMethodId: 'pm_000000000000001',
  }
}

function method(state: PaymentMethod['state']): PaymentMethod {
  return {
    id: 'pm_000000000000001',
    version: 1,
    kind: 'card',
    maskedNumber: '9410-****-****-3332',
    customerId: 'alice',
    registrationId: 'reg_0000000000000001',
    provider: 'danal',
    account: { merchant: 'A000000001', mode: 'test', credentialFingerprint: 'f' },
    key: new Secret(KEY),
    binding: 'strong',
    state,
    mismatches: state === 'suspended' ? ['amount'] : [],
    createdAt: 1_500,
  }
}

const atPg = (registrationRef = 'br_order_0001') => ({
  provider: 'danal' as const,
  billingKey: KEY,
  customerRef: 'alice',
  registrationRef,
  revoked: false,
  issuedAt: 1_400,
})

const verdict = (known: Known, keys: ReturnType<typeof atPg>[]): string | undefined =>
  compare([known], { keys })[0]?.verdict

describe('the comparison of PG and ledger', () => {
  it('is content when both hold the key, and when neither does', () => {
    expect(verdict({ registration: registration('issued'), method: method('active') }, [atPg()])).toBe('same')
    expect(verdict({ registration: registration('cancelled'), method: undefined }, [])).toBe('same')
  })

  it('calls a registration open while nothing has come of it', () => {
    expect(verdict({ registration: registration('open'), method: undefined }, [])).toBe('open')
    expect(verdict({ registration: registration('open'), method: undefined }, [atPg()])).toBe('pending')
  })

  it('tells a key that nobody knows here from one whose outcome is still open', () => {
    expect(verdict({ registration: registration('declined'), method: undefined }, [atPg()])).toBe('pg-only')
    expect(verdict({ registration: registration('uncertain'), method: undefined }, [atPg()])).toBe('pending')
  })

  it('shows a suspended key as held, and one that the PG does not have as ours alone', () => {
    expect(verdict({ registration: registration('suspended'), method: method('suspended') }, [atPg()])).toBe(
      'held',
    )
    expect(verdict({ registration: registration('issued'), method: method('active') }, [])).toBe(
      'ledger-only',
    )
  })

  it.each([
    [
      'PortOne V1 knows a typed card by its customer_uid',
      'portone-v1',
      'bk_card_0001',
      { customerUid: 'bk_card_0001' },
    ],
    ['PortOne V2 by our id of its customer', 'portone-v2', 'br_order_0001', { customerId: 'br_order_0001' }],
  ] as const)(
    'finds the registration of a key without a reference: %s',
    (_what, provider, customerRef, memo) => {
      const key = { ...atPg(''), provider, customerRef }
      const known = { registration: { ...registration('issued'), memo }, method: method('active') }
      expect(compare([known], { keys: [key] }).map(({ verdict }) => verdict)).toEqual(['same'])
      expect(compare([known], { keys: [{ ...key, customerRef: 'another' }] })).toHaveLength(2)
    },
  )

  it('lists keys of the PG that belong to no registration of ours', () => {
    expect(compare([], { keys: [atPg('someone-else')] })).toMatchObject([{ verdict: 'pg-only' }])
  })

  it('lets out no identifier but its last four characters', () => {
    const shown = JSON.stringify(
      compare([{ registration: registration('issued'), method: method('active') }], { keys: [atPg()] }),
    )
    for (const secret of [KEY, 'reg_0000000000000001', 'br_order_0001', 'pm_000000000000001', '9410'])
      expect(shown).not.toContain(secret)
    expect(shown).toContain('····0001')
  })
})

describe('the mask', () => {
  it('keeps the last four characters and never a short value', () => {
    expect([mask('abcdefgh'), mask('abcd'), mask('')]).toEqual(['····efgh', '····', '····'])
  })

  it.each([
    ['revoked', true, undefined, 'same'],
    ['revoked', false, undefined, 'pending'],
    ['revoked', false, 'kept', 'same'],
    ['revoking', false, undefined, 'pending'],
    ['revoking', true, undefined, 'same'],
  ] as const)(
    'calls a method that is %s, its key at the PG gone: %s (%s), %s',
    (state, gone, kept, verdict) => {
      const known = { ...method(state), ...(kept && { atPg: kept }) }
      const rows = compare([{ registration: registration('issued'), method: known }], {
        keys: [{ ...atPg(), revoked: gone }],
      })
      expect(rows.map((row) => row.verdict)).toEqual([verdict])
    },
  )
})
