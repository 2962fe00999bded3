import { describe, expect, it } from 'vitest'
import type { OrderFile, ToldPayment } from './clerk.ts'
import type { KeptPayment } from './shapes.ts'
import {
  chargedRevoked,
  chargedTwice,
  keysLeft,
  lostMoney,
  mistold,
  paidTwice,
  unfinished,
  untoldPayments,
  wrongRefunds,
  type PaymentEvidence,
} from './verdict-payments.ts'

const TOLD: ToldPayment = {
  state: 'paid',
  amount: 1000,
  attempt: 1,
  provider: 'toss',
  pgOrderId: 'ord_1',
  paymentMethodId: 'pm1',
  cancellations: [],
}
const ORDER: OrderFile = {
  orderId: 'order-1',
  amount: 1000,
  paymentMethodId: 'pm1',
  askedAt: 5000,
  told: [TOLD],
  otherAmount: [],
  cancels: new Map(),
  unanswered: 0,
  refused: [],
}
const PAYMENT: KeptPayment = {
  id: 'pay_1',
  state: 'paid',
  provider: 'toss',
  orderId: 'order-1',
  pgOrderId: 'ord_1',
  earlier: [],
  amount: 1000,
  registrationId: 'r1',
  paymentMethodId: 'pm1',
  reason: undefined,
  cancellations: [],
}
const MONEY = { provider: 'toss', orderId: 'ord_1', state: 'paid', amount: 1000 }
const CALL = {
  server: 0,
  provider: 'toss',
  operation: 'charge',
  order: 'ord_1',
  idempotencyKey: 'opn_1',
  at: 5100,
}
const METHOD = {
  id: 'pm1',
  registrationId: 'r1',
  state: 'active',
  binding: 'strong',
  key: 'KEY-1',
  atPg: undefined,
}
const KEY = {
  provider: 'toss',
  billingKey: 'KEY-1',
  customerRef: 'c1',
  registrationRef: 'c1',
  revoked: false,
}

/** One order, charged as it should be. */
const GOOD: PaymentEvidence = {
  keys: [KEY],
  payments: [MONEY],
  calls: [CALL],
  tellsWhose: () => true,
  registrations: [],
  transactions: new Map([['t1', 'ord_1']]),
  methods: [METHOD],
  kept: [PAYMENT],
  events: [],
  office: { orders: [ORDER], revoked: [], asked: new Map() },
  toldEvents: new Set(['payment.paid pay_1']),
}

const NONE: PaymentEvidence = { ...GOOD, kept: [] }
const kept = (change: Partial<KeptPayment>): PaymentEvidence => ({
  ...GOOD,
  kept: [{ ...PAYMENT, ...change }],
})
const ordered = (change: Partial<OrderFile>): PaymentEvidence => ({
  ...GOOD,
  office: { ...GOOD.office, orders: [{ ...ORDER, ...change }] },
})
const event = (type: string, detail: Record<string, string>): PaymentEvidence['events'][number] => ({
  registrationId: 'r1',
  type,
  detail,
})

