// Carries out what the schedule has drawn: each strike at its first occasion, and back again after its time.
import { setTimeout as pause } from 'node:timers/promises'
import type { Strike } from './schedule.ts'
import type { Absence } from './shapes.ts'

/** What can be struck. */
export interface Targets {
  readonly servers: number
  /** Kills a server; resolves when it listens again. `forMs`: how long it stays away. */
  killServer(server: number, forMs: number): Promise<void>
  /** Stops a server where it stands, and lets it go on. */
  stallServer(server: number, forMs: number): Promise<void>
  killDatabase(forMs: number): Promise<void>
}

/** Strikes that wait for their occasion, and those that were carried out. */
export interface Strikes {
  /** A story or deal has begun: the strikes up to it may fall. */
  begun(of: Strike['of'], index: number): void
  /** Something happened at a server. */
  occasion(on: Strike['on'], server: number): void
  /** No more of them: resolves when everything is back. */
  end(): Promise<void>
  readonly absences: readonly Absence[]
  /** How many fell, by kind. */
  readonly fallen: ReadonlyMap<string, number>
}

/** Makes ready to strike. */
export function makeStrikes(drawn: readonly Strike[], targets: Targets): Strikes {
  let waiting = drawn
  const armed: Strike[] = []
  const absences: Absence[] = []
  const fallen = new Map<string, number>()
  const underWay = new Set<Promise<void>>()
  const away = new Set<Absence['server']>()

  const strikeOne = async (what: Absence['server'], work: () => Promise<void>): Promise<void> => {
    if (away.has(what)) return
    away.add(what)
    const from = Date.now()
    await work()
    away.delete(what)
    absences.push({ server: what, from, to: Date.now() })
  }
  const carryOut = async (strike: Strike, server: number): Promise<void> => {
    const { how, target, forMs, delayMs } = strike
    if (delayMs > 0) await pause(delayMs)
    const name = how === 'stall' ? 'server stalled' : `${target} killed`
    fallen.set(name, (fallen.get(name) ?? 0) + 1)
    const all = Array.from({ length: targets.servers }, (_, index) => index)
    const struck = target === 'server' ? [server] : target === 'servers' ? all : []
    if (target === 'database') return strikeOne('database', () => targets.killDatabase(forMs))
    const hit = how === 'stall' ? targets.stallServer : targets.killServer
    await Promise.all(struck.map((one) => strikeOne(one, () => hit(one, forMs))))
  }
  return {
    absences,
    fallen,
    begun(of, index) {
      const due = waiting.filter((strike) => strike.of === of && strike.index <= index)
      waiting = waiting.filter((strike) => !due.includes(strike))
      armed.push(...due)
    },
    occasion(on, server) {
      const at = armed.findIndex((strike) => strike.on === on)
      const [strike] = at < 0 ? [] : armed.splice(at, 1)
      if (!strike) return
      const work = carryOut(strike, server).finally(() => underWay.delete(work))
      underWay.add(work)
    },
    async end() {
      waiting = []
      armed.length = 0
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
