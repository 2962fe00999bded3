// What each outcome makes of a registration, word for word: the next version, the events, the payment method.
import { describe, expect, it } from 'vitest'
import type { IssueOutcome } from '../providers/provider.ts'
import { Secret } from '../secret.ts'
import { sampleRegistration } from '../testing/ledger-samples.ts'
import type { Registration } from './record.ts'
import { hold, settle, step, type Step } from './settle.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const AT = 5 * DAY
const CONTEXT = { at: AT, requestId: 'req', mint: (prefix: string) => `${prefix}1` }
const ISSUED: Extract<IssueOutcome, { kind: 'issued' }> = {
  kind: 'issued',
  issued: {
    key: new Secret('key'),
    kind: 'card',
    issuer: 'KB',
    maskedNumber: '1234-****',
    transactionId: 'T1',
    customerRef: 'C1',
    binding: 'strong',
  },
  mismatches: [],
}
const BARE: typeof ISSUED = {
  kind: 'issued',
  issued: { key: new Secret('key'), kind: 'phone', binding: 'weak' },
  mismatches: [],
}

const record = (change: Partial<Registration> = {}): Registration =>
  sampleRegistration('a', { state: 'issuing', activeAt: AT, openedAt: AT, ...change })

function settled(outcome: IssueOutcome, change: Partial<Registration> = {}): Step {
  const result = settle(record(change), outcome, CONTEXT)
  if (!result) throw new Error('nothing changes')
  return result
}

describe('a key', () => {
  it('is kept with all that the PG told of it, and shown without what charges it', () => {
    const { next, effects } = settled(ISSUED, {
      version: 4,
      leaseUntil: AT + 1,
      reason: { code: 'internal' },
    })
    const view = { id: 'pm-a', kind: 'card', issuer: 'KB', maskedNumber: '1234-****' }
    expect(next).toMatchObject({ version: 5, state: 'issued', paymentMethod: view, reason: undefined })
    expect(next.leaseUntil).toBeUndefined()
    expect(next).not.toHaveProperty('payment')
    expect(effects.paymentMethod).toMatchObject({
      ...view,
      customerId: 'alice',
      registrationId: 'a',
      provider: 'danal',
      binding: 'strong',
      state: 'active',
      mismatches: [],
      transactionId: 'T1',
      customerRef: 'C1',
      createdAt: AT,
    })
    expect(effects.events).toEqual([
      {
        id: 'evt_1',
        type: 'registration.issued',
        at: AT,
        by: 'customer',
        requestId: 'req',
        registrationId: 'a',
        customerId: 'alice',
        deliver: true,
        from: 'issuing',
        to: 'issued',
      },
    ])
  })

  it('says nothing of what the PG did not tell', () => {
    const { next, effects } = settled(BARE)
    expect(Object.keys(next.paymentMethod ?? {})).toEqual(['id', 'kind'])
    for (const name of ['issuer', 'maskedNumber', 'transactionId', 'customerRef']) {
      expect(effects.paymentMethod).not.toHaveProperty(name)
    }
  })

  it('comes with what became of the money', () => {
    const payment = { state: 'paid', amount: 9900 } as const
    expect(settled({ ...ISSUED, payment }).next.payment).toEqual(payment)
  })

  it('is suspended where something differs, and says what and through whom', () => {
    const otherOrder = { providerRef: 'o-b', registrationId: 'b' }
    const { next, effects } = settled({ ...ISSUED, mismatches: ['orderId', 'amount'], otherOrder })
    expect(next).toMatchObject({
      state: 'suspended',
      uncertainSince: AT,
      reason: {
        code: 'return_mismatch',
        requestId: 'req',
        mismatches: ['orderId', 'amount'],
        otherRegistration: 'b',
      },
    })
    expect(effects.paymentMethod?.mismatches).toEqual(['orderId', 'amount'])
    expect(effects.events[0]).toMatchObject({
      type: 'registration.suspended',
      detail: { code: 'return_mismatch', mismatches: 'orderId amount', otherRegistration: 'b' },
    })
  })

  it.each([
    [{ superseded: true }, ['superseded']],
    [{ stoppedAt: 0 }, ['stopped']],
    [{ superseded: true, stoppedAt: 7 }, ['superseded', 'stopped']],
  ])('is kept aside where %j', (change, mismatches) => {
    const { next, effects } = settled(ISSUED, change)
    expect(next.state).toBe('suspended')
    expect(next.reason).toEqual({ code: 'return_mismatch', requestId: 'req', mismatches })
    expect(effects.paymentMethod?.mismatches).toEqual(mismatches)
  })

  it('is held for its owner, but suspended where it differs or nobody wants it', () => {
    const open = (change: Partial<Registration> = {}): Registration => record({ state: 'open', ...change })
    const until = AT + DAY
    const held = hold(open(), ISSUED, CONTEXT, until)
    expect(held?.next).toMatchObject({ state: 'held', heldUntil: until, lookAt: until })
    expect(held?.effects.paymentMethod?.state).toBe('held')
    expect(hold(open(), { ...ISSUED, mismatches: ['amount'] }, CONTEXT, until)?.next.state).toBe('suspended')
    expect(hold(open({ superseded: true }), ISSUED, CONTEXT, until)?.next.state).toBe('suspended')
  })

  it('is not written where it would take a state that has one', () => {
    expect(settle(record({ state: 'issued' }), ISSUED, CONTEXT)).toBeUndefined()
  })
})

