import { describe, expect, it } from 'vitest'
import { TEST_CARDS, type CardOutcome } from '../test-cards.ts'
import { IDENTITY_CODE } from './checks.ts'
import { AGREEMENTS, type Draft } from './draft.ts'
import { advance, openSession, stepToShow, type WindowSession } from './session.ts'

const NOW = Date.UTC(2026, 10, 22)
const agreed: Draft = Object.fromEntries(AGREEMENTS.map(([name]) => [name, 'on']))

function groups(number: string): Draft {
  return {
    card1: number.slice(0, 4),
    card2: number.slice(4, 8),
    card3: number.slice(8, 12),
    card4: number.slice(12),
  }
}

function card(outcome: CardOutcome): Draft {
  return groups(TEST_CARDS.find((known) => known.outcome === outcome)?.number ?? '')
}

function press(session: WindowSession, action: string, form: Draft = {}): ReturnType<typeof advance> {
  return advance(session, { ...form, do: action }, NOW)
}

describe('a card window walked by hand', () => {
  it('goes from the card to the identity step to the code, and ends approved', () => {
    const details = press(openSession('card', NOW), 'details', agreed)
    expect(details.step).toBe('identity')
    const identity = press(details.session, 'identity', {
      name: '이하나',
      carrier: 'KT',
      phone: '010-9999-8888',
    })
    expect(identity.step).toBe('code')
    const end = press(identity.session, 'code', { code: IDENTITY_CODE })
    expect(end.verdict).toEqual({ kind: 'approved', cardNumber: TEST_CARDS[0].number })
  })

  it('ends declined with the card that the issuer refuses', () => {
    const details = press(openSession('card', NOW), 'details', { ...agreed, ...card('decline') })
    const identity = press(details.session, 'identity')
    expect(press(identity.session, 'code', { code: IDENTITY_CODE }).verdict?.kind).toBe('declined')
  })

  it.each(['limit', 'expired'] as const)(
    'refuses the %s card on the screen and lets the customer try another',
    (outcome) => {
      const refused = press(openSession('card', NOW), 'details', { ...agreed, ...card(outcome) })
      expect(refused).toMatchObject({ step: 'details', session: { reached: 'details' } })
      expect(refused.session.refusal).toContain('다른 카드로')
      const other = press(refused.session, 'details', { ...agreed, ...card('approve') })
      expect(other.step).toBe('identity')
      expect(other.session.refusal).toBeUndefined()
    },
  )

  it.each([
    ['card', groups('9410111122223333'), '카드번호를 다시 확인'],
    ['card', { card4: '12' }, '16자리'],
    ['expiry', { month: '10', year: '26' }, '유효기간이 지난'],
    ['expiry', { month: '13' }, '월 두 자리'],
    ['owner', { birth: '991301' }, '생년월일'],
    ['owner', { owner: 'business', business: '123' }, '사업자등록번호'],
    ['pin', { pin: '1' }, '비밀번호 앞 두 자리'],
    ['agree', { agreePrivacy: '' }, '약관'],
  ])('says at the field %s what is wrong with %j', (field, form, message) => {
    const progress = press(openSession('card', NOW), 'details', { ...agreed, ...form })
    expect(progress.step).toBe('details')
    expect(Object.keys(progress.session.errors)).toEqual([field])
    expect(progress.session.errors[field]).toContain(message)
  })

  it('takes a card until the last day of its month in Korea', () => {
    const form = { ...agreed, do: 'details', month: '11', year: '26' }
    const endOfMonth = Date.UTC(2026, 10, 30, 14, 59)
    expect(advance(openSession('card', NOW), form, endOfMonth).step).toBe('identity')
    expect(advance(openSession('card', NOW), form, endOfMonth + 60_000).step).toBe('details')
  })

  it('does not remember an agreement that was unticked again', () => {
    const first = press(openSession('card', NOW), 'details', { ...agreed, pin: '' })
    expect(press(first.session, 'details', { pin: '12' }).session.errors).toHaveProperty('agree')
  })

  it('refuses a wrong code and then takes the right one', () => {
    const { session } = press(press(openSession('card', NOW), 'details', agreed).session, 'identity')
    const wrong = press(session, 'code', { code: '000000' })
    expect(wrong.verdict).toBeUndefined()
    expect(wrong.session.errors).toHaveProperty('code')
    expect(press(wrong.session, 'code', { code: IDENTITY_CODE }).verdict?.kind).toBe('approved')
  })
})

describe('a window out of order', () => {
  it('cannot skip the card or the identity step', () => {
    const fresh = openSession('card', NOW)
    expect(press(fresh, 'code', { code: IDENTITY_CODE })).toMatchObject({ step: 'details' })
    expect(press(fresh, 'code', { code: IDENTITY_CODE }).verdict).toBeUndefined()
    expect(press(fresh, 'identity').step).toBe('details')
    expect(press(fresh, 'nonsense').step).toBe('details')
  })

  it('shows an earlier step again but never one the customer has not reached', () => {
    const { session } = press(openSession('card', NOW), 'details', agreed)
    expect(['details', 'identity', 'code', 'x', undefined].map((step) => stepToShow(session, step))).toEqual([
      'details',
      'identity',
      'identity',
      'identity',
      'identity',
    ])
  })
})

describe('the one-click buttons', () => {
  it.each([
    ['sim-approve', 'approved'],
    ['sim-charge-decline', 'approved'],
    ['sim-decline', 'declined'],
    ['sim-cancel', 'cancelled'],
    ['cancel', 'cancelled'],
  ])('%s ends the window as %s from any step', (action, kind) => {
    const fresh = openSession('card', NOW)
    const { session } = press(fresh, 'details', agreed)
    expect([press(fresh, action).verdict?.kind, press(session, action).verdict?.kind]).toEqual([kind, kind])
  })
})

describe('a phone window', () => {
  it('asks for carrier, number and birth date, then for the code', () => {
    const fresh = openSession('phone', NOW)
    const bad = press(fresh, 'details', { ...agreed, phone: '02-123-4567', carrier: '' })
    expect(Object.keys(bad.session.errors)).toEqual(['carrier', 'phone'])
    const details = press(fresh, 'details', agreed)
    expect(details.step).toBe('code')
    expect(press(details.session, 'code', { code: IDENTITY_CODE }).verdict?.kind).toBe('approved')
  })
})
