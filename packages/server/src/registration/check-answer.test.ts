// What the merchant's own functions answer is checked to the character, and the message names the field.
import { describe, expect, it } from 'vitest'
import type { OrderAnswer } from '../options.ts'
import { checkCustomer, checkOrder } from './check-answer.ts'

const ORDER: OrderAnswer = { name: 'Pro', amount: 9900 }
const CONSENT = { version: 'v1', label: '동의해요', text: '매월 결제해요' }

/** What is said of a call that must be refused; undefined where it was not. */
function complaint(call: () => void): unknown {
  try {
    call()
    return undefined
  } catch (error) {
    return error
  }
}

const of = (change: object): unknown => complaint(() => checkOrder({ ...ORDER, ...change }))
const ofConsent = (change: object): unknown => of({ consent: { ...CONSENT, ...change } })
const ofCustomer = (change: object): unknown => complaint(() => checkCustomer({ id: 'alice', ...change }))

describe("order()'s answer", () => {
  it.each([
    [{}],
    [{ name: 'x' }],
    [{ name: 'x'.repeat(100) }],
    [{ amount: 1 }],
    [{ amount: 1_000_000_000 }],
    [{ charge: 'now' }],
    [{ charge: 'later' }],
    [{ cycle: 'week' }],
    [{ cycle: 'month' }],
    [{ cycle: 'year' }],
    [{ consent: { ...CONSENT, version: 'x'.repeat(64), label: 'x'.repeat(300), text: 'x'.repeat(20_000) } }],
  ])('is fine as %j', (change) => {
    expect(of(change)).toBeUndefined()
  })

  it.each([
    [{ name: '' }, 'order(): name must be a text of 1 to 100 characters'],
    [{ name: ' \n' }, 'order(): name must be a text of 1 to 100 characters'],
    [{ name: 'x'.repeat(101) }, 'order(): name must be a text of 1 to 100 characters'],
    [{ name: 12 }, 'order(): name must be a text of 1 to 100 characters'],
    [{ amount: 0 }, 'order(): amount must be a whole number of KRW from 1 to 1,000,000,000'],
    [{ amount: -1 }, 'order(): amount must be a whole number of KRW from 1 to 1,000,000,000'],
    [{ amount: 99.5 }, 'order(): amount must be a whole number of KRW from 1 to 1,000,000,000'],
    [{ amount: '9900' }, 'order(): amount must be a whole number of KRW from 1 to 1,000,000,000'],
    [{ amount: 1_000_000_001 }, 'order(): amount must be a whole number of KRW from 1 to 1,000,000,000'],
    [{ charge: 'soon' }, "order(): charge must be 'now' or 'later'"],
    [{ cycle: 'day' }, "order(): cycle must be 'week', 'month' or 'year'"],
  ])('is refused as %j', (change, message) => {
    expect(of(change)).toMatchObject({ code: 'misconfigured', message })
  })

  it.each([
    [{ version: '' }, 'order(): consent.version must be a text of 1 to 64 characters'],
    [{ version: 'x'.repeat(65) }, 'order(): consent.version must be a text of 1 to 64 characters'],
    [{ label: ' ' }, 'order(): consent.label must be a text of 1 to 300 characters'],
    [{ label: 'x'.repeat(301) }, 'order(): consent.label must be a text of 1 to 300 characters'],
    [{ text: '' }, 'order(): consent.text must be a text of 1 to 20,000 characters'],
    [{ text: 'x'.repeat(20_001) }, 'order(): consent.text must be a text of 1 to 20,000 characters'],
  ])('is refused with a consent of %j', (change, message) => {
    expect(ofConsent(change)).toMatchObject({ code: 'misconfigured', message })
  })
})

describe("identify()'s answer", () => {
  it.each([
    [{}],
    [{ id: 'x'.repeat(128) }],
    [{ label: '', name: 'x'.repeat(256), email: 'a@b.example', phone: '01012345678' }],
  ])('is fine as %j', (change) => {
    expect(ofCustomer(change)).toBeUndefined()
  })

  it.each([
    [{ id: '' }, 'identify(): id must be a text of 1 to 128 characters'],
    [{ id: 'x'.repeat(129) }, 'identify(): id must be a text of 1 to 128 characters'],
    [{ id: 7 }, 'identify(): id must be a text of 1 to 128 characters'],
    [{ label: 7 }, 'identify(): label must be a text of at most 256 characters'],
    [{ name: 'x'.repeat(257) }, 'identify(): name must be a text of at most 256 characters'],
    [{ email: null }, 'identify(): email must be a text of at most 256 characters'],
    [{ phone: 1 }, 'identify(): phone must be a text of at most 256 characters'],
  ])('is refused as %j', (change, message) => {
    expect(ofCustomer(change)).toMatchObject({ code: 'misconfigured', message })
  })
})
