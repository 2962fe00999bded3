// The element's state: what the customer sees happening, and which step may follow which.
import type { Problem, RegistrationView } from '@billing-register/contract'

/** What is known in a phase. Nothing secret. */
interface Facts {
  /** Id of the registration. With `idle`: a return that waits for one click. */
  readonly id?: string | undefined
  /** The server's last word about the registration. */
  readonly registration?: RegistrationView
  /** Why it went wrong. With `idle`: a calm remark. */
  readonly problem?: Problem | undefined
  /** `uncertain`: the element asks again by itself. */
  readonly looking?: boolean
}

/** What the element is doing, told apart by `phase`. */
export type ElementState =
  | (Facts & { readonly phase: 'idle' | 'preparing' | 'failed' })
  | (Facts & { readonly phase: 'open' | 'finishing' | 'uncertain'; readonly id: string })
  | (Facts & {
      readonly phase: 'issued' | 'declined' | 'cancelled'
      readonly id: string
      readonly registration: RegistrationView
    })

/** The name of what the element is doing. */
export type Phase = ElementState['phase']

const REST: readonly Phase[] = ['idle', 'cancelled', 'declined', 'failed', 'uncertain']
const FOLLOWED: readonly Phase[] = ['open', 'finishing', 'uncertain']

/** From which phases each phase may be entered. `uncertain` never becomes `failed`: money may have moved. */
export const LEGAL: { readonly [To in Phase]: readonly Phase[] } = {
  idle: [...REST, 'preparing', 'open', 'finishing', 'issued'],
  preparing: REST,
  open: [...REST, 'preparing'],
  finishing: ['idle', 'cancelled', 'declined', 'failed', 'open'],
  issued: FOLLOWED,
  declined: FOLLOWED,
  cancelled: FOLLOWED,
  uncertain: FOLLOWED,
  failed: ['idle', 'preparing', 'open', 'finishing', 'cancelled', 'failed'],
}

/** Whether a new registration may be started. */
export const mayStart = ({ phase, registration }: ElementState): boolean =>
  phase === 'uncertain' ? !!registration?.canRetry : REST.includes(phase)

/**
 * The next state. An input is the state that it proposes; one that may not follow, and one about another
 * registration than the one that is followed, return the same object.
 */
export function transition(state: ElementState, input: ElementState): ElementState {
  const begins = input.phase === 'preparing' || input.phase === 'open'
  const stale = FOLLOWED.includes(state.phase) && !begins && input.id && input.id !== state.id
  const early = state.phase === 'uncertain' && begins && !mayStart(state)
  return stale || early || !LEGAL[input.phase].includes(state.phase) ? state : input
}

/** What a server's answer proposes; undefined while there is nothing new to say. */
export function proposal(registration: RegistrationView): ElementState | undefined {
  const { id, state, error: problem, canRetry } = registration
  if (state === 'issuing') return undefined
  // `open` and `returned`: the window is over and gave nothing to finish with, which is a calm end.
  const phase =
    state === 'open' || state === 'returned' ? 'cancelled' : state === 'expired' ? 'failed' : state
  return { phase, id, registration, problem, looking: phase === 'uncertain' && !canRetry }
}
