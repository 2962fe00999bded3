import type { RegistrationState, RegistrationView } from '@billing-register/contract'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LEGAL, mayStart, proposal, transition, type ElementState, type Phase } from './state.ts'

const IDS = ['a', 'b']
const order = { name: 'Pro', amount: 9900, currency: 'KRW' } as const
const view = (id: string, state: RegistrationState, canRetry = false): RegistrationView => ({
  id,
  provider: 'danal',
  state,
  order,
  canRetry,
})
const problem = { type: '', title: '', status: 0, code: 'network', detail: '', retry: 'same' } as const

function make(phase: Phase, id: string, canRetry: boolean): ElementState {
  switch (phase) {
    case 'idle':
    case 'preparing':
      return { phase }
    case 'failed':
      return { phase, problem }
    case 'open':
    case 'finishing':
      return { phase, id }
    case 'uncertain':
      return { phase, id, registration: view(id, 'uncertain', canRetry) }
    default:
      return { phase, id, registration: view(id, phase) }
  }
}

const PHASES: Phase[] = [
  'idle',
  'preparing',
  'open',
  'finishing',
  'issued',
  'declined',
  'uncertain',
  'cancelled',
  'failed',
]
const states = fc
  .tuple(fc.constantFrom(...PHASES), fc.constantFrom(...IDS), fc.boolean())
  .map(([phase, id, canRetry]) => make(phase, id, canRetry))

describe('the state of the element', () => {
  it('takes an input as the next state, or returns the very same object', () => {
    fc.assert(
      fc.property(states, states, (state, input) => {
        const next = transition(state, input)
        expect(next === state || next === input).toBe(true)
        if (!LEGAL[input.phase].includes(state.phase)) expect(next).toBe(state)
      }),
    )
  })

  it('leaves issued only to start over', () => {
    fc.assert(
      fc.property(fc.array(states), (inputs) => {
        let state = make('issued', 'a', false)
        for (const input of inputs) {
          const next = transition(state, input)
          if (next !== state) expect(next.phase).toBe('idle')
          if (next.phase === 'idle') return
          state = next
        }
      }),
    )
  })

  it('ignores news of another registration than the one it follows', () => {
    const followed = fc.constantFrom<Phase>('open', 'finishing', 'uncertain')
    const news = fc.constantFrom<Phase>('finishing', 'issued', 'declined', 'cancelled', 'uncertain')
    fc.assert(
      fc.property(followed, news, (phase, input) => {
        const state = make(phase, 'a', true)
        expect(transition(state, make(input, 'b', false))).toBe(state)
      }),
    )
  })

  it('never calls an uncertain registration failed, and starts no other one while money may have moved', () => {
    const state = make('uncertain', 'a', false)
    for (const phase of ['failed', 'preparing', 'open'] as const)
      expect(transition(state, make(phase, 'b', false))).toBe(state)
    expect(mayStart(state)).toBe(false)
    expect(mayStart(make('uncertain', 'a', true))).toBe(true)
    expect(transition(make('uncertain', 'a', true), { phase: 'preparing' }).phase).toBe('preparing')
  })

  it.each<[Phase, string]>([
    ['idle', 'idle preparing open finishing issued declined uncertain cancelled failed'],
    ['preparing', 'idle cancelled declined failed uncertain'],
    ['open', 'idle cancelled declined failed uncertain preparing'],
    ['finishing', 'idle cancelled declined failed open'],
    ['issued', 'open finishing uncertain'],
    ['declined', 'open finishing uncertain'],
    ['cancelled', 'open finishing uncertain'],
    ['uncertain', 'open finishing uncertain'],
    ['failed', 'idle preparing open finishing cancelled failed'],
  ])('becomes %s only from: %s', (phase, from) => {
    const input = make(phase, 'a', true)
    const entered = PHASES.filter((before) => transition(make(before, 'a', true), input) === input)
    expect(entered.toSorted()).toEqual(from.split(' ').toSorted())
  })

  it('may start a registration where it rests, and while one is uncertain only when the server lets it', () => {
    const starts = PHASES.filter((phase) => mayStart(make(phase, 'a', false)))
    expect(starts.toSorted()).toEqual(['cancelled', 'declined', 'failed', 'idle'])
    expect(mayStart({ phase: 'uncertain', id: 'a' })).toBe(false)
  })

  it('follows a new registration from one that it follows only as its beginning, and takes news without an id', () => {
    const uncertain = make('uncertain', 'a', true)
    const opened = make('open', 'b', false)
    expect(transition(uncertain, opened)).toBe(opened)
    const nameless = { phase: 'failed', problem } as const
    const finishing = make('finishing', 'a', false)
    expect(transition(finishing, nameless)).toBe(nameless)
    expect(transition(finishing, { ...nameless, id: 'b' })).toBe(finishing)
    const idle = make('idle', 'a', false)
    const news = make('finishing', 'b', false)
    expect(transition({ ...idle, id: 'a' }, news)).toBe(news)
  })

  it('follows one registration at a time', () => {
    fc.assert(
      fc.property(fc.array(states), (inputs) => {
        let state: ElementState = { phase: 'idle' }
        for (const input of inputs) {
          const next = transition(state, input)
          const busy = state.phase === 'open' || state.phase === 'finishing'
          if (busy && 'id' in next && next.phase !== 'idle') expect(next.id).toBe(state.id)
          state = next
        }
      }),
    )
  })

  it.each([
    ['issued', 'issued'],
    ['declined', 'declined'],
    ['cancelled', 'cancelled'],
    ['uncertain', 'uncertain'],
    ['expired', 'failed'],
    ['open', 'cancelled'],
    ['returned', 'cancelled'],
    ['issuing', undefined],
  ] as const)('reads the server’s %s as %s', (state, phase) => {
    expect(proposal(view('a', state))?.phase).toBe(phase)
  })

  it('keeps what the server said, and what it found wrong', () => {
    const said = { ...view('a', 'declined'), error: problem }
    expect(proposal(said)).toEqual({
      phase: 'declined',
      id: 'a',
      registration: said,
      problem,
      looking: false,
    })
    expect(proposal(view('a', 'expired', true))).toMatchObject({ phase: 'failed', id: 'a', looking: false })
  })

  it('stops looking by itself once the server lets the customer start again', () => {
    expect(proposal(view('a', 'uncertain'))?.looking).toBe(true)
    expect(proposal(view('a', 'uncertain', true))?.looking).toBe(false)
  })
})
