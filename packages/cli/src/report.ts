// How a command answers: a table for people, one JSON value for machines.
import type { Io } from './io.ts'

/** Prints an answer once. */
export type Report = (answer: { readonly json: unknown; readonly text: string }) => void

/** JSON when it was asked for, the text otherwise. Times in JSON are ms since the epoch, as in the ledger. */
export const reportTo =
  (io: Io, json: boolean): Report =>
  (answer) =>
    io.out(json ? `${JSON.stringify(answer.json, undefined, 2)}\n` : answer.text)

/** Shows how far long work has come, on one line, only where somebody watches. */
export function progressOf(io: Io, what: string): { show: (count: number) => void; end: () => void } {
  if (!io.watched) return { show: () => undefined, end: () => undefined }
  return {
    show: (count) => io.err(`\r${what}: ${count}`),
    end: () => io.err('\n'),
  }
}
