import { describe, expect, it } from 'vitest'
import { COUNTS, isClean, judgeRun, type Evidence } from './verdict.ts'

const key = {
  provider: 'danal',
  billingKey: 'KEY-1',
  customerRef: 'alice',
  registrationRef: 'o1',
  revoked: false,
}
const call = { server: 0, provider: 'danal', operation: 'issue', claim: 't1', at: 1000, answeredAt: 1100 }
const registration = {
  id: 'r1',
  state: 'issued',
  provider: 'danal',
  providerRef: 'o1',
  customerId: 'alice',
  events: [],
  claims: [{ transaction: 't1' }],
}
const method = {
  id: 'pm1',
  registrationId: 'r1',
  state: 'active',
  binding: 'strong',
  key: 'KEY-1',
  atPg: undefined,
}
const payment = {
  id: 'pay_1',
  state: 'paid',
  provider: 'danal',
  orderId: 'r1',
  pgOrderId: 'o1',
  earlier: [],
  amount: 9900,
  registrationId: 'r1',
  paymentMethodId: 'pm1',
  reason: undefined,
  cancellations: [],
}

/** One card, registered as it should be. */
const GOOD: Evidence = {
  keys: [key],
  payments: [{ provider: 'danal', orderId: 'o1', state: 'paid', amount: 9900 }],
  calls: [{ ...call, issuedKey: 'KEY-1' }],
  registrations: [registration],
  methods: [method],
  kept: [payment],
  events: [],
  office: { orders: [], revoked: [], asked: new Map() },
  tellsWhose: () => true,
  webhooks: [],
  forged: [],
  floods: [],
  toldEvents: new Set(['payment.paid pay_1']),
  absences: [],
  transactions: new Map([['t1', 'o1']]),
  cameBack: new Set(['r1']),
  toldDeclined: new Set(),
  shown: new Set(['pm1']),
  told: new Set(['r1']),
  strangers: new Set(),
  leaks: [],
  unreadable: [],
  brokenAnswers: [],
  callTimeoutMs: 3000,
}

/** A key at the PG that no payment method holds; the registration says why. */
const unkept = (state: string, events: string[] = []): Partial<Evidence> => ({
  calls: [call],
  methods: [],
  shown: new Set(),
  registrations: [{ ...registration, state, events: events.map((type) => ({ type, at: 5000 })) }],
})

const raised = (change: Partial<Evidence>): string[] =>
  Object.entries(judgeRun({ ...GOOD, ...change }))
    .filter(([, found]) => found.length > 0)
    .map(([count]) => count)