describe('the verdict on money', () => {
  it('finds nothing in an order that was charged as it should be', () => {
    const judges = [
      paidTwice,
      chargedTwice,
      lostMoney,
      wrongRefunds,
      chargedRevoked,
      keysLeft,
      unfinished,
      mistold,
      untoldPayments,
    ]
    expect(judges.flatMap((judge) => judge(GOOD))).toEqual([])
  })

  it('counts an order that two of its attempts have paid', () => {
    const two = { ...kept({ pgOrderId: 'ord_2', earlier: [{ provider: 'toss', pgOrderId: 'ord_1' }] }) }
    expect(paidTwice(two)).toEqual([])
    expect(paidTwice({ ...two, payments: [MONEY, { ...MONEY, orderId: 'ord_2' }] })).toHaveLength(1)
    expect(paidTwice({ ...two, payments: [MONEY, { ...MONEY, orderId: 'ord_2', state: 'failed' }] })).toEqual(
      [],
    )
  })

  it('counts a second charge call for an order, unless it replays the first', () => {
    const again = (change: object): string[] =>
      chargedTwice({ ...GOOD, calls: [CALL, { ...CALL, ...change }] })
    expect(again({})).toEqual([])
    expect(again({ idempotencyKey: 'opn_1_2' })).toEqual([])
    expect(again({ idempotencyKey: 'opn_2' })).toHaveLength(1)
    expect(again({ order: 'ord_2', idempotencyKey: 'opn_2' })).toEqual([])
    const { idempotencyKey: _, ...bare } = CALL
    expect(chargedTwice({ ...GOOD, calls: [bare, bare] })).toHaveLength(1)
  })

  it('misses money that moved and the ledger does not call paid', () => {
    expect(lostMoney(NONE)).toHaveLength(1)
    expect(lostMoney(kept({ state: 'declined' }))).toHaveLength(1)
    expect(lostMoney(kept({ amount: 900 }))).toHaveLength(1)
    expect(lostMoney(kept({ state: 'uncertain' }))).toEqual([])
  })

  it('misses money that the ledger calls paid and nobody paid', () => {
    expect(lostMoney({ ...GOOD, payments: [] })).toHaveLength(1)
    expect(lostMoney({ ...GOOD, payments: [{ ...MONEY, state: 'failed' }] })).toHaveLength(1)
    expect(lostMoney({ ...kept({ state: 'declined' }), payments: [] })).toEqual([])
  })

  it('lets an operator find what a given-up attempt or an uncertain registration has charged', () => {
    const stray = {
      ...kept({ pgOrderId: 'ord_2', earlier: [{ provider: 'toss', pgOrderId: 'ord_1' }], state: 'declined' }),
    }
    expect(lostMoney(stray)).toHaveLength(1)
    expect(lostMoney({ ...stray, events: [event('payment.stray', { pgOrderId: 'ord_1' })] })).toEqual([])
    const window = (state: string, change: object = {}): PaymentEvidence => ({
      ...NONE,
      registrations: [
        {
          id: 'r1',
          state,
          provider: 'toss',
          providerRef: 'ord_1',
          customerId: 'c',
          events: [],
          claims: [],
          ...change,
        },
      ],
    })
    expect(lostMoney(window('uncertain'))).toEqual([])
    expect(lostMoney(window('declined'))).toHaveLength(1)
    // Somebody else brought this one's return.
    const thief = { providerRef: 'ord_9', claims: [{ transaction: 't1' }] }
    expect(lostMoney(window('suspended', thief))).toEqual([])
    expect(lostMoney({ ...window('suspended'), payments: [], kept: [PAYMENT] })).toEqual([])
  })

  it('counts a payment of which another sum went back than the ledger says or anybody asked for', () => {
    const cancelled = { id: 'part-1', amount: 300, state: 'cancelled' }
    const back = (gone: number, asked: number | undefined, state = 'cancelled'): string[] =>
      wrongRefunds({
        ...kept({ cancellations: [{ ...cancelled, state }] }),
        payments: [{ ...MONEY, cancelled: gone }],
        office: { ...GOOD.office, orders: [{ ...ORDER, cancels: new Map([['part-1', asked]]) }] },
      })
    expect(back(300, 300)).toEqual([])
    expect(back(600, 300)).toHaveLength(1)
    expect(back(300, 100)).toHaveLength(1)
    expect(back(300, undefined)).toEqual([])
    expect(back(0, 300)).toHaveLength(1)
    expect(back(0, 300, 'uncertain')).toEqual([])
    expect(back(300, 300, 'declined')).toHaveLength(1)
  })

  it('counts a charge that was begun with a revoked card, by the events and by the calls', () => {
    const revoking = event('method.revoking', { paymentMethodId: 'pm1' })
    const charging = event('payment.charging', { paymentMethodId: 'pm1', orderId: 'order-1' })
    expect(chargedRevoked({ ...GOOD, events: [charging, revoking] })).toEqual([])
    expect(chargedRevoked({ ...GOOD, events: [revoking, charging] })).toHaveLength(1)
    const known = (at: number): PaymentEvidence => ({
      ...GOOD,
      office: { ...GOOD.office, revoked: [{ id: 'pm1', at, atPg: undefined }] },
    })
    expect(chargedRevoked(known(6000))).toEqual([])
    expect(chargedRevoked(known(4000))).toHaveLength(1)
    expect(chargedRevoked({ ...known(4000), calls: [] })).toEqual([])
  })

  it('counts an order that a stolen return has charged, unless the PG never says whose it was', () => {
    const thief = {
      id: 'r2',
      state: 'issued',
      provider: 'danal',
      providerRef: 'ord_2',
      customerId: 'mallory',
      events: [],
      claims: [{ transaction: 't1' }],
    }
    const swapped = (tells: boolean, change: Partial<typeof thief> = {}): string[] =>
      lostMoney({
        ...GOOD,
        tellsWhose: () => tells,
        payments: [{ ...MONEY, provider: 'danal' }],
        kept: [{ ...PAYMENT, provider: 'danal', pgOrderId: 'ord_2', registrationId: 'r2' }],
        registrations: [{ ...thief, ...change }],
      })
    expect(swapped(true)).toHaveLength(2)
    expect(swapped(false)).toEqual([])
    expect(swapped(false, { claims: [] })).toHaveLength(2)
  })

  it('counts a revoked card whose key lives on, unless nobody can ask again and the ledger says so', () => {
    const revoked = (atPg: string, provider = 'toss', gone = false): string[] =>
      keysLeft({
        methods: [{ ...METHOD, state: 'revoked', atPg }],
        keys: [{ ...KEY, provider, revoked: gone }],
      })
    expect(revoked('gone')).toHaveLength(1)
    expect(revoked('uncertain')).toHaveLength(1)
    expect(revoked('kept', 'danal')).toHaveLength(1)
    expect(revoked('uncertain', 'danal')).toEqual([])
    expect(revoked('gone', 'toss', true)).toEqual([])
  })

  it('counts what is under way, and what is uncertain without an event or where the PG would tell', () => {
    expect(unfinished(kept({ state: 'charging' }))).toHaveLength(1)
    expect(unfinished(kept({ state: 'uncertain', provider: 'other' }))).toHaveLength(1)
    const told = { events: [event('payment.uncertain', { paymentId: 'pay_1' })] }
    expect(unfinished({ ...kept({ state: 'uncertain', provider: 'other' }), ...told })).toEqual([])
    expect(unfinished({ ...kept({ state: 'uncertain' }), ...told })).toHaveLength(1)
    expect(unfinished({ ...kept({ state: 'uncertain', reason: 'return_mismatch' }), ...told })).toEqual([])
    const inWindow = {
      id: 'r1',
      state: 'suspended',
      provider: 'toss',
      providerRef: 'ord_1',
      customerId: 'c1',
      events: [],
      claims: [],
    }
    const window = { ...kept({ state: 'uncertain' }), ...told, registrations: [inWindow] }
    expect(unfinished(window)).toHaveLength(1)
    expect(unfinished({ ...window, payments: [] })).toEqual([])
    const refusedAt = (provider: string): string[] =>
      unfinished({
        ...kept({ state: 'uncertain', provider }),
        ...told,
        registrations: [{ ...inWindow, provider }],
        payments: [{ ...MONEY, provider, state: 'failed' }],
      })
    expect(refusedAt('portone-v1')).toHaveLength(1)
    expect(refusedAt('danal')).toEqual([])
    const open = { cancellations: [{ id: 'all', amount: 1000, state: 'cancelling' }] }
    expect(unfinished(kept(open))).toHaveLength(1)
    expect(unfinished({ ...GOOD, methods: [{ ...METHOD, state: 'revoking' }] })).toHaveLength(1)
  })

  it('counts what the merchant was told for certain and is not so', () => {
    const told = (change: Partial<ToldPayment>): string[] =>
      mistold(ordered({ told: [{ ...TOLD, ...change }] }))
    expect(told({ pgOrderId: 'ord_9' })).toHaveLength(1)
    expect(told({ state: 'declined' })).toHaveLength(1)
    expect(told({ state: 'declined', pgOrderId: 'ord_0' })).toEqual([])
    expect(told({ state: 'uncertain' })).toEqual([])
    expect(told({ state: 'cancelled' })).toHaveLength(1)
    expect(told({ amount: 1100 })).toHaveLength(1)
    expect(told({ cancellations: [{ id: 'all', amount: 1000, state: 'cancelled' }] })).toHaveLength(1)
    expect(mistold(ordered({ otherAmount: [TOLD] }))).toHaveLength(1)
    expect(mistold(ordered({ told: [], otherAmount: [TOLD] }))).toEqual([])
    expect(mistold(ordered({ told: [], refused: ['payment_method_revoked'] }))).toHaveLength(1)
    expect(mistold(ordered({ told: [], unanswered: 1 }))).toEqual([])
    const gone = { ...GOOD.office, revoked: [{ id: 'pm1', at: 1, atPg: 'gone' }] }
    const methods = [{ ...METHOD, state: 'revoked' }]
    expect(mistold({ ...GOOD, office: gone, methods })).toHaveLength(1)
    expect(mistold({ ...GOOD, office: gone, methods, keys: [{ ...KEY, revoked: true }] })).toEqual([])
  })

  it('counts an outcome that the merchant’s books never took', () => {
    expect(untoldPayments({ ...GOOD, toldEvents: new Set() })).toEqual(['pay_1, which is paid'])
  })
})
