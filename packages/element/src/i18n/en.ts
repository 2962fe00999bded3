// English.
import type { Messages } from './messages.ts'

const open = 'Continue in the card window'
const finishing = 'Registering your card'

/** English texts. */
export const en: Messages = {
  action: {
    idle: 'Register card',
    open,
    finishing,
    issued: 'Change',
    declined: 'Use another card',
    uncertain: 'Check again',
    failed: 'Try again',
  },
  text: {
    open,
    finishing,
    issued: 'Your card is registered',
    cancelled: 'Registration stopped.',
    uncertain: "We are checking the result. You can close this page. Please don't register again yet.",
    consent_required: 'Please read and agree first.',
    network: 'No connection. Check your network, then try again.',
    sdk_blocked: 'The card window could not load. Turn off blockers or check your network, then try again.',
    window_failed: 'The card window could not open. Allow popups, then try again.',
  },
  unavailable: 'Cards cannot be registered right now. Please try again later.',
  uncharged: 'You were not charged.',
  retriable: 'We are still checking the result. You may register again.',
  finish: 'Finish registering',
  done: 'Registered',
  terms: 'Show full terms',
  stop: 'Cancel registration',
  support: 'Support code',
}
