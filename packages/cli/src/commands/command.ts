// What every command is given, and how it is added to the program.
import type { Billing } from '@billing-register/server'
import type { Command } from 'commander'
import type { Io } from '../io.ts'
import type { Report } from '../report.ts'

/** A run of one command. */
export interface Run {
  readonly io: Io
  /** The merchant's billing, loaded when it is first asked for. */
  readonly billing: () => Promise<Billing>
  readonly report: Report
  /** Sets the exit code to 1: the command worked, and what it found needs somebody. */
  readonly alarm: () => void
}

/** Adds commands to the program. `run` makes the run that belongs to the options that were given. */
export type AddCommands = (program: Command, run: () => Run) => void
