// Runs several servers against one ledger in every order of their ledger calls, up to a number of switches.
import type { Ledger } from '../ledger/ledger.ts'
import { eachCall } from './each-call.ts'

/** One actor of a scenario: it gets its own view of the ledger, on which each call waits for its turn. */
export type Actor = (ledger: Ledger, turn: () => Promise<void>) => Promise<void>

/** A fresh world for one run: the shared ledger, its actors, and what must hold at the end. */
export interface Scenario {
  readonly ledger: Ledger
  readonly actors: readonly Actor[]
  readonly check: () => Promise<void>
}

interface Runner {
  /** Lets the actor go on until its next ledger call or its end; true when it has ended. */
  advance(): Promise<boolean>
}

function startActor(actor: Actor, ledger: Ledger): Runner {
  // Calls that it makes at once wait in a row.
  const waiting: (() => void)[] = []
  let arrived = (): void => {}
  let ended = false
  const waitForTurn = (): Promise<void> =>
    new Promise((resolve) => {
      waiting.push(resolve)
      arrived()
    })
  const view = eachCall(ledger, async (call) => {
    await waitForTurn()
    return call()
  })
  const first = new Promise<void>((resolve) => (arrived = resolve))
  let failure: Error | undefined
  const run = actor(view, waitForTurn).then(
    () => (ended = true),
    (error: unknown) => {
      ended = true
      failure = error instanceof Error ? error : new Error(String(error))
    },
  )
  let begun = false
  return {
    async advance() {
      if (!begun) {
        begun = true
        await Promise.race([first, run])
      }
      if (!ended) {
        const next = new Promise<void>((resolve) => (arrived = resolve))
        waiting.shift()?.()
        await (waiting.length > 0 ? undefined : Promise.race([next, run]))
      }
      if (failure !== undefined) throw failure
      return ended
    },
  }
}

/** Which actor runs, and from which of its steps on another takes over. */
type Switches = readonly { readonly after: number; readonly to: number }[]

async function runOnce(scenario: Scenario, first: number, switches: Switches): Promise<number> {
  const runners = scenario.actors.map((actor) => startActor(actor, scenario.ledger))
  const live = new Set(runners.keys())
  let current = first
  let steps = 0
  let at = 0
  while (live.size > 0) {
    const change = switches[at]
    if (change && steps >= change.after) {
      at += 1
      if (live.has(change.to)) current = change.to
    }
    if (!live.has(current)) current = [...live][0] ?? 0
    if (await runners[current]?.advance()) live.delete(current)
    steps += 1
  }
  await scenario.check()
  return steps
}

/**
 * Explores every schedule with at most `maxSwitches` forced switches between actors (all of them are bugs'
 * favourite places), each in a fresh scenario. Answers how many schedules ran. Rejects at the first failing one.
 */
export async function interleave(make: () => Scenario, maxSwitches: number): Promise<number> {
  const size = make().actors.length
  let runs = 0
  const explore = async (first: number, switches: Switches): Promise<void> => {
    const steps = await runOnce(make(), first, switches)
    runs += 1
    if (switches.length >= maxSwitches) return
    for (let after = (switches.at(-1)?.after ?? 0) + 1; after < steps; after += 1) {
      for (let to = 0; to < size; to += 1) await explore(first, [...switches, { after, to }])
    }
  }
  for (let first = 0; first < size; first += 1) await explore(first, [])
  return runs
}
