import { describe, expect, it } from 'vitest'
import { arrived, claimOfCard, digitsOf, nameTypedKeys, tagsOf, typedFor, withTyped } from './typed-cards.ts'

const card = {
  number: '4330123456789014',
  expiryYear: '39',
  expiryMonth: '07',
  identity: '1234567891',
  password: '73',
}
const typist = {
  id: 'r1',
  cards: [card],
  returns: [{ jwe: 'header..iv.ciphertext.tag' }],
  sentAt: 1000,
  told: new Set(['issuing']),
}
const claim = claimOfCard(card.identity)
const call = { server: 0, provider: 'portone-v1', operation: 'issue', claim, customerRef: 'bk1', at: 1100 }
const key = {
  provider: 'portone-v1',
  billingKey: 'K1',
  customerRef: 'bk1',
  registrationRef: '',
  revoked: false,
}

describe('a key from a typed card', () => {
  it('stands under the registration that the card was sealed for, whoever has sent it', () => {
    const sealedFor = typedFor([typist], new Map([['r1', 'ref1']]))
    expect(nameTypedKeys([key, { ...key, customerRef: 'window' }], [call], sealedFor)).toEqual([
      { ...key, registrationRef: 'ref1', card: claim },
      { ...key, customerRef: 'window' },
    ])
  })

  it('has its card among the claims of that registration', () => {
    const kept = {
      id: 'r1',
      state: 'open',
      provider: 'toss',
      providerRef: 'ref1',
      customerId: 'c',
      events: [],
    }
    expect(withTyped([{ ...kept, claims: [{ transaction: '' }] }], [typist])[0]?.claims).toEqual([
      { transaction: '' },
      { transaction: claim },
    ])
  })
})

describe('a typed card', () => {
  it('has arrived when the PG was called with it, or the page was told so and nobody died', () => {
    const silent = { ...typist, told: new Set<string>() }
    expect([...arrived([silent], [call], [])]).toEqual(['r1'])
    expect([...arrived([typist], [], [])]).toEqual(['r1'])
    expect([...arrived([silent], [], [])]).toEqual([])
    expect([...arrived([{ ...typist, sentAt: undefined }], [], [])]).toEqual([])
  })

  it('has not arrived when whoever took it may have been killed', () => {
    expect([...arrived([typist], [], [{ server: 1, from: 1500, to: 1600 }])]).toEqual([])
    expect([...arrived([typist], [], [{ server: 1, from: 500, to: 900 }])]).toEqual(['r1'])
    expect([...arrived([typist], [], [{ server: 1, from: 9000, to: 9900 }])]).toEqual(['r1'])
  })

  it('may stand nowhere: neither its number, nor what follows the first six digits, nor its holder', () => {
    expect(digitsOf([typist, typist])).toEqual(['4330123456789014', '3456789014', '1234567891'])
    expect(tagsOf([typist])).toEqual(['tag'])
  })
})
