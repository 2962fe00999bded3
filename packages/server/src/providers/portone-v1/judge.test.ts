// What PortOne's lookups prove: issued, declined, not yet, or nothing.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../http/exchange.ts'
import { Secret } from '../../secret.ts'
import type { IssueOutcome, Memo, ReturnedRegistration } from '../provider.ts'
import { portoneV1 } from './index.ts'
import { finishing } from '../finishing.ts'

const provider = await finishing(
  portoneV1({
    userCode: 'imp12345678',
    apiKey: '1234567890123456',
    apiSecret: 's'.repeat(80),
    pg: 'danal_tpay.9810030929',
  }),
)
const MEMO: Memo = {
  merchantUid: 'br1',
  customerUid: 'bk1',
  amount: 0,
  sandbox: false,
  payMethod: 'card',
  pgProvider: 'danal_tpay',
  pgId: '9810030929',
}
const PAYMENT = {
  imp_uid: 'imp_1',
  merchant_uid: 'br1',
  customer_uid: 'bk1',
  amount: 0,
  currency: 'KRW',
  status: 'paid',
  sandbox: false,
  pg_provider: 'danal_tpay',
  pg_id: '9810030929',
}
const CUSTOMER = {
  customer_uid: 'bk1',
  card_name: '신한카드',
  card_number: '1234-****-****-5678',
  sandbox: false,
}

const registration = (memo: Memo = {}): ReturnedRegistration => ({
  id: 'r1',
  customer: { id: 'alice' },
  order: { name: 'Pro', amount: 9900, currency: 'KRW', charge: 'later' },
  locale: 'ko',
  memo: { ...MEMO, ...memo },
  providerRef: 'br1',
})

const answer = (operation: string, status: number, body: unknown): Exchange => ({
  operation,
  status,
  body: new Secret(typeof body === 'string' ? body : JSON.stringify(body)),
})
const found = (operation: string, response: object): Exchange =>
  answer(operation, 200, { code: 0, message: null, response })
const absent = (operation: string): Exchange =>
  answer(operation, 404, { code: -1, message: 'm', response: null })

const NO_KEY = absent('customer')
const KEY = found('customer', CUSTOMER)
const CANCELLED = { imp_uid: 'imp_1', error_code: '2101' }

function judge(
  exchanges: readonly Exchange[],
  raw: Record<string, string> = { imp_uid: 'imp_1' },
  memo?: Memo,
): IssueOutcome {
  return provider.judge(registration(memo), provider.parseReturn(raw), exchanges)
}

describe('a paid payment with a key', () => {
  it('is issued, and the key is our own customer_uid', () => {
    const outcome = judge([found('payment', PAYMENT), KEY])
    expect(outcome).toMatchObject({
      kind: 'issued',
      mismatches: [],
      issued: {
        kind: 'card',
        issuer: '신한카드',
        maskedNumber: '1234-****-****-5678',
        transactionId: 'imp_1',
        binding: 'strong',
      },
    })
    expect(outcome).not.toHaveProperty('payment')
    expect(outcome).not.toHaveProperty('notes')
    expect(outcome.kind === 'issued' && outcome.issued.key.reveal()).toBe('bk1')
  })

  it('is issued whatever the browser says of it', () => {
    expect(judge([found('payment', PAYMENT), KEY], CANCELLED)).toMatchObject({
      kind: 'issued',
      mismatches: [],
    })
    expect(judge([found('find', PAYMENT), KEY], {})).toMatchObject({ kind: 'issued', mismatches: [] })
  })

  it('tells the payment that was asked for', () => {
    const outcome = judge([found('payment', { ...PAYMENT, amount: '9900' }), KEY], {}, { amount: 9900 })
    expect(outcome).toMatchObject({ mismatches: [], payment: { state: 'paid', amount: 9900 } })
  })

  it.each([
    ['phone', 'phone'],
    ['trans', 'account'],
    ['card', 'card'],
    ['tosspay', 'card'],
  ])('paid by %s is a %s', (payMethod, kind) => {
    expect(judge([found('payment', PAYMENT), KEY], {}, { payMethod })).toMatchObject({ issued: { kind } })
  })

  it('shows a card number masked even where the PG did not mask it', () => {
    const customer = { ...CUSTOMER, card_number: '1234567890123456' }
    const outcome = judge([found('payment', PAYMENT), found('customer', customer)])
    expect(outcome).toMatchObject({ issued: { maskedNumber: '1234********3456' } })
  })

  it('reads numbers, flags and names as texts, and fields that are new or gone', () => {
    const payment = {
      ...PAYMENT,
      amount: '0',
      sandbox: 'false',
      customer_uid: null,
      card_type: '1',
      brand_new: {},
    }
    const body = { code: '0', message: null, response: payment }
    const outcome = judge([
      answer('payment', 200, body),
      found('customer', { card_name: null, card_type: 0 }),
    ])
    expect(outcome).toMatchObject({ kind: 'issued', mismatches: [] })
  })
})

