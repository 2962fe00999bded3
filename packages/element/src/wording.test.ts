import type { OfferResponse, Problem, RegistrationView } from '@billing-register/contract'
import { describe, expect, it } from 'vitest'
import { messages as english } from './i18n/en.ts'
import { messages as korean } from './i18n/ko.ts'
import type { ElementState } from './registration/state.ts'
import { OFFER } from '../test/fake-endpoint.ts'
import { merge, problemText, wording } from './wording.ts'

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
const offer: OfferResponse = OFFER
const inEnglish: OfferResponse = {
  ...OFFER,
  text: {
    ...OFFER.text,
    action: {
      idle: 'Register phone',
      open: 'Continue in the registration window',
      finishing: 'Registering your phone',
      declined: 'Use another phone',
      issued: 'Change',
    },
    message: {
      issued: 'Your phone is registered',
      cancelled: 'Registration stopped. You were not charged.',
      retriable: 'We are still checking the result. You may register again.',
      consent_required: 'Please read and agree first.',
      sdk_blocked: 'The registration window could not load.',
      window_failed: 'The registration window could not open.',
      done: 'Registered',
      terms: 'Show full terms',
      stop: 'Cancel registration',
    },
  },
}
const ko = merge(korean, offer)
const en = merge(english, inEnglish)
const id = 'r'

const CASES: [string, ElementState, string, string, string, string][] = [
  ['ready', { phase: 'idle' }, '카드 등록하기', '', 'Register phone', ''],
  ['a return that waits', { phase: 'idle', id }, '등록 마치기', '', 'Finish registering', ''],
  [
    'consent missing',
    { phase: 'idle', problem: problem('consent_required') },
    '카드 등록하기',
    '내용을 확인하고 동의해 주세요.',
    'Register phone',
    'Please read and agree first.',
  ],
  ['preparing', { phase: 'preparing' }, '카드 등록하기', '', 'Register phone', ''],
  [
    'window open',
    { phase: 'open', id },
    '등록 창에서 계속해 주세요',
    '등록 창에서 계속해 주세요',
    'Continue in the registration window',
    'Continue in the registration window',
  ],
  [
    'finishing',
    { phase: 'finishing', id },
    '카드를 등록하고 있어요',
    '카드를 등록하고 있어요',
    'Registering your phone',
    'Registering your phone',
  ],
  [
    'issued',
    { phase: 'issued', id, registration: registration() },
    '변경',
    '카드가 등록됐어요',
    'Change',
    'Your phone is registered',
  ],
  [
    'cancelled',
    { phase: 'cancelled', id, registration: registration() },
    '카드 등록하기',
    '등록을 멈췄어요. 결제된 금액은 없어요.',
    'Register phone',
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
    'The registration window could not load.',
  ],
  [
    'window failed',
    { phase: 'failed', problem: problem('window_failed') },
    '다시 시도',
    '등록 창을 열지 못했어요. 팝업을 허용한 뒤 다시 시도해 주세요.',
    'Try again',
    'The registration window could not open.',
  ],
  [
    'bad answer',
    { phase: 'failed', problem: problem('bad_response') },
    '다시 시도',
    '지금은 등록할 수 없어요. 잠시 뒤 다시 시도해 주세요.',
    'Try again',
    'Registration is not possible right now. Please try again later.',
  ],
]

describe('what the element says', () => {
  it.each(CASES)('%s, in Korean and English', (_name, state, koAction, koText, enAction, enText) => {
    expect(wording(state, ko, offer)).toMatchObject({ action: koAction, text: koText })
    expect(wording(state, en, inEnglish)).toMatchObject({ action: enAction, text: enText })
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

  it('names nothing, and promises nothing about money, where no server has said anything', () => {
    const said = (state: ElementState): string[] => {
      const { action, text } = wording(state, korean)
      return [action, text]
    }
    expect(said({ phase: 'idle' })).toEqual(['등록하기', ''])
    expect(said({ phase: 'finishing', id })).toEqual(['등록하고 있어요', '등록하고 있어요'])
    expect(said({ phase: 'issued', id, registration: registration() })).toEqual(['등록하기', '등록됐어요'])
    expect(said({ phase: 'cancelled', id, registration: registration() })).toEqual([
      '등록하기',
      '등록을 멈췄어요.',
    ])
  })

  it('has no sentence of its own for what only happens after an offer', () => {
    expect(problemText(problem('sdk_blocked'), korean)).toBe(korean.unavailable)
    expect(problemText(problem('sdk_blocked'), ko)).toMatch(/^등록 창을 불러오지 못했어요/)
  })

  it('asks for a login again, whatever else it would do', () => {
    const login = problem('network', 'Log in.', { status: 401 })
    expect(wording({ phase: 'failed', problem: login }, ko, offer)).toEqual({
      action: '다시 확인',
      text: 'Log in.',
      inert: false,
    })
    expect(wording({ phase: 'idle', id, problem: login }, ko, offer).action).toBe('다시 확인')
  })

  it('says nothing of a problem once the card is registered', () => {
    const after: ElementState = {
      phase: 'issued',
      id,
      registration: registration(),
      problem: problem('network'),
    }
    expect(wording(after, ko, offer)).toEqual({ action: '변경', text: '카드가 등록됐어요', inert: false })
  })

  it('offers what can be done: a click for a return without an offer, none where only somebody else can help', () => {
    expect(wording({ phase: 'idle', id }, korean)).toEqual({ action: '등록 마치기', text: '', inert: false })
    const final = problem('misconfigured', 'Ask the shop.', { retry: 'none' })
    expect(wording({ phase: 'failed', problem: final }, ko, offer)).toEqual({
      action: '카드 등록하기',
      text: 'Ask the shop.',
      inert: true,
    })
    expect(
      wording({ phase: 'declined', id, registration: registration(), problem: final }, ko, offer).inert,
    ).toBe(false)
    expect(wording({ phase: 'failed', problem: problem('network') }, ko, offer).inert).toBe(false)
    expect(wording({ phase: 'failed' }, korean).inert).toBe(false)
  })

  it('is silent where it may be started anew and no server has said how', () => {
    const free: ElementState = { phase: 'uncertain', id, registration: registration({ canRetry: true }) }
    expect(wording(free, korean)).toEqual({ action: '다시 시도', text: '', inert: false })
  })

  it('prefers the words of the offer to its own, each by its name', () => {
    expect(merge(korean)).toEqual(korean)
    const { action, text } = merge(korean, offer)
    expect(action).toEqual({ ...korean.action, ...offer.text.action })
    expect(text).toEqual({ ...korean.text, ...offer.text.message })
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
    expect(wording({ phase: 'idle' }, korean).inert).toBe(true)
    expect(wording({ phase: 'idle' }, ko, offer).inert).toBe(false)
  })
})
