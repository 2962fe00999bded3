// English.
import { messages as common } from '../../i18n/en.ts'
import type { Messages } from './messages.ts'

/** English texts. */
export const messages: Messages = {
  ...common,
  list: 'Payment methods',
  empty: 'No payment method is registered.',
  kind: { card: 'Card', phone: 'Phone', account: 'Account' },
  standard: 'Default',
  since: 'Added {}',
  makeDefault: 'Make default',
  remove: 'Delete',
  login: 'Log in to see your payment methods.',
  unavailable: 'This is not possible right now. Please try again later.',
  question: 'Delete this payment method? It will not be charged any more.',
  yes: 'Yes, delete',
  no: 'Cancel',
  checking: 'We are checking whether it is deleted.',
  replace: 'Change',
  add: 'Add another',
  close: 'Close',
  instead: 'This one will be deleted when the new one is registered:',
  done: {
    removed: 'Deleted.',
    changed: 'The default payment method was changed.',
    kept: 'That did not work, and nothing was changed. Please try again.',
    added: 'The new payment method is registered.',
    replaced: 'The payment method was changed.',
    half: 'The new one is registered, but the old one could not be replaced. Please change it in the list.',
  },
}