describe('a refusal', () => {
  it('ends it, with the code for the customer and that of the PG', () => {
    const { next, effects } = settled({ kind: 'declined', code: 'card_limit', providerCode: '3112' })
    expect(next.reason).toEqual({ code: 'card_limit', requestId: 'req', providerCode: '3112' })
    expect(next.state).toBe('declined')
    expect(effects.events[0]?.detail).toEqual({ code: 'card_limit', providerCode: '3112' })
    expect(settled({ kind: 'declined', code: 'card_limit' }).next.reason).toEqual({
      code: 'card_limit',
      requestId: 'req',
    })
  })

  it('is the word of the customer where they stopped it: no reason is given', () => {
    const before = { reason: { code: 'internal' } } as const
    const { next, effects } = settled({ kind: 'declined', code: 'not_completed', cancelled: true }, before)
    expect(next).toMatchObject({ state: 'cancelled', reason: undefined })
    expect(effects.events[0]).not.toHaveProperty('detail')
  })

  it('is no end where another call has charged its order', () => {
    const strayCharges = [{ registrationId: 'b', attemptId: 'att' }]
    const { next } = settled({ kind: 'declined', code: 'card_limit' }, { strayCharges })
    expect(next).toMatchObject({
      state: 'uncertain',
      uncertainSince: AT,
      reason: { code: 'outcome_unknown' },
    })
  })
})

describe('an answer that proves nothing', () => {
  const unknown = { kind: 'uncertain', code: 'outcome_unknown' } as const

  it('is told once, and from when', () => {
    const { next, effects } = settled({ ...unknown, providerCode: '1125' })
    expect(next).toMatchObject({ state: 'uncertain', uncertainSince: AT })
    expect(next.reason).toEqual({ code: 'outcome_unknown', requestId: 'req', providerCode: '1125' })
    expect(effects.events).toHaveLength(1)
    expect(settled(unknown).next.reason).toEqual({ code: 'outcome_unknown', requestId: 'req' })
  })

  it('is not written again while it is known, unless a lease is given back or a look counts', () => {
    const known = { state: 'uncertain', uncertainSince: 7, looks: 0 } as const
    expect(settle(record(known), unknown, CONTEXT)).toBeUndefined()
    const leased = settled(unknown, { ...known, leaseUntil: AT + 1 })
    expect(leased.next).toMatchObject({ uncertainSince: 7, state: 'uncertain' })
    expect(leased.effects.events).toEqual([])
    const counts = settled(unknown, { ...known, activeAt: AT - 2 * MINUTE })
    expect(counts.next).toMatchObject({ looks: 1, lookedAt: AT })
  })
})

