// The day itself: customers register, the merchant's clerks do business with their cards, and things go wrong.
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Clerk, type OfficeFile } from './clerk.ts'
import type { City } from './city.ts'
import { Forger } from './forger.ts'
import { play, type Passage, type Town } from './journey.ts'
import type { Schedule } from './schedule.ts'
import type { Strikes } from './strikes.ts'

/** How many customers are about at the same time, at most and in a short run. */
const CROWD = { most: 64, least: 24 } as const
/** How many clerks work at the same time. */
const CLERKS = { most: 16, least: 8 } as const
/** How many forgers. */
const FORGERS = 2
/** How long clerks wait for the first card, ms at a time. */
const NO_CARD_MS = 100

/** What was seen of a day. */
export interface Day {
  readonly passages: readonly Passage[]
  readonly office: OfficeFile
  readonly forger: Pick<Forger, 'forged' | 'floods'>
  /** How often each status was answered to what. */
  readonly statuses: ReadonlyMap<string, number>
}

/** Lives through it. */
export async function liveThrough(
  schedule: Schedule,
  city: City,
  strikes: Strikes,
  say: (line: string) => void,
): Promise<Day> {
  const statuses = new Map<string, number>()
  const seen: Town['seen'] = (method, path, status) => {
    const name = `${status} ${method} ${path.replace(/reg_\w+/, ':id').replace(/\?.*/, '')}`
    statuses.set(name, (statuses.get(name) ?? 0) + 1)
  }
  let evening = (): void => {}
  const town: Town = {
    origin: city.origin,
    seen,
    loot: new Map(),
    evening: new Promise((resolve) => (evening = resolve)),
    cards: [],
    known: [],
    run: randomBytes(8).toString('hex'),
  }
  const { origin, storeId, now } = city
  const clerk = new Clerk({ origin, seen, cards: town.cards, known: town.known })
  const forger = new Forger({ origin, storeId, now, seen, known: town.known })
  const passages: Passage[] = []
  const late: Promise<void>[] = []
  const doors = { open: true }
  const registered = crowd(schedule.stories, sizeOf(CROWD, schedule.stories.length), async (story) => {
    strikes.begun('story', story.index)
    if (story.index % 100 === 99) say(`${story.index + 1} customers`)
    const passing = play(town, story).then((passage) => void (passage && passages.push(passage)))
    if (story.backAfter === 'end') late.push(passing)
    else await passing
  }).then(() => (doors.open = false))
  const dealt = crowd(schedule.deals, sizeOf(CLERKS, schedule.deals.length), async (deal) => {
    while (doors.open && town.cards.length === 0) await pause(NO_CARD_MS)
    strikes.begun('deal', deal.index)
    if (deal.index % 100 === 99) say(`${deal.index + 1} orders`)
    await clerk.carryOut(deal)
  })
  const forged = crowd(schedule.forgeries, FORGERS, (forgery) => forger.carryOut(forgery))
  await Promise.all([registered, dealt, forged])
  await strikes.end()
  await fetch(`${city.pgs}/calm`)
  say('the faults are over')
  evening()
  await Promise.all([...late, clerk.lookAgain()])
  const back = passages.filter(({ story }) => story.backAfter !== 'never')
  // Not all at once: their requests all go through this process.
  await crowd(back, CROWD.most, async (passage) => void (await passage.lookAgain()))
  const paid = clerk.orders.flatMap(({ told }) => told.at(-1) ?? []).filter(({ state }) => state === 'paid')
  await forger.flood(paid.map(({ provider, pgOrderId: ref }) => ({ provider, ref })))
  return { passages, statuses, office: clerk, forger }
}

const sizeOf = ({ most, least }: { readonly most: number; readonly least: number }, things: number): number =>
  Math.min(most, Math.max(least, Math.round(things / 20)))

/** Works through the list, so many at once, each when its turn has come. */
async function crowd<T>(list: readonly T[], size: number, work: (one: T) => Promise<void>): Promise<void> {
  let next = 0
  const walker = async (): Promise<void> => {
    for (let one = list[next++]; one !== undefined; one = list[next++]) await work(one)
  }
  await Promise.all(Array.from({ length: size }, walker))
}
