// How a command answers: a table for people, one JSON value for machines.
import type { Io } from './io.ts'

/** Prints an answer once. */
export type Report = (answer: { readonly json: unknown; readonly text: string }) => void

/** JSON when it was asked for, the text otherwise. Times in JSON are ms since the epoch, as in the ledger. */
export const reportTo =
  (io: Io, json: boolean): Report =>
  (answer) =>
    io.out(json ? `${JSON.stringify(answer.json, undefined, 2)}\n` : answer.text)

/** Does long work and shows how far it has come, on one line, only where somebody watches. What comes next has a line of its own. */
export async function withProgress<T>(
  io: Io,
  what: string,
  work: (show: (count: number) => void) => Promise<T>,
): Promise<T> {
  let shown = false
  try {
    return await work((count) => {
      if (io.watched) io.err(`\r${what}: ${count}`)
      shown = io.watched
    })
  } finally {
    if (shown) io.err('\n')
  }
}
