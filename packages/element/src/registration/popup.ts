// Notices the popup that a PG's SDK opens inside the click: blocked, closed, or to be brought back.
import type { WindowResult } from '../providers/provider.ts'

/** A window that was opened. */
export interface Opened {
  readonly result: Promise<WindowResult>
  /** Brings the popup to the front, where there is one. */
  focus(): void
}

/** The browser refused the popup; the same launch may be opened again. */
export const POPUP_BLOCKED = 'popup-blocked'

const POLL = 500

/**
 * Calls the SDK and watches the popup that it opens at once. `window.open` is wrapped for the length of that call
 * only; an SDK says neither that its popup was blocked nor that it was closed.
 * @returns rejects with {@link POPUP_BLOCKED} when the browser refused the popup
 */
export function openWatched(open: () => Promise<WindowResult>, signal: AbortSignal): Opened {
  const native = window.open
  let popup: Window | null | undefined
  window.open = (...args) => (popup = native.apply(window, args))
  let result
  try {
    result = open()
  } finally {
    window.open = native
  }
  if (popup === null) result = Promise.race([Promise.reject(POPUP_BLOCKED), result])
  else if (popup) result = Promise.race([result, closed(popup, signal)])
  return { result, focus: () => popup?.focus() }
}

/**
 * A popup counts as closed only once this page has the focus again, because a PG page may cut its tie to us; and
 * only at the second look, because the SDK may be about to say how it ended.
 */
const closed = (popup: Window, signal: AbortSignal): Promise<WindowResult> =>
  new Promise((resolve) => {
    let looks = 0
    const timer = setInterval(() => {
      if (popup.closed && document.hasFocus()) looks++
      if (looks > 1) resolve({ kind: 'cancelled' })
      if (looks > 1 || signal.aborted) clearInterval(timer)
    }, POLL)
  })
