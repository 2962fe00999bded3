// What a simulated PG is to the rest of the simulator.
import type { Hono } from 'hono'

export interface SimulatedPg {
  /** Its own paths, without any prefix. */
  readonly app: Hono
  /** Forgets open windows and everything the PG stored. */
  reset(): void
}
