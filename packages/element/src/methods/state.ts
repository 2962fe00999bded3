// The state of the list: what the customer sees, and which step may follow which. Pure.
import type { Problem, SavedPaymentMethod } from '@billing-register/contract'

/** Something that the customer does to one method. `confirm`: they are asked whether it is to be deleted. */
export interface Task {
  readonly kind: 'confirm' | 'remove' | 'default'
  readonly id: string
}

/**
 * What was done last, for the message. `kept`: it was asked for, but everything is as before. `half`: a new method is
 * registered, but the old one is still in its place.
 */
export type Done = 'removed' | 'changed' | 'kept' | 'added' | 'replaced' | 'half'

/** What the element shows. Nothing secret. */
export interface MethodsState {
  /** `failed`: there is no list to show. */
  readonly phase: 'loading' | 'listed' | 'failed'
  readonly methods: readonly SavedPaymentMethod[]
  readonly task?: Task | undefined
  readonly problem?: Problem | undefined
  readonly done?: Done | undefined
  /** The element asks by itself what became of a deletion; false when it has given up. */
  readonly looking?: boolean | undefined
}

/** The step to a new list, which says what became of what was asked for. */
export function listed(before: MethodsState, methods: readonly SavedPaymentMethod[]): MethodsState {
  const { task, looking } = before
  return { phase: 'listed', methods, looking, done: outcome(before, methods, task) }
}

function outcome(
  before: MethodsState,
  methods: readonly SavedPaymentMethod[],
  task: Task | undefined,
): Done | undefined {
  if (task?.kind === 'default')
    return methods.some((one) => one.default && one.id === task.id) ? 'changed' : 'kept'
  const stays = ({ id }: SavedPaymentMethod): boolean =>
    methods.some((one) => one.id === id && one.state === 'active')
  if (leaving(before).some(stays)) return 'kept'
  return departed(before, methods).length > 0 ? 'removed' : undefined
}

/** Methods that were deleted and are not in the list any more. */
export const departed = (
  before: MethodsState,
  methods: readonly SavedPaymentMethod[],
): readonly SavedPaymentMethod[] => leaving(before).filter(({ id }) => methods.every((one) => one.id !== id))

/** Methods that were deleted, or are to be, as far as the customer is concerned. */
const leaving = ({ methods, task }: MethodsState): readonly SavedPaymentMethod[] =>
  methods.filter(({ id, state }) => state === 'removing' || (task?.kind === 'remove' && task.id === id))

/** Whether nobody knows yet what became of a deletion. */
export const isUnsettled = ({ methods }: MethodsState): boolean =>
  methods.some(({ state }) => state === 'removing')

/** The step into a task: about an active method, one at a time, a deletion only after the question. Else the same state. */
export function begun(state: MethodsState, kind: Task['kind'], id: string): MethodsState {
  const { phase, methods, task, looking } = state
  const asking = task?.kind === 'confirm'
  const asked = kind === 'remove' ? asking && task.id === id : asking || !task
  const there = methods.some(
    (one) => one.id === id && one.state === 'active' && !(one.default && kind === 'default'),
  )
  return phase === 'listed' && asked && there ? { phase, methods, looking, task: { kind, id } } : state
}

/** The step back from the question. Else the same state. */
export const kept = (state: MethodsState): MethodsState =>
  state.task?.kind === 'confirm' ? { ...state, task: undefined } : state

/** The step after a deletion without an answer: it may have been done. */
export const doubted = ({ phase, methods, task, looking }: MethodsState): MethodsState => ({
  phase,
  looking,
  methods: methods.map((one) => (one.id === task?.id ? { ...one, default: false, state: 'removing' } : one)),
})
