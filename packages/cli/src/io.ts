// What a command may touch of the world: its streams, the merchant's billing, the clock.
import type { Billing } from '@billing-register/server'

/** The edges of a run. */
export interface Io {
  /** What was asked for: tables, JSON. */
  readonly out: (text: string) => void
  /** What goes on meanwhile: progress, warnings, errors. */
  readonly err: (text: string) => void
  /** Whether somebody watches `err`: progress is drawn for people alone. */
  readonly watched: boolean
  readonly color: boolean
  /** The merchant's billing, from the module at `path` or the one that the folder's name suggests. */
  readonly load: (path: string | undefined) => Promise<Billing>
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** A mistake of whoever typed the command: told in one line, exit code 2. */
export class UsageError extends Error {}
