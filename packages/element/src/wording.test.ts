import type { OfferResponse, Problem, RegistrationView } from '@billing-register/contract'
import { describe, expect, it } from 'vitest'
import { en } from './i18n/en.ts'
import { ko } from './i18n/ko.ts'
import type { ElementState } from './registration/state.ts'
import { wording } from './wording.ts'

const problem = (code: Problem['code'], detail = '', more: Partial<Problem> = {}): Problem => ({
  type: '',
  title: '',
  status: 0,
  code,
  detail,
  retry: 'new',
  ...more,
})
const registration = (more: Partial<RegistrationView> = {}): RegistrationView => ({
  id: 'r',
  provider: 'danal',
  state: 'issued',
  order: { name: 'Pro', amount: 9900, currency: 'KRW' },
  ...more,
})
const offer: OfferResponse = {
  offer: 'o',
  order: registration().order,
  charge: 'later',
  chargedNow: 0,
  text: { price: '', now: '', provider: '' },
}
const id = 'r'

const CASES: [string, ElementState, string, string, string, string][] = [
  ['ready', { phase: 'idle' }, '카드 등록하기', '', 'Register card', ''],
  ['a return that waits', { phase: 'idle', id }, '등록 마치기', '', 'Finish registering', ''],
  [
    'consent missing',
    { phase: 'idle', problem: problem('consent_required') },
    '카드 등록하기',
    '내용을 확인하고 동의해 주세요.',
    'Register card',
    'Please read and agree first.',
  ],
  ['preparing', { phase: 'preparing' }, '카드 등록하기', '', 'Register card', ''],
  [
    'window open',
    { phase: 'open', id },
    '등록 창에서 계속해 주세요',
    '등록 창에서 계속해 주세요',
    'Continue in the card window',
    'Continue in the card window',
  ],
  [
    'finishing',
    { phase: 'finishing', id },
    '카드를 등록하고 있어요',
    '카드를 등록하고 있어요',
    'Registering your card',
    'Registering your card',
  ],
  [
    'issued',
    { phase: 'issued', id, registration: registration() },
    '변경',
    '카드가 등록됐어요',
    'Change',
    'Your card is registered',
  ],
  [
    'cancelled',
    { phase: 'cancelled', id, registration: registration() },
    '카드 등록하기',
    '등록을 멈췄어요. 결제된 금액은 없어요.',
    'Register card',
    'Registration stopped. You were not charged.',
  ],
  [
    'uncertain',
    { phase: 'uncertain', id, looking: true },
    '다시 확인',
    '결과를 확인하고 있어요. 창을 닫아도 괜찮아요. 다시 등록하지 말고 잠시 기다려 주세요.',
    'Check again',
    "We are checking the result. You can close this page. Please don't register again yet.",
  ],
  [
    'uncertain, may start again',
    { phase: 'uncertain', id, registration: registration({ canRetry: true }) },
    '다시 시도',
    '아직 결과를 확인하고 있어요. 다시 등록해도 괜찮아요.',
    'Try again',
    'We are still checking the result. You may register again.',
  ],
  [
    'offline',
    { phase: 'failed', problem: problem('network') },
    '다시 시도',
    '연결하지 못했어요. 네트워크를 확인한 뒤 다시 시도해 주세요.',
    'Try again',
    'No connection. Check your network, then try again.',
  ],
  [
    'SDK blocked',
    { phase: 'failed', problem: problem('sdk_blocked') },
    '다시 시도',
    '등록 창을 불러오지 못했어요. 광고 차단 기능을 끄거나 네트워크를 확인한 뒤 다시 시도해 주세요.',
    'Try again',
    'The card window could not load. Turn off blockers or check your network, then try again.',
  ],
  [
    'window failed',
    { phase: 'failed', problem: problem('window_failed') },
    '다시 시도',
    '등록 창을 열지 못했어요. 팝업을 허용한 뒤 다시 시도해 주세요.',
    'Try again',
    'The card window could not open. Allow popups, then try again.',
  ],
  [
    'bad answer',
    { phase: 'failed', problem: problem('bad_response') },
    '다시 시도',
    '지금은 등록할 수 없어요. 잠시 뒤 다시 시도해 주세요.',
    'Try again',
    'Cards cannot be registered right now. Please try again later.',
  ],
]

describe('what the element says', () => {
  it.each(CASES)('%s, in Korean and English', (_name, state, koAction, koText, enAction, enText) => {
    expect(wording(state, ko, offer)).toMatchObject({ action: koAction, text: koText })
    expect(wording(state, en, offer)).toMatchObject({ action: enAction, text: enText })
  })

  it('gives the server’s own words for what the server found wrong', () => {
    const declined = problem('card_declined', '카드사가 등록을 거절했어요.')
    const state: ElementState = { phase: 'declined', id, registration: registration(), problem: declined }
    expect(wording(state, ko, offer)).toEqual({
      action: '다른 카드로 등록하기',
      text: '카드사가 등록을 거절했어요.',
      inert: false,
    })
  })

  it('says that nothing was charged only where the server said that nothing is', () => {
    const state: ElementState = { phase: 'cancelled', id, registration: registration() }
    expect(wording(state, ko, { ...offer, charge: 'now', chargedNow: 9900 }).text).toBe('등록을 멈췄어요.')
    expect(wording(state, ko).text).toBe('등록을 멈췄어요.')
  })

  it('keeps the action still while it works, while it looks, and where nothing may be tried', () => {
    const final = problem('misconfigured', '', { retry: 'none' })
    for (const state of [
      { phase: 'preparing' },
      { phase: 'finishing', id },
      { phase: 'uncertain', id, looking: true },
      { phase: 'failed', problem: final },
    ] satisfies ElementState[])
      expect(wording(state, ko, offer).inert).toBe(true)
    expect(wording({ phase: 'idle' }, ko).inert).toBe(true)
    expect(wording({ phase: 'idle' }, ko, offer).inert).toBe(false)
  })

  it('marks every button that is not the action with 보기, 닫기 or 취소', () => {
    expect(ko.terms).toContain('보기')
    expect(ko.stop).toContain('취소')
  })
})
