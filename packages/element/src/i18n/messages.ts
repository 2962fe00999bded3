// The element's own texts. Prices, charges and the reasons of errors come from the server in the asked language.

/** Texts in one language. */
export interface Messages {
  readonly register: string
  readonly open: string
  readonly finishing: string
  readonly issued: string
  /** On the card where the PG tells neither issuer nor number. */
  readonly done: string
  /** Quiet way to register another card. */
  readonly change: string
  readonly cancelled: string
  /** Said only where the server said that nothing is charged. */
  readonly uncharged: string
  readonly uncertain: string
  /** The automatic looks are over. */
  readonly unsettled: string
  /** The server says that starting again is safe. */
  readonly retriable: string
  readonly check: string
  /** Contains 보기 in Korean, because it is not the action. */
  readonly look: string
  readonly again: string
  readonly another: string
  /** A return waits for one click. */
  readonly returned: string
  readonly finish: string
  readonly consent: string
  readonly terms: string
  /** Contains 취소 in Korean, because it is not the action. */
  readonly stop: string
  /** Shown by a form that needs a card. */
  readonly required: string
  readonly login: string
  readonly otherLogin: string
  readonly support: string
  readonly network: string
  readonly unavailable: string
  readonly sdkBlocked: string
  readonly windowFailed: string
  readonly popupBlocked: string
}