describe('the verdict', () => {
  it('is clean for a card that was registered as it should be', () => {
    expect(judgeRun(GOOD)).toEqual(Object.fromEntries(Object.keys(COUNTS).map((count) => [count, []])))
    expect(isClean(judgeRun(GOOD))).toBe(true)
  })

  it('takes an uncertain registration with an event for a kept key, and one without for stuck', () => {
    expect(raised(unkept('uncertain', ['registration.uncertain']))).toEqual([])
    expect(raised(unkept('uncertain'))).toEqual(['stuck'])
  })

  it.each(['open', 'declined', 'cancelled', 'issued'])('misses a key whose registration is %s', (state) => {
    expect(raised(unkept(state))).toContain('lost')
  })

  it('misses no key that was revoked', () => {
    expect(raised({ ...unkept('declined'), keys: [{ ...key, revoked: true }] })).toEqual([])
  })

  it('finds a key with whoever brought another customer’s return', () => {
    const thief = { ...registration, id: 'r2', providerRef: 'o2', state: 'uncertain' }
    const events = [{ type: 'registration.uncertain', at: 5000 }]
    const { registrations = [], ...rest } = unkept('declined')
    expect(raised({ ...rest, registrations: [...registrations, { ...thief, events }] })).toEqual([])
    expect(raised({ ...rest, registrations: [...registrations, { ...thief, events, claims: [] }] })).toEqual([
      'lost',
    ])
  })

  it('misses a key that a living server was told, even if its registration is uncertain', () => {
    const heard = {
      ...unkept('uncertain', ['registration.uncertain']),
      calls: [{ ...call, issuedKey: 'KEY-1' }],
    }
    expect(raised(heard)).toEqual(['lost'])
    expect(raised({ ...heard, absences: [{ server: 0, from: 1500, to: 2000 }] })).toEqual([])
    expect(raised({ ...heard, absences: [{ server: 'database', from: 1500, to: 2000 }] })).toEqual([])
    expect(raised({ ...heard, absences: [{ server: 1, from: 1500, to: 2000 }] })).toEqual(['lost'])
    expect(raised({ ...heard, calls: [{ ...call, answeredAt: 4200, issuedKey: 'KEY-1' }] })).toEqual([])
  })

  it('lets a lookup show a second key of a registration whose first one is held: it is looked for when that time is over', () => {
    const held = {
      ...unkept('held'),
      calls: [{ ...call, operation: 'lookup', issuedKey: 'KEY-1' }],
    }
    expect(raised(held)).toEqual([])
    const { registrations = [] } = unkept('uncertain', ['registration.uncertain'])
    expect(raised({ ...held, registrations })).toEqual(['lost'])
    expect(raised({ ...held, calls: [{ ...call, issuedKey: 'KEY-1' }] })).toEqual(['lost'])
  })

  it('misses a card that was shown as registered', () => {
    expect(raised({ shown: new Set(['pm1', 'pm9']) })).toEqual(['lost'])
  })

  it('counts PortOne’s keys by the handle that they are kept by', () => {
    const portone = { ...key, provider: 'portone-v1', customerRef: 'bk1', billingKey: 'inner' }
    expect(raised({ keys: [portone], methods: [{ ...method, key: 'bk1' }], calls: [] })).toEqual([])
  })

  it('counts a registration with two keys and a key in two registrations', () => {
    const second = { ...method, id: 'pm2', key: 'KEY-2' }
    expect(raised({ methods: [method, second] })).toContain('double')
    expect(raised({ methods: [method, { ...method, id: 'pm2', registrationId: 'r2' }] })).toContain('double')
    expect(raised({ methods: [method, { ...second, state: 'suspended' }] })).toEqual([])
  })

  it('counts a second issue call for a claim, unless it replays the first', () => {
    const keyed = { ...call, idempotencyKey: 'i1' }
    expect(raised({ calls: [call, { ...call, server: 1 }] })).toEqual(['double'])
    expect(raised({ calls: [keyed, { ...keyed, server: 1 }] })).toEqual([])
    expect(raised({ calls: [keyed, { ...keyed, idempotencyKey: 'i2' }] })).toEqual(['double'])
  })

  it('counts an order that was paid twice, and none that failed before', () => {
    const paid = { provider: 'danal', orderId: 'o1', state: 'paid', amount: 9900 }
    expect(raised({ payments: [paid, paid] })).toEqual(['doubleCharge'])
    expect(raised({ payments: [paid, { ...paid, state: 'failed' }] })).toEqual([])
  })

  it('calls a registration stuck that is left to nobody', () => {
    const nobody = { keys: [], ...unkept('issuing') }
    expect(raised(nobody)).toEqual(['stuck'])
    expect(raised({ keys: [], ...unkept('open') })).toEqual(['stuck'])
    expect(raised({ keys: [], ...unkept('expired') })).toEqual(['stuck'])
    expect(raised({ keys: [], ...unkept('expired'), cameBack: new Set() })).toEqual([])
  })

  it('counts a card whose return came under another login or for another order', () => {
    expect(raised({ strangers: new Set(['r1']) })).toEqual(['misbound'])
    expect(raised({ keys: [{ ...key, registrationRef: 'o9' }] })).toEqual(['misbound'])
    const weak = { ...method, binding: 'weak' }
    expect(raised({ keys: [{ ...key, registrationRef: 'o9' }], methods: [weak] })).toEqual([])
  })

  it('counts a card that the merchant was not told of', () => {
    expect(raised({ told: new Set() })).toEqual(['untold'])
  })

  it('counts a registration that was given up while its call was under way', () => {
    const events = [{ type: 'registration.uncertain', at: 2000 }]
    const slow = { registrations: [{ ...registration, events }], calls: [{ ...call, answeredAt: 3000 }] }
    expect(raised(slow)).toEqual(['early'])
    expect(raised({ ...slow, absences: [{ server: 0, from: 1200, to: 1900 }] })).toEqual([])
    expect(raised({ ...slow, calls: [{ ...call, answeredAt: 1900 }] })).toEqual([])
    const lost = { ...call, at: 10, answeredAt: 100, idempotencyKey: 'i1' }
    const replay = { ...call, idempotencyKey: 'i1', answeredAt: 2900 }
    expect(raised({ ...slow, calls: [replay] })).toEqual(['early'])
    expect(raised({ ...slow, calls: [lost, replay] })).toEqual([])
  })

  it('is not clean for a ledger that cannot be read', () => {
    expect(raised({ unreadable: ['billing_registrations.record was changed'] })).toEqual(['lost'])
  })

  it('tells leaks and broken answers as they were found', () => {
    expect(raised({ leaks: ['server-0.log'], brokenAnswers: ['2 × 500 POST'] })).toEqual(['leaked', 'broken'])
  })
})
