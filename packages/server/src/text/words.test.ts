import {
  BILLING_ERRORS,
  isErrorCode,
  LOCALES,
  type OfferResponse,
  type PaymentMethodKind,
} from '@billing-register/contract'
import { describe, expect, it } from 'vitest'
import { makeShop } from '../testing/shop.ts'
import { danal } from '../providers/danal/index.ts'
import { portoneV1 } from '../providers/portone-v1/index.ts'
import { problemText } from './problem-text.ts'
import { wordsOf } from './words.ts'

const KINDS: readonly PaymentMethodKind[] = ['card', 'phone', 'account']
const CODES = Object.keys(BILLING_ERRORS).filter(isErrorCode)
const DANAL = { clientKey: 'CL_TEST_a', merchantId: 'M1', secretKey: 'SK_TEST_a' }
const PORTONE = { userCode: 'imp1', apiKey: '1', apiSecret: 'secret-of-the-console' }

describe.each(LOCALES)('in %s', (locale) => {
  it('there is a plain sentence for every code and every kind', async () => {
    const words = await wordsOf(locale)
    for (const kind of KINDS)
      for (const code of CODES) {
        const text = problemText(words, code, kind)
        expect(`${code}: ${text}`).toMatch(/[.。]$/)
        expect(`${code}: ${text}`).not.toMatch(/undefined|<|!/)
      }
  })

  it('what is said of a phone or an account does not speak of a card', async () => {
    const { kinds } = await wordsOf(locale)
    for (const kind of ['phone', 'account'] as const)
      expect(JSON.stringify(kinds[kind])).not.toMatch(/카드|card |カード|银行卡|发卡/)
  })
})

describe('Korean particles', () => {
  it('follow the noun', async () => {
    const { kinds } = await wordsOf('ko')
    expect(kinds.card).toMatchObject({
      action: { declined: '다른 카드로 등록하기' },
      issued: '카드가 등록됐어요',
    })
    expect(kinds.phone).toMatchObject({
      action: { finishing: '휴대폰을 등록하고 있어요', declined: '다른 휴대폰으로 등록하기' },
      issued: '휴대폰이 등록됐어요',
    })
    expect(kinds.account.problem.card_declined).toMatch(/^은행이 등록을 거절했어요/)
  })
})

describe('Korean labels', () => {
  it('say 보기 or 취소 on every button that is not the action', async () => {
    const { message } = await wordsOf('ko')
    expect(message.terms).toContain('보기')
    expect(message.stop).toContain('취소')
  })
})

describe('the offer', () => {
  it.each([
    ['card', danal(DANAL), '카드 등록하기'],
    ['phone', danal({ ...DANAL, paymentsMethod: 'MOBILE', itemCode: 'I1' }), '휴대폰 등록하기'],
    ['card', portoneV1({ ...PORTONE, pg: 'danal_tpay' }), '카드 등록하기'],
    ['phone', portoneV1({ ...PORTONE, pg: 'mobilians' }), '휴대폰 등록하기'],
    ['account', portoneV1({ ...PORTONE, pg: 'settle' }), '계좌 등록하기'],
  ] as const)('names what is registered: %s', async (kind, provider, label) => {
    const shop = makeShop({ providers: [provider] })
    shop.plans.set('pro', { name: 'Pro', amount: 9_900, charge: 'now' })
    const offer = await shop.as('alice').offer()
    expect(offer).toMatchObject({ kind, text: { action: { idle: label } } })
  })

  it('says that nothing was charged only where nothing is', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    expect((await alice.offer()).text.message.cancelled).toBe('등록을 멈췄어요. 결제된 금액은 없어요.')
    shop.plans.set('pro', { name: 'Pro', amount: 9_900, charge: 'now' })
    expect((await alice.offer()).text.message.cancelled).toBe('등록을 멈췄어요.')
  })

  it('puts a space between two sentences only where the language does', async () => {
    const spaces = async (locale: string): Promise<boolean> => {
      const response = await makeShop().as('alice').request('GET', `/offer?plan=pro&locale=${locale}`)
      const { text }: OfferResponse = await response.json()
      return [text.now, text.message.cancelled].every((said) => / \S/.test(said.slice(said.search(/[.。]/))))
    }
    expect(await Promise.all(LOCALES.map(spaces))).toEqual([true, true, false, false])
  })
})
