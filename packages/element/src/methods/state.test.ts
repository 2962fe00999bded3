import type { SavedPaymentMethod } from '@billing-register/contract'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { begun, departed, doubted, isUnsettled, kept, listed, type MethodsState, type Task } from './state.ts'

const method = (id: string, more: Partial<SavedPaymentMethod> = {}): SavedPaymentMethod => ({
  id,
  kind: 'card',
  state: 'active',
  default: false,
  createdAt: 0,
  provider: 'danal',
  providerLabel: '다날',
  ...more,
})
const A = method('a', { default: true })
const B = method('b')
const list = (more: Partial<MethodsState> = {}): MethodsState => ({
  phase: 'listed',
  methods: [A, B],
  ...more,
})
const doing = (kind: Task['kind'], id: string): MethodsState => list({ task: { kind, id } })

describe('a deletion', () => {
  it('begins only after the question about the very same method', () => {
    expect(begun(list(), 'remove', 'b')).toEqual(list())
    expect(begun(doing('confirm', 'a'), 'remove', 'b').task).toEqual({ kind: 'confirm', id: 'a' })
    expect(begun(doing('confirm', 'b'), 'remove', 'b').task).toEqual({ kind: 'remove', id: 'b' })
  })

  it('is done when the method is not in the list any more, and not before', () => {
    expect(listed(doing('remove', 'b'), [A]).done).toBe('removed')
    expect(listed(doing('remove', 'b'), [A, method('b', { state: 'removing' })]).done).toBeUndefined()
    expect(listed(doing('remove', 'b'), [A, B]).done).toBe('kept')
    expect(departed(doing('remove', 'b'), [A])).toEqual([B])
    expect(departed(list(), [A])).toEqual([])
  })

  it('without an answer is neither done nor undone until a list tells', () => {
    const state = doubted(doing('remove', 'a'))
    expect(isUnsettled(state)).toBe(true)
    expect(state.methods[0]).toMatchObject({ id: 'a', state: 'removing', default: false })
    expect(begun(state, 'confirm', 'a')).toBe(state)
    expect(listed(state, [method('b', { default: true })]).done).toBe('removed')
    expect(listed(state, [A, B]).done).toBe('kept')
  })
})

describe('a step', () => {
  const removing = method('c', { state: 'removing' })
  const state = list({ methods: [A, B, removing], looking: false, problem: undefined, done: 'kept' })

  it('into a task forgets what was done last, and keeps what is shown', () => {
    expect(begun(state, 'confirm', 'b')).toStrictEqual({
      phase: 'listed',
      methods: state.methods,
      looking: false,
      task: { kind: 'confirm', id: 'b' },
    })
  })

  it('is about an active method of a list', () => {
    for (const kind of ['confirm', 'default'] as const) {
      expect(begun(state, kind, 'c')).toBe(state)
      expect(begun(state, kind, 'unknown')).toBe(state)
      const loading = { ...state, phase: 'loading' } as const
      expect(begun(loading, kind, 'b')).toBe(loading)
    }
  })

  it('asks about another method instead, or chooses it, while the question stands', () => {
    const asking = { ...state, task: { kind: 'confirm', id: 'a' } } as const
    expect(begun(asking, 'confirm', 'b').task).toEqual({ kind: 'confirm', id: 'b' })
    expect(begun(asking, 'default', 'b').task).toEqual({ kind: 'default', id: 'b' })
    expect(begun(asking, 'remove', 'a').task).toEqual({ kind: 'remove', id: 'a' })
  })

  it('is none while another one is on its way', () => {
    for (const kind of ['remove', 'default'] as const) {
      const busy = { ...state, task: { kind, id: 'b' } } as const
      for (const next of ['confirm', 'remove', 'default'] as const) expect(begun(busy, next, 'b')).toBe(busy)
    }
  })

  it('back from the question keeps everything else, and there is none without it', () => {
    const asking = { ...state, task: { kind: 'confirm', id: 'a' } } as const
    expect(kept(asking)).toStrictEqual({ ...state, task: undefined })
    expect(kept(state)).toBe(state)
  })

  it('to a new list keeps whether the element looks by itself', () => {
    expect(listed(state, [A, B])).toStrictEqual({
      phase: 'listed',
      methods: [A, B],
      looking: false,
      done: 'removed',
    })
    expect(listed(list(), [A]).done).toBeUndefined()
  })

  it('without an answer is about no method where none was being deleted', () => {
    expect(doubted(list())).toStrictEqual({ phase: 'listed', looking: undefined, methods: [A, B] })
  })

  it('to a list that has one of two back says so, although the other is gone', () => {
    const both = doubted({ ...state, task: { kind: 'remove', id: 'b' } })
    expect(both).toStrictEqual({
      phase: 'listed',
      looking: false,
      methods: [A, method('b', { state: 'removing' }), removing],
    })
    expect(listed(both, [A, B]).done).toBe('kept')
    expect(departed(both, [A])).toHaveLength(2)
    expect(isUnsettled(list())).toBe(false)
    expect(isUnsettled({ ...state, methods: [removing, A] })).toBe(true)
  })
})

describe('the default', () => {
  it('is changed when the list says so', () => {
    const after = [method('a'), method('b', { default: true })]
    expect(listed(doing('default', 'b'), after).done).toBe('changed')
    expect(listed(doing('default', 'b'), [A, B]).done).toBe('kept')
    expect(listed(doing('default', 'b'), [A]).done).toBe('kept')
    expect(listed(doing('default', 'a'), [method('a'), method('b', { default: true })]).done).toBe('kept')
  })

  it('cannot be chosen again', () => {
    expect(begun(list(), 'default', 'a')).toEqual(list())
  })
})

describe('any order of steps', () => {
  const kinds = fc.constantFrom<Task['kind']>('confirm', 'remove', 'default')
  const ids = fc.constantFrom('a', 'b', 'unknown')
  const states = fc.oneof(
    fc.constant(list()),
    fc.tuple(kinds, ids).map(([kind, id]) => doing(kind, id)),
    fc.constant<MethodsState>({ phase: 'loading', methods: [] }),
  )

  it('never has two requests at once, and never one about a method that is not there', () => {
    fc.assert(
      fc.property(states, kinds, ids, (state, kind, id) => {
        const next = begun(state, kind, id)
        if (next === state) return
        expect(state.task === undefined || state.task.kind === 'confirm').toBe(true)
        expect(next.task).toEqual({ kind, id })
        expect(state.methods.map((one) => one.id)).toContain(id)
      }),
    )
  })

  it('lets the customer think better of a question, and of nothing that is on its way', () => {
    expect(kept(doing('confirm', 'b')).task).toBeUndefined()
    expect(kept(doing('remove', 'b'))).toEqual(doing('remove', 'b'))
  })
})
