// The element's state: what the customer sees happening, and which step may follow which.
import type { Problem, RegistrationView } from '@billing-register/contract'

/** What the element is doing, told apart by `phase`. Holds nothing secret. */
export type ElementState =
  /** Ready for the click. `problem` is a calm remark; `pending` is a return that waits for one click. */
  | { readonly phase: 'idle'; readonly problem?: Problem; readonly pending?: string }
  /** Clicked, and the window is not ready to open yet. */
  | { readonly phase: 'preparing' }
  | { readonly phase: 'open'; readonly id: string }
  | { readonly phase: 'finishing'; readonly id: string }
  | { readonly phase: 'issued'; readonly id: string; readonly registration: RegistrationView }
  | { readonly phase: 'declined'; readonly id: string; readonly registration: RegistrationView }
  | { readonly phase: 'cancelled'; readonly id: string; readonly registration: RegistrationView }
  /** `looking`: asks the server again by itself. `canRetry`: the customer may start again. */
  | {
      readonly phase: 'uncertain'
      readonly id: string
      readonly looking: boolean
      readonly canRetry: boolean
    }
  | { readonly phase: 'failed'; readonly problem: Problem }

/** The name of what the element is doing. */
export type Phase = ElementState['phase']

/** Something that happened. */
export type Input =
  | { readonly type: 'prepare' }
  | { readonly type: 'open'; readonly id: string }
  | { readonly type: 'finish'; readonly id: string }
  | { readonly type: 'answer'; readonly id: string; readonly view: RegistrationView }
  /** Nobody knows the outcome yet. */
  | { readonly type: 'doubt'; readonly id: string; readonly looking: boolean }
  | { readonly type: 'fail'; readonly problem: Problem }
  | { readonly type: 'rest'; readonly problem?: Problem; readonly pending?: string }

const STARTABLE: readonly Phase[] = ['idle', 'cancelled', 'declined', 'failed', 'uncertain']
const WAITING: readonly Phase[] = ['open', 'finishing', 'uncertain']

/** From which phases each input may be taken. `uncertain` never becomes `failed`: money may have moved. */
export const LEGAL: { readonly [Type in Input['type']]: readonly Phase[] } = {
  prepare: STARTABLE,
  open: [...STARTABLE, 'preparing'],
  finish: [...STARTABLE, 'open', 'finishing'],
  answer: WAITING,
  doubt: WAITING,
  fail: ['idle', 'preparing', 'open', 'finishing', 'cancelled', 'failed'],
  rest: [...STARTABLE, 'preparing', 'open', 'finishing', 'issued'],
}

/**
 * The next state. A pair that is not legal, and an input about another registration than the one at hand, return
 * the same object.
 */
export function transition(state: ElementState, input: Input): ElementState {
  if (!LEGAL[input.type].includes(state.phase)) return state
  switch (input.type) {
    case 'prepare':
    case 'open':
      if (state.phase === 'uncertain' && !state.canRetry) return state
      return input.type === 'open' ? { phase: 'open', id: input.id } : { phase: 'preparing' }
    case 'finish':
      if (WAITING.includes(state.phase) && isOther(state, input.id)) return state
      return state.phase === 'uncertain' ? { ...state, looking: true } : { phase: 'finishing', id: input.id }
    case 'answer':
      return isOther(state, input.id) ? state : settled(state, input.view)
    case 'doubt':
      if (isOther(state, input.id) || ('looking' in state && state.looking === input.looking)) return state
      return { canRetry: false, ...state, phase: 'uncertain', id: input.id, looking: input.looking }
    case 'fail':
      return { phase: 'failed', problem: input.problem }
    case 'rest': {
      const { type: _, ...rest } = input
      return { phase: 'idle', ...rest }
    }
  }
}

const isOther = (state: ElementState, id: string): boolean => 'id' in state && state.id !== id

function settled(state: ElementState, registration: RegistrationView): ElementState {
  const { id, canRetry = false, error } = registration
  switch (registration.state) {
    case 'issued':
    case 'declined':
    case 'cancelled':
      return { phase: registration.state, id, registration }
    case 'uncertain':
      return { phase: 'uncertain', id, looking: !canRetry, canRetry }
    case 'open':
      // The window gave nothing that ends the registration: back to the start, with the server's words.
      return { phase: 'cancelled', id, registration }
    case 'expired':
      return error ? { phase: 'failed', problem: error } : { phase: 'idle' }
    default:
      return state
  }
}