describe('every value that was asked for', () => {
  it.each([
    ['customer_uid', { customer_uid: 'bk2' }, {}, {}],
    ['customer_uid', {}, { customer_uid: 'bk2' }, {}],
    ['amount', { amount: 100 }, {}, {}],
    ['amount', { amount: 100 }, {}, { amount: 9900 }],
    ['amount', { amount: undefined }, {}, {}],
    ['currency', { currency: 'USD' }, {}, {}],
    ['sandbox', { sandbox: true }, {}, {}],
    ['sandbox', { sandbox: undefined }, {}, {}],
    ['sandbox', {}, { sandbox: true }, {}],
    ['sandbox', {}, { sandbox: undefined }, { sandbox: true }],
    ['pg_provider', { pg_provider: 'kakaopay' }, {}, {}],
    ['pg_provider', {}, { pg_provider: 'kakaopay' }, {}],
    ['pg_id', { pg_id: 'other' }, {}, {}],
  ])('suspends the key when `%s` differs (%#)', (name, payment, customer, memo) => {
    const exchanges = [
      found('payment', { ...PAYMENT, ...payment }),
      found('customer', { ...CUSTOMER, ...customer }),
    ]
    expect(judge(exchanges, {}, memo)).toMatchObject({ kind: 'issued', mismatches: [name] })
  })

  it('tells money that nobody asked for, so that it can be given back', () => {
    const outcome = judge([found('payment', { ...PAYMENT, amount: 9900 }), KEY])
    expect(outcome).toMatchObject({ mismatches: ['amount'], payment: { state: 'paid', amount: 9900 } })
  })

  it('does not compare a PG that is not known', () => {
    const { pgProvider: _, pgId: __, ...memo } = MEMO
    const exchanges = [found('payment', { ...PAYMENT, pg_provider: 'any', pg_id: 'any' }), KEY]
    const outcome = provider.judge({ ...registration(), memo }, provider.parseReturn({}), exchanges)
    expect(outcome).toMatchObject({ mismatches: [] })
  })
})

describe('a return that names the payment of another order', () => {
  const foreign = found('payment', { ...PAYMENT, merchant_uid: 'br2', imp_uid: 'imp_2' })

  it('is noted, and does not stop this registration’s own key', () => {
    const outcome = judge([foreign, found('find', PAYMENT), KEY])
    expect(outcome).toMatchObject({ kind: 'issued', mismatches: [], notes: ['foreign_return'] })
    expect(outcome).toMatchObject({ issued: { transactionId: 'imp_1' } })
  })

  it('is refused, and noted, where this order has no payment', () => {
    expect(judge([foreign, absent('find'), NO_KEY])).toEqual({
      kind: 'declined',
      code: 'return_refused',
      claimRefused: true,
      notes: ['foreign_return'],
    })
  })

  it('takes no card of the other order', () => {
    expect(judge([foreign, found('find', { ...PAYMENT, status: 'ready' }), NO_KEY])).toEqual({
      kind: 'pending',
      absent: true,
      notes: ['foreign_return'],
    })
  })
})

