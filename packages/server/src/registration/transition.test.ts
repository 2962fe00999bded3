// The transition table: what no order of inputs may ever do.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { IssueOutcome } from '../providers/provider.ts'
import { Secret } from '../secret.ts'
import { sampleRegistration } from '../testing/ledger-samples.ts'
import type { RecordState, Registration } from './record.ts'
import { settle, step } from './settle.ts'
import { INPUTS, nextState, TRANSITIONS, type Input } from './transition.ts'

const states: RecordState[] = Object.keys(TRANSITIONS).filter(
  (name): name is RecordState => name in TRANSITIONS,
)
const context = { at: 5000, requestId: 'req', mint: (prefix: string) => `${prefix}x` }

const outcome = fc.oneof<fc.Arbitrary<IssueOutcome>[]>(
  fc.constant({
    kind: 'issued',
    issued: { key: new Secret('key'), kind: 'card', binding: 'strong' },
    mismatches: [],
  }),
  fc.constant({
    kind: 'issued',
    issued: { key: new Secret('key'), kind: 'card', binding: 'weak' },
    mismatches: ['amount'],
  }),
  fc.constant({ kind: 'declined', code: 'card_declined' }),
  fc.constant({ kind: 'declined', code: 'not_completed', cancelled: true }),
  fc.constant({ kind: 'uncertain', code: 'outcome_unknown' }),
  fc.constant({ kind: 'pending' }),
)

const run = (inputs: readonly Input[]): RecordState[] => {
  const path: RecordState[] = ['open']
  for (const input of inputs) path.push(nextState(path.at(-1) ?? 'open', input) ?? path.at(-1) ?? 'open')
  return path
}

describe('a registration, whatever happens in whichever order,', () => {
  it('keeps a key once it is there, and takes it out of use at most once, unless an operator says otherwise', () => {
    const byItself = INPUTS.filter((input) => !input.startsWith('resolved-'))
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...byItself), { maxLength: 40 }), (inputs) => {
        const path = run(inputs)
        const first = path.findIndex((state) => state === 'issued' || state === 'suspended')
        if (first < 0) return
        const kept = path.slice(first).join(' ')
        expect(kept).toMatch(/^(issued ?)*(suspended ?)*$/)
      }),
    )
  })

  it('never loses a key that comes back late: every state without a key takes it', () => {
    for (const state of states.filter((one) => one !== 'issued' && one !== 'suspended')) {
      expect(nextState(state, 'found-issued')).toBe('issued')
      expect(nextState(state, 'found-suspended')).toBe('suspended')
    }
  })

  it('cannot be cancelled, retired or ended by the window once issuing has begun', () => {
    for (const state of ['issuing', 'issued', 'suspended', 'uncertain'] as const) {
      for (const input of ['cancel', 'retire', 'said-cancelled', 'said-failed'] as const) {
        expect(nextState(state, input)).toBeUndefined()
      }
    }
  })

  it('is issued only by what the PG or an operator said', () => {
    for (const state of states) {
      for (const input of INPUTS) {
        const said = input === 'found-issued' || input === 'resolved-issued'
        expect(state !== 'issued' && nextState(state, input) === 'issued' && !said).toBe(false)
      }
    }
  })

  it('keeps a held key until its owner, its time or an operator comes', () => {
    const moved = INPUTS.filter((input) => nextState('held', input) !== undefined)
    expect(moved.toSorted()).toEqual([
      'begin',
      'found-issued',
      'found-suspended',
      'lapse',
      'resolved-declined',
    ])
  })
})

describe('settling', () => {
  it('writes a payment method exactly when a key came back, active only without a mismatch', () => {
    fc.assert(
      fc.property(fc.constantFrom(...states), outcome, fc.boolean(), (state, found, superseded) => {
        const registration: Registration = { ...sampleRegistration('a', { state }), superseded }
        const settled = settle(registration, found, context)
        if (!settled) return
        expect(settled.next.version).toBe(registration.version + 1)
        expect(settled.next.leaseUntil).toBeUndefined()
        const method = settled.effects.paymentMethod
        expect(method !== undefined).toBe(found.kind === 'issued')
        if (found.kind !== 'issued') return
        expect(method?.state).toBe(found.mismatches.length > 0 || superseded ? 'suspended' : 'active')
      }),
    )
  })

  it('tells the merchant of every end', () => {
    const issued = settle(
      sampleRegistration('a', { state: 'issuing' }),
      { kind: 'issued', issued: { key: new Secret('k'), kind: 'card', binding: 'strong' }, mismatches: [] },
      context,
    )
    expect(issued?.effects.events.map(({ deliver }) => deliver)).toEqual([true])
    const declined = settle(
      sampleRegistration('a', { state: 'issuing' }),
      { kind: 'declined', code: 'card_declined' },
      context,
    )
    expect(declined?.effects.events.map(({ deliver }) => deliver)).toEqual([true])
  })

  it('keeps a key aside that surfaces after the customer has started again', () => {
    const settled = settle(
      sampleRegistration('a', { state: 'uncertain', superseded: true }),
      { kind: 'issued', issued: { key: new Secret('k'), kind: 'card', binding: 'strong' }, mismatches: [] },
      context,
    )
    expect(settled?.next.state).toBe('suspended')
    expect(settled?.effects.paymentMethod?.mismatches).toEqual(['superseded'])
  })

  it('changes nothing on an illegal input', () => {
    expect(step(sampleRegistration('a', { state: 'issued' }), 'cancel', context)).toBeUndefined()
  })
})
