// English.
import type { KindWords, Words } from './words.ts'

const kind = (noun: string, issuer: string): KindWords => ({
  action: {
    idle: `Register ${noun}`,
    finishing: `Registering your ${noun}`,
    declined: `Use another ${noun}`,
  },
  issued: `Your ${noun} is registered`,
  problem: {
    card_declined: `The ${issuer} declined. Try another ${noun} or contact the ${issuer}.`,
    card_expired: `This ${noun} has expired. Please try another ${noun}.`,
    card_invalid: `Please check the ${noun} details.`,
    card_unsupported: `This ${noun} cannot be registered. Please try another ${noun}.`,
    card_limit: `The ${noun} is over its limit. Check the limit or try another ${noun}.`,
  },
})

/** English texts. */
export const en: Words = {
  amount: (digits) => `₩${digits}`,
  cycle: { week: 'week', month: 'month', year: 'year' },
  chargedNow: (amount) => `${amount} will be charged now.`,
  notCharged: 'Nothing is charged today.',
  change: 'Change',
  open: 'Continue in the registration window',
  cardCheck: 'A small amount is charged to check the card, then cancelled right away.',
  account: (label) => `Registers to ${label}`,
  test: 'Test mode',
  message: {
    cancelled: 'Registration stopped.',
    retriable: 'We are still checking the result. You may register again.',
    sdk_blocked:
      'The registration window could not load. Turn off blockers or check your network, then try again.',
    window_failed: 'The registration window could not open. Allow popups, then try again.',
    done: 'Registered',
    terms: 'Show full terms',
    stop: 'Cancel registration',
  },
  uncharged: 'You were not charged.',
  kinds: {
    card: kind('card', 'card issuer'),
    phone: kind('phone', 'mobile carrier'),
    account: kind('account', 'bank'),
  },
  problem: {
    request: 'The request could not be handled. Please reload the page and try again.',
    setup: 'Registration is not available because of a setup problem. Please tell customer support.',
    later: 'Registration is not possible right now. Please try again shortly.',
    unsupported_version: 'This page is out of date. Please reload it and try again.',
    consent_required: 'Please read and agree first.',
    unauthenticated: 'Log in to continue.',
    not_found:
      'This registration was not found. Check that you are logged in to the account that started it.',
    offer_changed: 'The price or terms changed. Please check and confirm again.',
    registration_conflict: 'This registration is already being processed. Please check the result shortly.',
    registration_expired: 'This took too long. Please start again.',
    too_many_attempts: 'There were too many tries. Please try again later.',
    method_gone: 'The registered payment method can no longer be used. Please register again.',
    holder_mismatch: 'The details do not match the holder. Please check them.',
    not_completed: 'The registration was not finished. Please try again.',
    return_refused: 'The result could not be verified, so nothing was registered. Please start again.',
    return_mismatch:
      'We are checking the result once more. Please do not register again; contact customer support.',
    outcome_unknown: "We are checking the result. You can close this page. Please don't register again yet.",
    payment_declined:
      'The first payment did not go through. Register another one, or contact customer support.',
    payment_uncertain: 'We are checking the first payment. You do not need to register again.',
  },
}
