// What the customer reads for each error code, in English.
import type { Texts } from './problem-text.ts'

const MERCHANT_EN =
  'Card registration is not available because of a setup problem. Please tell customer support.'
const LATER_EN = 'Registration is not possible right now. Please try again shortly.'
const REQUEST_EN = 'The request could not be handled. Please reload the page and try again.'
const NETWORK_EN = 'The connection is not working. Check your network, then try again.'

/** English texts. */
export const EN: Texts = {
  invalid_request: REQUEST_EN,
  unsupported_version: 'This page is out of date. Please reload it and try again.',
  unknown_provider: MERCHANT_EN,
  return_to_refused: MERCHANT_EN,
  consent_required: 'Please read and agree first.',
  unauthenticated: 'Log in to continue.',
  origin_refused: MERCHANT_EN,
  not_found: 'This registration was not found. Check that you are logged in to the account that started it.',
  method_not_allowed: REQUEST_EN,
  offer_changed: 'The price or terms changed. Please check and confirm again.',
  registration_conflict: 'This registration is already being processed. Please check the result shortly.',
  registration_expired: 'This took too long. Please start again.',
  body_too_large: REQUEST_EN,
  unsupported_media_type: REQUEST_EN,
  too_many_attempts: 'There were too many tries. Please try again later.',
  card_declined: 'The card issuer declined. Try another card or contact the issuer.',
  card_expired: 'This card has expired. Please try another card.',
  card_invalid: 'Please check the card details.',
  card_unsupported: 'This card cannot be registered. Please try another card.',
  card_limit: 'The card is over its limit. Check the limit or try another card.',
  holder_mismatch: 'The details do not match the card holder. Please check them.',
  not_completed: 'The registration was not finished. Please try again.',
  return_refused: 'The result could not be verified, so nothing was registered. Please start again.',
  return_mismatch:
    'We are checking the result once more. Please do not register again; contact customer support.',
  outcome_unknown: "We are checking the result. You can close this page. Please don't register again yet.",
  provider_unavailable: LATER_EN,
  provider_refused: MERCHANT_EN,
  misconfigured: MERCHANT_EN,
  merchant_error: LATER_EN,
  ledger_unavailable: LATER_EN,
  ledger_tampered: MERCHANT_EN,
  sealing_key_missing: LATER_EN,
  internal: LATER_EN,
  sdk_blocked: 'The card window could not load. Turn off blockers or check your network, then try again.',
  window_failed: 'The card window could not open. Please try again.',
  network: NETWORK_EN,
  bad_response: NETWORK_EN,
}
