// How people try again when nobody answers: soon at first, then less and less often, and not for ever.

/** How often they try in all: for about half a minute. */
export const TRIES = 24
const FIRST_MS = 200
const LONGEST_MS = 2000

/** How long they wait after the `made`-th try (from 0), ms. */
export const waitAfter = (made: number): number => Math.min(LONGEST_MS, Math.round(FIRST_MS * 1.4 ** made))
