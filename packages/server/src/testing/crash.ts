// Kills a server at any of its ledger calls, before or after the call took effect: what it had in memory is gone.
import type { Ledger } from '../ledger/ledger.ts'
import { eachCall } from './each-call.ts'

/** Where a server dies: at its `at`-th call (from 1), before it takes effect, or after it but before anybody learns. */
export interface Cut {
  readonly at: number
  readonly when: 'before' | 'after'
}

/** A ledger as a server sees it that will die. */
export interface DyingServer {
  readonly ledger: Ledger
  /** A place besides the ledger where it may die, such as a PG's answer that is on its way. */
  readonly turn: () => Promise<void>
  /** Resolves when it has died. */
  readonly died: Promise<'died'>
}

/** The view of a server that dies at `cut`. None of its calls ever ends after that. */
export function dyingServer(ledger: Ledger, cut: Cut): DyingServer {
  let calls = 0
  let announce = (_died: 'died'): void => {}
  const died = new Promise<'died'>((resolve) => (announce = resolve))
  const die = (): Promise<never> => {
    announce('died')
    return new Promise(() => {})
  }
  const during = async <T>(call: () => Promise<T>): Promise<T> => {
    calls += 1
    if (calls > cut.at || (calls === cut.at && cut.when === 'before')) return die()
    const result = await call()
    return calls >= cut.at ? die() : result
  }
  return { ledger: eachCall(ledger, during), turn: () => during(async () => {}), died }
}

/** One story of a server that dies, and what the others make of it. */
export interface CrashStory {
  readonly ledger: Ledger
  /** What the server was doing when it died. */
  readonly victim: (server: DyingServer) => Promise<unknown>
  /** What others do afterwards, and what must hold then. */
  readonly afterwards: () => Promise<void>
}

/** Tells the story once for each place where the server may die. Answers how many there were. */
export async function crashEverywhere(make: () => Promise<CrashStory>): Promise<number> {
  for (let at = 1; ; at += 1) {
    for (const when of ['before', 'after'] as const) {
      const story = await make()
      const server = dyingServer(story.ledger, { at, when })
      const ended = await Promise.race([server.died, story.victim(server)])
      try {
        await story.afterwards()
      } catch (error) {
        throw new Error(`after a crash ${when} call ${at}`, { cause: error })
      }
      if (ended !== 'died') return at - 1
    }
  }
}
