// A pause that a hidden page does not use up.

/** Waits, and longer while the page is hidden. */
export const rest = (ms: number): Promise<unknown> =>
  new Promise<unknown>((resolve) => {
    setTimeout(() => {
      if (document.hidden) addEventListener('visibilitychange', resolve, { once: true })
      else resolve(ms)
    }, ms)
  })
