// What the merchant's server may ask for: each field at the edge of what is taken, and how a refusal names it.
import { describe, expect, it } from 'vitest'
import { checkCancel, checkCharge, checkSchedule, isSomeoneElses } from './check.ts'
import type { CancelInput, ChargeInput, ScheduleInput } from './check.ts'

const CHARGE: ChargeInput = { paymentMethodId: 'pm', orderId: 'o', orderName: 'Pro', amount: 9900 }
const CANCEL: CancelInput = { paymentId: 'pay', reason: 'no longer wanted' }
const long = (length: number): string => 'x'.repeat(length)

/** What a check makes of an input as JavaScript may bring it: the refusal's words, or `taken`. */
function said<Input>(check: (input: Input) => unknown, input: Input): unknown {
  try {
    check(input)
    return 'taken'
  } catch (error) {
    return error instanceof Error ? error.message : error
  }
}

const METHOD = 'paymentMethodId: must be the id of a payment method'
const ORDER = 'orderId: must be a text of 1 to 128 characters, none of them a control character'
const NAME = 'orderName: must be a text of 1 to 100 characters'
const CUSTOMER = 'customer: must be the id of a customer; leave it out to name none'
const AMOUNT = 'amount: must be a whole number of KRW from 1 to 1,000,000,000'
const ATTEMPT = 'attempt: must be a whole number from 1 to 100'

describe('a charge', () => {
  it.each<[Record<string, unknown>, string]>([
    [{}, 'taken'],
    [{ paymentMethodId: long(128) }, 'taken'],
    [{ paymentMethodId: long(129) }, METHOD],
    [{ paymentMethodId: '' }, METHOD],
    [{ paymentMethodId: 7 }, METHOD],
    [{ orderId: long(128) }, 'taken'],
    [{ orderId: long(129) }, ORDER],
    [{ orderId: '  ' }, ORDER],
    [{ orderId: undefined }, ORDER],
    [{ orderId: 'a\0b' }, ORDER],
    [{ orderId: 'a\n' }, ORDER],
    [{ orderId: 'half a \ud83d' }, ORDER],
    [{ orderId: '주문 🐥 1' }, 'taken'],
    [{ paymentMethodId: 'pm\0' }, METHOD],
    [{ customer: 'alice' }, 'taken'],
    [{ customer: { id: 'alice' } }, 'taken'],
    [{ customer: undefined }, CUSTOMER],
    [{ customer: null }, CUSTOMER],
    [{ customer: {} }, CUSTOMER],
    [{ customer: '' }, CUSTOMER],
    [{ customer: 7 }, CUSTOMER],
    [{ orderName: long(100) }, 'taken'],
    [{ orderName: long(101) }, NAME],
    [{ orderName: ' ' }, NAME],
    [{ amount: 1 }, 'taken'],
    [{ amount: 0 }, AMOUNT],
    [{ amount: -1 }, AMOUNT],
    [{ amount: 1.5 }, AMOUNT],
    [{ amount: '9900' }, AMOUNT],
    [{ amount: 1_000_000_000 }, 'taken'],
    [{ amount: 1_000_000_001 }, AMOUNT],
    [{ attempt: 1 }, 'taken'],
    [{ attempt: 0 }, ATTEMPT],
    [{ attempt: 1.5 }, ATTEMPT],
    [{ attempt: '1' }, ATTEMPT],
    [{ attempt: 100 }, 'taken'],
    [{ attempt: 101 }, ATTEMPT],
  ])('with %j: %s', (change, wanted) => {
    expect(said(checkCharge, { ...CHARGE, ...change })).toBe(wanted)
  })

  it('is refused by code: an amount by its own', () => {
    expect(() => checkCharge({ ...CHARGE, amount: 0 })).toThrow(
      expect.objectContaining({ code: 'invalid_amount' }),
    )
    expect(() => checkCharge({ ...CHARGE, orderId: '' })).toThrow(
      expect.objectContaining({ code: 'invalid_request' }),
    )
  })
})

describe('a schedule', () => {
  const at = (when: unknown): ScheduleInput => {
    const change: Record<string, unknown> = { at: when }
    return { ...CHARGE, at: 0, ...change }
  }
  const AT = 'at: must be a Date, or ms since the epoch'

  it('is for a date, or for ms since the epoch', () => {
    expect(checkSchedule(at(1234))).toBe(1234)
    expect(checkSchedule(at(new Date(1234)))).toBe(1234)
    expect(checkSchedule(at(8.64e15))).toBe(8.64e15)
    expect(checkSchedule(at(-8.64e15))).toBe(-8.64e15)
  })

  it.each([8.64e15 + 1, -8.64e15 - 1, NaN, Infinity, new Date('x'), '1234', undefined])(
    'is not for %s',
    (when) => {
      expect(said(checkSchedule, at(when))).toBe(AT)
    },
  )

  it('is checked as a charge is', () => {
    expect(said(checkSchedule, { ...at(1), amount: 0 })).toBe(AMOUNT)
  })
})

describe('a cancellation', () => {
  const ONE = 'paymentId, orderId: give one of them'
  const REASON = 'reason: must be a text of 1 to 200 characters'
  const ID = 'cancelId: must be 1 to 64 of A–Z a–z 0–9 . _ -'
  const ALL = 'cancelId: "all" is the cancellation of all that is left; name that of a part otherwise'
  const PART = 'cancelId: name a cancellation of a part, so that the same one is not made twice'

  it.each<[Record<string, unknown>, string]>([
    [{}, 'taken'],
    [{ paymentId: undefined, orderId: 'o' }, 'taken'],
    [{ paymentId: undefined }, ONE],
    [{ orderId: 'o' }, ONE],
    [{ paymentId: long(128) }, 'taken'],
    [{ paymentId: long(129) }, ONE],
    [{ reason: long(200) }, 'taken'],
    [{ reason: long(201) }, REASON],
    [{ reason: ' ' }, REASON],
    [{ cancelId: 'A-z_0.9' }, 'taken'],
    [{ cancelId: long(64) }, 'taken'],
    [{ cancelId: long(65) }, ID],
    [{ cancelId: '' }, ID],
    [{ cancelId: 'a b' }, ID],
    [{ cancelId: ' a' }, ID],
    [{ cancelId: 'a/' }, ID],
    [{ cancelId: 7 }, ID],
    [{ amount: 1 }, PART],
    [{ amount: 1, cancelId: 'part' }, 'taken'],
    [{ amount: 1, cancelId: 'all' }, ALL],
    [{ cancelId: 'all' }, 'taken'],
    [{ amount: 0, cancelId: 'part' }, AMOUNT],
  ])('with %j: %s', (change, wanted) => {
    expect(said(checkCancel, { ...CANCEL, ...change })).toBe(wanted)
  })
})

describe('a payment method', () => {
  it("is somebody else's only where another customer is named", () => {
    expect(isSomeoneElses('alice', undefined)).toBe(false)
    expect(isSomeoneElses('alice', 'alice')).toBe(false)
    expect(isSomeoneElses('alice', { id: 'alice' })).toBe(false)
    expect(isSomeoneElses('alice', 'bob')).toBe(true)
    expect(isSomeoneElses('alice', { id: 'bob' })).toBe(true)
  })
})
