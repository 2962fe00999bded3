// What the element says in each state: the action's label and the one sentence above it.
import type { OfferResponse, Problem } from '@billing-register/contract'
import type { Messages } from './i18n/messages.ts'
import { POPUP_BLOCKED } from './registration/popup.ts'
import type { ElementState } from './registration/state.ts'

/** Texts of one state. */
export interface Wording {
  readonly action: string
  readonly text: string
  /** The problem to explain, with its support code. */
  readonly problem?: Problem | undefined
  /** The action does nothing now. */
  readonly inert?: boolean
}

/** The sentence for a problem: the server's words for the customer, or the element's own. */
export function problemText({ code, title, detail }: Problem, m: Messages): string {
  switch (code) {
    case 'not_found':
      return m.otherLogin
    case 'unauthenticated':
      return m.login
    case 'consent_required':
      return m.consent
    case 'network':
      return m.network
    case 'sdk_blocked':
      return m.sdkBlocked
    case 'window_failed':
      return title === POPUP_BLOCKED ? m.popupBlocked : m.windowFailed
    default:
      return detail || m.unavailable
  }
}

/** The texts of a state. */
export function wording(state: ElementState, m: Messages, offer?: OfferResponse): Wording {
  switch (state.phase) {
    case 'idle': {
      const { pending, problem } = state
      const text = problem ? problemText(problem, m) : pending ? m.returned : ''
      return { action: problem?.status === 401 ? m.check : pending ? m.finish : m.register, text }
    }
    case 'preparing':
      return { action: m.register, text: '', inert: true }
    case 'open':
      return { action: m.open, text: m.open }
    case 'finishing':
      return { action: m.finishing, text: m.finishing, inert: true }
    case 'issued':
      return { action: m.change, text: m.issued, problem: state.registration.error }
    case 'declined': {
      const problem = state.registration.error
      return { action: m.another, text: problem?.detail || m.unavailable, problem }
    }
    case 'cancelled': {
      const uncharged = offer?.chargedNow === 0 ? ` ${m.uncharged}` : ''
      return { action: m.register, text: state.registration.error?.detail || m.cancelled + uncharged }
    }
    case 'uncertain':
      if (state.canRetry) return { action: m.again, text: m.retriable }
      return { action: m.check, text: state.looking ? m.uncertain : m.unsettled, inert: state.looking }
    case 'failed': {
      const { problem } = state
      const final = problem.retry === 'none'
      return { action: final ? m.register : m.again, text: problemText(problem, m), problem, inert: final }
    }
  }
}
