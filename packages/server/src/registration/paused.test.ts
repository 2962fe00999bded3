// A provider that the merchant has paused: the offer says so, nothing new begins, and what is under way still lands.
import { describe, expect, it } from 'vitest'
import { makeShop } from '../testing/shop.ts'

const TEXT = {
  ko: '카드사 점검으로 오전 6시까지 등록할 수 없어요.',
  en: 'Closed for maintenance until 6 a.m.',
}

describe('a paused provider', () => {
  it('is said in the offer and refuses a new registration in the customer’s language', async () => {
    const shop = makeShop({ maintenance: { danal: (locale) => (locale === 'en' ? TEXT.en : TEXT.ko) } })
    const alice = shop.as('alice')
    const offer = await alice.offer()
    expect(offer.text.now).toBe(TEXT.ko)
    const body = {
      plan: 'pro',
      offer: offer.offer,
      returnTo: 'https://shop.example/register',
      clientRef: 'element-ref-0001',
    }
    for (const [locale, said] of [
      ['ko', TEXT.ko],
      ['en', TEXT.en],
    ]) {
      const refused = await alice.request('POST', '/registrations', { body: { ...body, locale } })
      expect(refused.status).toBe(503)
      expect(await refused.json()).toMatchObject({ code: 'provider_paused', retry: 'later', detail: said })
    }
  })

  it('still takes what its window brings back', async () => {
    const paused: { text?: string } = {}
    const shop = makeShop({ maintenance: { danal: () => paused.text } })
    const { id } = await shop.as('alice').open()
    paused.text = TEXT.ko
    const response = await shop
      .as('alice')
      .complete(id, { return: { code: 'SUCCESS', transactionId: 'TX-1' } })
    expect(await response.json()).toMatchObject({ state: 'issued' })
  })

  it('must be one that there is', () => {
    expect(() => makeShop({ maintenance: { tos: () => undefined } })).toThrow(
      /maintenance: there is no provider 'tos'/,
    )
  })
})