describe('a PG that has not been told yet', () => {
  it('leaves it as it is, and counts a look whose time has come', () => {
    expect(settled({ kind: 'pending' }).next).toMatchObject({ state: 'issuing' })
    expect(settled({ kind: 'pending' }).next.looks).toBeUndefined()
    const later = settled({ kind: 'pending' }, { activeAt: AT - 2 * MINUTE })
    expect(later.next).toMatchObject({ looks: 1, lookedAt: AT })
    expect(later.effects.events).toEqual([])
  })

  it('counts for an issued one whose first payment is looked for', () => {
    const paid = { state: 'issued', activeAt: AT - MINUTE } as const
    expect(step(record(paid), 'charged', CONTEXT)?.next).toMatchObject({ looks: 1, lookedAt: AT })
    const early = step(record({ ...paid, activeAt: AT - MINUTE + 1 }), 'charged', CONTEXT)
    expect(early?.next).not.toHaveProperty('looks')
  })

  it('ends it only where the PG says that there is none, at the last of the looks', () => {
    const last = { looks: 2, lookedAt: AT - DAY, activeAt: AT - 2 * DAY }
    expect(settled({ kind: 'pending', absent: true }, last).next).toMatchObject({
      state: 'declined',
      reason: { code: 'not_completed', requestId: 'req' },
    })
    expect(settled({ kind: 'pending' }, last).next.state).toBe('issuing')
    const early = { ...last, looks: 1 }
    expect(settled({ kind: 'pending', absent: true }, early).next.state).toBe('issuing')
  })
})

describe('a step', () => {
  it('begins the waiting anew with what the customer does, but not with a repetition', () => {
    const known = { looks: 2, activeAt: 7, heldUntil: 9 }
    const anew = { activeAt: AT, looks: 0, heldUntil: undefined }
    expect(step(record({ ...known, state: 'open' }), 'returned', CONTEXT)?.next).toMatchObject(anew)
    expect(step(record({ ...known, state: 'declined' }), 'begin', CONTEXT)?.next).toMatchObject(anew)
    expect(step(record({ ...known, state: 'held' }), 'begin', CONTEXT)?.next).toMatchObject(anew)
    for (const state of ['issuing', 'uncertain'] as const) {
      expect(step(record({ ...known, state }), 'begin', CONTEXT)?.next).toMatchObject(known)
    }
    expect(step(record({ ...known, state: 'open' }), 'cancel', CONTEXT)?.next).toMatchObject(known)
  })

  it('says who made it, and nothing where the state stays', () => {
    const by = 'server' as const
    expect(step(record(), 'lease-lost', { ...CONTEXT, by })?.effects.events).toMatchObject([{ by }])
    expect(step(record({ state: 'returned' }), 'returned', CONTEXT)?.effects).toEqual({ events: [] })
  })

  it('ends quietly where the window was never opened', () => {
    const { openedAt: _, ...never } = record({ state: 'open' })
    expect(step(never, 'lapse', CONTEXT)?.effects.events).toMatchObject([{ deliver: false }])
    expect(step(record({ state: 'open' }), 'lapse', CONTEXT)?.effects.events).toMatchObject([
      { deliver: true },
    ])
    expect(step(never, 'cancel', CONTEXT)?.effects.events).toMatchObject([{ deliver: true }])
  })

  it.each([
    ['open', 'returned', 'registration.returned'],
    ['open', 'begin', 'registration.issuing'],
    ['issuing', 'found-issued', 'registration.issued'],
    ['issuing', 'found-suspended', 'registration.suspended'],
    ['open', 'found-held', 'key.held'],
    ['issuing', 'found-declined', 'registration.declined'],
    ['issuing', 'found-uncertain', 'registration.uncertain'],
    ['open', 'cancel', 'registration.cancelled'],
    ['open', 'retire', 'registration.expired'],
  ] as const)('from %s by %s is told as its kind', (state, input, type) => {
    expect(step(record({ state }), input, CONTEXT)?.effects.events).toMatchObject([{ type }])
  })
})
