// What the element says in each state: the action's label and the one sentence above it.
import type { OfferResponse, Problem } from '@billing-register/contract'
import type { Messages } from './i18n/messages.ts'
import { mayStart, type ElementState } from './registration/state.ts'

/** Texts of one state. */
export interface Wording {
  readonly action: string
  /** Empty when there is nothing to say. */
  readonly text: string
  /** The action does nothing now. */
  readonly inert: boolean
}

/** The sentence for a problem: the server's words for the customer, or the element's own. */
export const problemText = ({ code, detail }: Problem, m: Messages): string =>
  detail || (m.text[code] ?? m.unavailable)

/** The element's texts, and over them what the server said: that one names what is registered. */
export const merge = (m: Messages, offer?: OfferResponse): Messages => ({
  ...m,
  action: { ...m.action, ...offer?.text.action },
  text: { ...m.text, ...offer?.text.message },
})

/** The texts of a state. */
export function wording(state: ElementState, m: Messages, offer?: OfferResponse): Wording {
  const { phase, id, problem } = state
  let action = m.action[phase] ?? m.action.idle
  let text = phase === 'open' || phase === 'finishing' ? action : (m.text[phase] ?? '')
  if (problem && phase !== 'issued') text = problemText(problem, m)
  let inert = !!state.looking || phase === 'preparing' || phase === 'finishing'
  if (problem?.status === 401) action = m.action.uncertain
  else if (phase === 'idle' && id) action = m.finish
  else if (phase === 'uncertain' && mayStart(state))
    [action, text] = [m.action.failed, m.text.retriable ?? '']
  else if (phase === 'failed' && problem?.retry === 'none') [action, inert] = [m.action.idle, true]
  else if (phase === 'idle' && !offer) inert = true
  return { action, text, inert }
}
