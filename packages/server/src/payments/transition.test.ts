// The transition table of payments: documented as it runs, and what no order of outcomes may ever do.
import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cancelledAmount, cancelStep, paymentStep, settleCancel, settleCharge } from './settle.ts'
import type { CancelOutcome, ChargeOutcome } from './operations.ts'
import type { Payment, PaymentState } from './payment.ts'
import { nextPaymentState, PAYMENT_INPUTS, PAYMENT_TRANSITIONS, type PaymentInput } from './transition.ts'

const docs = readFileSync(new URL('../../../../docs/payment-states.md', import.meta.url), 'utf8')
const cells = docs.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))
const states = Object.keys(PAYMENT_TRANSITIONS).filter(
  (name): name is PaymentState => name in PAYMENT_TRANSITIONS,
)

describe('the table', () => {
  it('is documented pair by pair', () => {
    const documented = cells
      .filter(([, from = '', , to = '']) => from in PAYMENT_TRANSITIONS && to in PAYMENT_TRANSITIONS)
      .map(([, from, input, to]) => `${from} ${input} ${to}`)
    const running = Object.entries(PAYMENT_TRANSITIONS).flatMap(([from, row]) =>
      Object.entries(row).map(([input, to]) => `${from} ${input} ${to}`),
    )
    expect(documented.toSorted()).toEqual(running.toSorted())
  })

  it('explains every input', () => {
    const explained = cells.map(([, name = '']) => name.replaceAll('`', ''))
    for (const input of PAYMENT_INPUTS) expect(explained).toContain(input)
  })

  it('sends a charge only from due and declined', () => {
    const sending = states.filter((state) => nextPaymentState(state, 'begin') !== undefined)
    expect(sending.toSorted()).toEqual(['declined', 'due'])
  })

  it('keeps money that moved: paid is left only by money that went back', () => {
    const run = (inputs: readonly PaymentInput[]): PaymentState[] => {
      const path: PaymentState[] = ['charging']
      for (const input of inputs) {
        const state = path.at(-1) ?? 'charging'
        path.push(nextPaymentState(state, input) ?? state)
      }
      return path
    }
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PAYMENT_INPUTS), { maxLength: 40 }), (inputs) => {
        const path = run(inputs)
        const first = path.indexOf('paid')
        if (first >= 0) expect(path.slice(first).join(' ')).toMatch(/^(paid ?)*(cancelled ?)*$/)
      }),
    )
  })

  it('takes a late word of money in every state that something was sent in', () => {
    for (const state of ['charging', 'uncertain', 'declined', 'scheduling', 'scheduled'] as const) {
      expect(nextPaymentState(state, 'found-paid')).toBe('paid')
    }
  })
})

const sample = (change: Partial<Payment> = {}): Payment => ({
  id: 'pay_1',
  version: 1,
  state: 'charging',
  orderId: 'order',
  orderName: 'Pro',
  amount: 9900,
  currency: 'KRW',
  attempt: 1,
  pgOrderId: 'ord_1',
  paymentMethodId: 'pm_1',
  registrationId: 'reg_1',
  customer: { id: 'alice' },
  provider: 'danal',
  account: { merchant: 'M1', mode: 'test', credentialFingerprint: 'f' },
  from: 'charge',
  cancellations: [],
  createdAt: 1000,
  ...change,
})

const context = (at: number) => ({ at, requestId: 'req', mint: (prefix: string) => `${prefix}x` })

const outcome = fc.oneof<fc.Arbitrary<ChargeOutcome>[]>(
  fc.constant({ kind: 'paid', transactionId: 't', mismatches: [] }),
  fc.constant({ kind: 'paid', transactionId: 't', mismatches: ['amount'] }),
  fc.constant({ kind: 'declined', code: 'card_limit' }),
  fc.constant({ kind: 'cancelled' }),
  fc.constant({ kind: 'pending' }),
  fc.constant({ kind: 'uncertain', code: 'outcome_unknown' }),
  fc.constant({ kind: 'uncertain', code: 'outcome_unknown', absent: true }),
)

describe('settling a charge', () => {
  it('gives the lease back, counts the version, and tells of every change of state once', () => {
    fc.assert(
      fc.property(fc.constantFrom(...states), outcome, fc.nat(200_000_000), (state, found, at) => {
        const before = sample({
          state,
          leaseUntil: 5000,
          ...(state === 'uncertain' ? { uncertainSince: 2000 } : {}),
        })
        const change = settleCharge(before, found, context(at))
        if (!change) return
        const { next, events } = change
        expect(next.version).toBe(before.version + 1)
        expect(next.leaseUntil).toBeUndefined()
        expect(events.length).toBe(next.state === state ? 0 : 1)
        const open = next.state === 'uncertain' || next.state === 'scheduling' || next.state === 'scheduled'
        if (!open) expect(next.lookAt).toBeUndefined()
        expect(next.state === 'paid').toBe(found.kind === 'paid' && found.mismatches.length === 0)
      }),
    )
  })

  it('never believes in one look that nothing was charged', () => {
    const absent = { kind: 'uncertain', code: 'outcome_unknown', absent: true } as const
    const seen: PaymentState[] = []
    let payment = sample()
    for (const at of [2000, 2500, 70_000, 80_000, 2_000_000, 90_000_000]) {
      const look = paymentStep(payment, 'look', context(at), { leaseUntil: at + 1 })
      payment = settleCharge(look?.next ?? payment, absent, context(at))?.next ?? payment
      seen.push(payment.state)
    }
    expect(seen).toEqual(['uncertain', 'uncertain', 'uncertain', 'uncertain', 'uncertain', 'declined'])
  })
})

const cancelOutcome = fc.oneof<fc.Arbitrary<CancelOutcome>[]>(
  fc.constant({ kind: 'cancelled', mismatches: [] }),
  fc.constant({ kind: 'cancelled', mismatches: ['balance'] }),
  fc.constant({ kind: 'declined', code: 'provider_refused' }),
  fc.constant({ kind: 'pending' }),
  fc.constant({ kind: 'uncertain', code: 'outcome_unknown' }),
)

describe('settling a cancellation', () => {
  it('never lets more go back than was paid, and never takes back what went', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('a', 'b'), cancelOutcome), { maxLength: 12 }),
        (steps) => {
          let payment = sample({ state: 'paid' })
          let gone = 0
          for (const [id, found] of steps) {
            const known = payment.cancellations.find((one) => one.id === id)
            const amount = known?.amount ?? 4000
            if (!known || known.state === 'declined') {
              const attempt = (known?.attempt ?? 0) + 1
              const cancellation = {
                id,
                amount,
                reason: 'r',
                state: 'cancelling',
                attempt,
                requestedAt: 1,
              } as const
              payment = cancelStep(payment, cancellation, context(1)).next
            }
            const { attempt = 1 } = payment.cancellations.find((one) => one.id === id) ?? {}
            payment = settleCancel(payment, { id, attempt }, found, context(2))?.next ?? payment
            expect(cancelledAmount(payment)).toBeGreaterThanOrEqual(gone)
            gone = cancelledAmount(payment)
            expect(gone).toBeLessThanOrEqual(payment.amount)
            expect(payment.state).toBe(gone === payment.amount ? 'cancelled' : 'paid')
          }
        },
      ),
    )
  })
})
