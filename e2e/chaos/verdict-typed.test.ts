import { describe, expect, it } from 'vitest'
import { declinedAndIssued, leftUncertain, madeTwice } from './verdict-typed.ts'

const key = {
  provider: 'portone-v2',
  billingKey: 'K1',
  customerRef: 'ref1',
  registrationRef: 'ref1',
  revoked: false,
  card: 'typed 1234567891',
}
const registration = {
  id: 'r1',
  state: 'uncertain',
  provider: 'portone-v2',
  providerRef: 'ref1',
  customerId: 'alice',
  events: [],
  claims: [],
}
const method = {
  id: 'pm1',
  registrationId: 'r1',
  state: 'active',
  binding: 'strong',
  key: 'K1',
  atPg: undefined,
}
const left = { keys: [key], registrations: [registration], methods: [], toldDeclined: new Set<string>() }

describe('the verdict on typed cards', () => {
  it('counts a second key for one registration, even if it was revoked', () => {
    const second = { ...key, billingKey: 'K2', card: 'typed 9876543210', revoked: true }
    expect(madeTwice({ ...left, keys: [key, second] })).toHaveLength(1)
    expect(madeTwice({ ...left, keys: [key, { ...second, registrationRef: 'ref2' }] })).toEqual([])
  })

  it('leaves the second key of a window to the others', () => {
    const { card: _, ...window } = key
    expect(madeTwice({ ...left, keys: [window, { ...window, billingKey: 'K2' }] })).toEqual([])
  })

  it('counts a registration as stuck that is uncertain although its PG finds the key', () => {
    expect(leftUncertain(left)).toHaveLength(1)
    expect(leftUncertain({ ...left, methods: [method] })).toEqual([])
    expect(leftUncertain({ ...left, keys: [{ ...key, revoked: true }] })).toEqual([])
    expect(leftUncertain({ ...left, registrations: [{ ...registration, state: 'held' }] })).toEqual([])
  })

  it('excuses Toss, which finds no key', () => {
    expect(leftUncertain({ ...left, keys: [{ ...key, provider: 'toss' }] })).toEqual([])
  })

  it('counts a card that was called declined and is issued', () => {
    const toldDeclined = new Set(['r1'])
    const issued = [{ ...registration, state: 'issued' }]
    expect(declinedAndIssued({ ...left, registrations: issued, toldDeclined })).toHaveLength(1)
    expect(declinedAndIssued({ ...left, registrations: issued })).toEqual([])
    expect(declinedAndIssued({ ...left, toldDeclined })).toEqual([])
  })
})
