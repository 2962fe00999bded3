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

describe('the default', () => {
  it('is changed when the list says so', () => {
    const after = [method('a'), method('b', { default: true })]
    expect(listed(doing('default', 'b'), after).done).toBe('changed')
    expect(listed(doing('default', 'b'), [A, B]).done).toBe('kept')
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
