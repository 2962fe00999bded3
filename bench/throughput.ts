// How many registrations per second the handler makes and completes, against the same written by hand: called as functions.
import { HANDLERS, type Handler, type Whose } from './handlers.ts'
import { ORIGIN, register, type Send } from './registration.ts'
import { median, type Row } from './row.ts'

const ROUNDS = 21
const REGISTRATIONS = 1_000

/** Registrations per second. */
export interface Speed {
  /** By the clock on the wall. */
  readonly wall: number
  /** By processor time, which a busy machine changes less. */
  readonly cpu: number
}

/** What both managed right after each other. */
export type Round = Readonly<Record<Whose, Speed>>

const called =
  (handler: Handler): Send =>
  async ({ path, ...init }) =>
    (await handler(new Request(ORIGIN + path, init))).json()

/** The speed of a fresh handler. */
async function speedOf(whose: Whose): Promise<Speed> {
  const send = called(HANDLERS[whose]())
  const start = performance.now()
  const startCpu = process.cpuUsage()
  await register(send, REGISTRATIONS)
  const { user, system } = process.cpuUsage(startCpu)
  return {
    wall: REGISTRATIONS / ((performance.now() - start) / 1000),
    cpu: REGISTRATIONS / ((user + system) / 1_000_000),
  }
}

/** Both in turns, so that a busy moment hits both; the first rounds only warm up. */
export async function inTurns(count: number, speed: (whose: Whose) => Promise<Speed>): Promise<Round[]> {
  const rounds: Round[] = []
  for (let round = 0; round < count + 3; round += 1) {
    const before = round % 2 === 0 ? undefined : await speed('theirs')
    const ours = await speed('ours')
    const theirs = before ?? (await speed('theirs'))
    if (round >= 3) rounds.push({ ours, theirs })
  }
  return rounds
}

/** How much of the other's speed ours has. */
export const ratio = (rounds: readonly Round[], kind: keyof Speed): number =>
  median(rounds.map(({ ours, theirs }) => ours[kind] / theirs[kind]))

/**
 * What the handler manages against the one written by hand, without a server around them: stricter than life, as what both
 * must do for every request is most of the work behind a server. The bound is on that one (`over-http.ts`).
 */
export async function throughput(): Promise<Row[]> {
  const rounds = await inTurns(ROUNDS, speedOf)
  return [
    {
      what: 'Create and complete as function calls, against the same by hand',
      value: ratio(rounds, 'wall'),
      unit: 'ratio',
    },
    { what: '  the same in processor time', value: ratio(rounds, 'cpu'), unit: 'ratio' },
    { what: '  with createBilling()', value: median(rounds.map(({ ours }) => ours.wall)), unit: '/s' },
    { what: '  by hand', value: median(rounds.map(({ theirs }) => theirs.wall)), unit: '/s' },
  ]
}
