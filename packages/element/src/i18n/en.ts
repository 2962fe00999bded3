// English.
import type { Messages } from './messages.ts'

/** English texts. */
export const messages: Messages = {
  action: {
    idle: 'Register',
    finishing: 'Registering',
    uncertain: 'Check again',
    failed: 'Try again',
  },
  text: {
    issued: 'Registered',
    cancelled: 'Registration stopped.',
    uncertain: "We are checking the result. You can close this page. Please don't register again yet.",
    network: 'No connection. Check your network, then try again.',
  },
  unavailable: 'Registration is not possible right now. Please try again later.',
  finish: 'Finish registering',
  support: 'Support code',
}