describe('a payment that failed, without a key', () => {
  const failed = found('payment', { ...PAYMENT, status: 'failed', fail_reason: '<b>숨은 이유</b>' })

  it.each([
    [CANCELLED, { code: 'not_completed', cancelled: true, providerCode: '2101' }],
    [{ error_code: '3112' }, { code: 'card_limit', providerCode: '3112' }],
    [{ error_code: 'F1' }, { code: 'card_declined', providerCode: 'F1' }],
    [{ imp_uid: 'imp_1' }, { code: 'not_completed' }],
  ])('is declined; the return %j only chooses the words', (raw, outcome) => {
    expect(judge([failed, failed, NO_KEY], raw)).toEqual({ kind: 'declined', ...outcome })
  })

  it("reads another PG's codes as a plain decline", () => {
    expect(judge([failed, NO_KEY], { error_code: '3112' }, { pgProvider: 'kakaopay' })).toMatchObject({
      code: 'card_declined',
    })
  })

  it('is overtaken by a later try that was paid', () => {
    expect(
      judge([found('payment', PAYMENT), found('find', { ...PAYMENT, status: 'failed' }), KEY]),
    ).toMatchObject({
      kind: 'issued',
    })
    expect(judge([failed, found('find', PAYMENT), KEY])).toMatchObject({ kind: 'issued', mismatches: [] })
  })
})

describe('not yet', () => {
  it.each([
    ['a payment that is ready', [found('payment', { ...PAYMENT, status: 'ready' }), NO_KEY], {}],
    [
      'a cancel while the payment is ready',
      [found('find', { ...PAYMENT, status: 'ready' }), NO_KEY],
      CANCELLED,
    ],
    [
      'neither payment nor key, though the window says it is done',
      [absent('payment'), absent('find'), NO_KEY],
      { imp_uid: 'imp_1' },
    ],
    ['neither, and no return at all', [absent('find'), NO_KEY], {}],
  ])('is %s', (_what, exchanges, raw) => {
    expect(judge(exchanges, raw)).toEqual({ kind: 'pending', absent: true })
  })

  it('is a paid payment whose key has not arrived; but that never counts as absent', () => {
    expect(judge([found('payment', PAYMENT), NO_KEY])).toEqual({ kind: 'pending' })
  })
})

describe('a window that never got that far', () => {
  it.each([
    [CANCELLED, { code: 'not_completed', cancelled: true, providerCode: '2101' }],
    [{ error_code: 'F0001' }, { code: 'card_declined', providerCode: 'F0001' }],
    [{ imp_success: 'false' }, { code: 'not_completed' }],
  ])('is declined when it says so itself (%j) and PortOne knows nothing', (raw, outcome) => {
    expect(judge([absent('find'), NO_KEY], raw)).toEqual({ kind: 'declined', ...outcome })
  })
})

describe('a key whose payment is not called paid', () => {
  it.each([
    ['ready', [found('payment', { ...PAYMENT, status: 'ready' }), KEY]],
    ['failed', [found('find', { ...PAYMENT, status: 'failed' }), KEY]],
    ['cancelled', [found('payment', { ...PAYMENT, status: 'cancelled' }), KEY]],
    ['something new', [found('payment', { ...PAYMENT, status: 'paused' }), KEY]],
    ['unknown to PortOne', [absent('find'), KEY]],
  ])('(%s) is neither accepted nor refused, and the operator is told', (_status, exchanges) => {
    expect(judge(exchanges, CANCELLED)).toEqual({
      kind: 'uncertain',
      code: 'outcome_unknown',
      notes: ['key_without_payment'],
    })
  })
})

describe('an answer that proves nothing', () => {
  const paid = found('payment', PAYMENT)

  it.each<[string, Exchange[]]>([
    ['nothing at all', []],
    ['no token', [{ operation: 'token', status: 500 }]],
    ['a lost token call', [{ operation: 'token', failure: 'lost' }]],
    ['a lost payment lookup', [{ operation: 'payment', failure: 'timeout' }]],
    ['a paid payment and a lost key lookup', [paid, { operation: 'customer', failure: 'lost' }]],
    ['a key lookup that PortOne could not do', [paid, answer('customer', 500, { code: -1 })]],
    ['a failed payment and no word of the key', [found('payment', { ...PAYMENT, status: 'failed' })]],
    ['a status that is new', [found('payment', { ...PAYMENT, status: 'paused' }), NO_KEY]],
    ['a refusal under HTTP 200', [answer('find', 200, { code: 1, message: 'm', response: null }), NO_KEY]],
    ['a web page under HTTP 404', [answer('find', 404, '<html>'), answer('customer', 404, '<html>')]],
    ['half of the JSON', [answer('find', 200, '{"code":0,"respo'), NO_KEY]],
    ['a list', [answer('find', 200, [PAYMENT]), NO_KEY]],
    [
      'a payment of another order by our order id',
      [found('find', { ...PAYMENT, merchant_uid: 'br2' }), NO_KEY],
    ],
  ])('is %s', (_what, exchanges) => {
    for (const raw of [{}, CANCELLED, { imp_uid: 'imp_1' }]) {
      expect(judge(exchanges, raw)).toEqual({ kind: 'uncertain', code: 'outcome_unknown' })
    }
  })

  it.each<[string, Exchange[]]>([
    ['no token', [{ operation: 'token', status: 401 }]],
    ['no payment', [answer('find', 401, { code: -1 }), answer('customer', 401, { code: -1 })]],
  ])(
    'names the credential when PortOne gives %s for it, and still claims nothing of the key',
    (_what, exchanges) => {
      expect(judge(exchanges, CANCELLED)).toEqual({ kind: 'uncertain', code: 'provider_refused' })
    },
  )

  it('is a payment whose key went to another customer_uid', () => {
    const outcome = judge([found('payment', { ...PAYMENT, customer_uid: 'bk2' }), NO_KEY])
    expect(outcome).toEqual({ kind: 'uncertain', code: 'return_mismatch' })
  })
})

describe('whatever PortOne answers', () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('br1', 'bk1', 'paid', 'failed', 'ready', 0, '0', false, 'KRW'),
  )
  const names = [
    'merchant_uid',
    'customer_uid',
    'status',
    'amount',
    'currency',
    'sandbox',
    'card_number',
    'card_name',
  ]
  const record = fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] })
  const likely = fc.record({
    merchant_uid: fc.constantFrom('br1', 'br1', 'br2'),
    status: fc.constantFrom('paid', 'failed', 'ready', 'cancelled'),
    customer_uid: fc.constantFrom('bk1', 'bk2', null),
  })
  const envelope = fc.oneof(
    fc.record({
      code: fc.constantFrom(0, '0', 1, -1, null),
      response: fc.oneof(likely, record, fc.jsonValue()),
    }),
    fc.jsonValue(),
  )
  const exchange = fc.record(
    {
      operation: fc.constantFrom('payment', 'find', 'customer', 'token'),
      status: fc.constantFrom(200, 200, 200, 404, 401, 500),
      body: fc.oneof(
        envelope.map((v) => new Secret(JSON.stringify(v))),
        fc.string().map((text) => new Secret(text)),
      ),
      failure: fc.constantFrom('timeout' as const, 'lost' as const),
    },
    { requiredKeys: ['operation'] },
  )
  const raw = fc.record(
    { imp_uid: fc.constant('imp_1'), error_code: fc.constantFrom('2101', 'F1') },
    { requiredKeys: [] },
  )

  const okOf = (exchanges: readonly Exchange[], operation: string): boolean => {
    const last = exchanges.findLast((one) => one.operation === operation)
    return last?.status === 200 && last.failure === undefined && last.body !== undefined
  }
  const proves = (outcome: IssueOutcome, exchanges: readonly Exchange[]): boolean => {
    if (outcome.kind === 'issued') {
      const payment = okOf(exchanges, 'payment') || okOf(exchanges, 'find')
      return okOf(exchanges, 'customer') && payment && outcome.issued.key.reveal() === 'bk1'
    }
    // A refusal needs PortOne's own word that there is no key.
    const key = exchanges.findLast((one) => one.operation === 'customer')
    return outcome.kind !== 'declined' || (key?.status === 404 && key.failure === undefined)
  }

  it('is judged without an exception: issued only with payment and key, declined only where there is none', () => {
    fc.assert(
      fc.property(fc.array(exchange, { maxLength: 6 }), raw, (exchanges, back) => {
        expect(proves(judge(exchanges, back), exchanges)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})
