// Everything that a run will do, drawn from the seed before it begins: customers, faults, kills.
import { createRandom, type Random } from '../../packages/simulator/src/random.ts'
import { drawDeals, type Deal } from './deals.ts'
import { drawForgeries, type Forgery } from './forgeries.ts'
import { TYPED_AT, type Instance } from './instances.ts'
import { CALL_TIMEOUT_MS, LEASE_MS } from './world-time.ts'

/** PGs in whose windows customers register. */
const PROVIDERS = ['danal', 'portone-v1', 'portone-v2', 'toss'] as const satisfies readonly Instance[]

/** How one customer goes about one registration. */
export interface Story {
  readonly index: number
  readonly customer: string
  readonly provider: Instance
  /** How the card is typed into the shop's own form; absent in the PG's window. */
  readonly typing?: Typing
  readonly plan: 'later' | 'now' | 'consent'
  /**
   * How the register window ends, or which card is typed; `approve-poor`: one that is declined whenever it is charged.
   * `cancel`: nothing is typed.
   */
  readonly end: 'approve' | 'approve-poor' | 'decline' | 'cancel'
  /** The button is clicked twice at once. */
  readonly doubleClick: boolean
  /** The same launch is opened in a second tab, and both are walked to the end. */
  readonly secondWindow: boolean
  /** Which way the return comes: the return door with or without login or under another login, or through the page. */
  readonly door: 'login' | 'no-login' | 'other-login' | 'page'
  readonly post: boolean
  /** Junk that reaches the registration before the real return does. */
  readonly junk: readonly Junk[]
  /** Completes that are sent at once. */
  readonly completes: 1 | 2 | 3
  /** What the customer does beside it. */
  readonly beside: 'nothing' | 'cancel' | 'reload'
  /** When the customer comes back from the window, ms later; `end`: only when everybody else has gone. */
  readonly backAfter: number | 'end' | 'never'
}

/** How somebody goes about the card form. */
export interface Typing {
  /** How its frame asks for the document: with the customer's login, or with the ticket in its address alone. */
  readonly asks: 'login' | 'ticket'
  /** What is sent before the card itself, and must be refused. */
  readonly mistakes: readonly Mistake[]
  /** The form is filled in a second time, in another tab, and both are sent at once. */
  readonly second: 'nothing' | 'same-card' | 'another-card'
}

/** A card that the holder's identity does not fit, one whose time is over, or one that was changed on its way. */
export type Mistake = 'other-holder' | 'past' | 'spoilt'

/** `stolen`: what another customer's window brought back, or what was sealed for another customer's registration. */
export type Junk = 'anonymous' | 'other-login' | 'in-complete' | 'stolen'

/** Something is killed or stopped: at the first occasion once story (or deal) `index` has begun, and `delayMs` after it. */
export interface Strike {
  readonly of: 'story' | 'deal'
  readonly index: number
  /** A customer's request that is handed on, a call to a PG that arrives, or a PG's answer that leaves. */
  readonly on: 'request' | 'call' | 'answer'
  readonly delayMs: number
  /** The server that the occasion is about, all servers, or the database. */
  readonly target: 'server' | 'servers' | 'database'
  readonly how: 'kill' | 'stall'
  /** How long it stays away, ms. */
  readonly forMs: number
}

/** A whole run. */
export interface Schedule {
  readonly stories: readonly Story[]
  readonly deals: readonly Deal[]
  readonly forgeries: readonly Forgery[]
  /** In the order of their stories, and of their deals. */
  readonly strikes: readonly Strike[]
}

/** How much is to happen in a run, and on what. */
export interface Extent {
  readonly seed: number
  readonly registrations: number
  readonly orders: number
  readonly ledger: 'sqlite' | 'postgres'
}

/** Draws a run. */
export function drawSchedule({ seed, registrations, orders, ledger }: Extent): Schedule {
  const random = createRandom(seed)
  const stories = Array.from({ length: registrations }, (_, index) => ({
    ...drawStory(random, index),
    ...drawWay(chanceOf(`${seed} way ${index}`)),
  }))
  const strikes = drawStrikes(random, 'story', registrations, ledger)
  // A stream of chance of their own: customers stay the same however many orders there are.
  const beside = createRandom((seed ^ 0x5eedde41) >>> 0)
  const deals = drawDeals(beside, orders)
  const forgeries = drawForgeries(chanceOf(`${seed} forgeries`), Math.ceil((registrations + orders) / 4))
  return { stories, deals, forgeries, strikes: [...strikes, ...drawStrikes(beside, 'deal', orders, ledger)] }
}

function drawStrikes(random: Random, of: Strike['of'], count: number, database: Extent['ledger']): Strike[] {
  const strikes: Strike[] = []
  for (let index = random.int(2, 6); index < count; index += random.int(3, 9)) {
    strikes.push({ of, index, ...drawStrike(random, database) })
  }
  return strikes
}

function drawStory(random: Random, index: number): Story {
  const chance = (share: number): boolean => random.next() < share
  const junk: Junk[] = []
  if (chance(0.15)) junk.push('anonymous')
  if (chance(0.08)) junk.push('other-login')
  if (chance(0.1)) junk.push('in-complete')
  if (chance(0.15)) junk.push('stolen')
  const provider = random.pick<Story['provider']>(['danal', 'danal', ...PROVIDERS])
  const plan = random.pick<Story['plan']>(['later', 'later', 'now', 'consent'])
  return {
    index,
    // Some come back for a second card.
    customer: `customer-${chance(0.1) ? random.int(0, index) : index}`,
    provider,
    plan,
    end: random.pick([
      'approve',
      'approve',
      'approve',
      'approve',
      'approve',
      'approve-poor',
      'decline',
      'cancel',
    ]),
    doubleClick: chance(0.3),
    secondWindow: chance(0.12),
    door: random.pick(['login', 'login', 'login', 'no-login', 'no-login', 'page', 'page', 'other-login']),
    post: chance(0.5),
    junk,
    completes: random.pick([1, 1, 2, 2, 3]),
    beside: random.pick(['nothing', 'nothing', 'nothing', 'reload', 'reload', 'cancel']),
    backAfter: drawBack(random),
  }
}

/** A third of the customers do not go through a window that hands back what a server then issues from. */
function drawWay(random: Random): Partial<Story> {
  const kind = random.next()
  if (kind < 0.12) return { provider: 'portone-v2-direct' }
  if (kind >= 0.34) return {}
  return {
    provider: random.pick(TYPED_AT),
    // There is no window that could come back to any other.
    door: 'page',
    secondWindow: false,
    end: random.pick([
      'approve',
      'approve',
      'approve',
      'approve',
      'approve',
      'approve-poor',
      'decline',
      'decline',
      'cancel',
    ]),
    typing: {
      asks: random.pick(['login', 'login', 'ticket']),
      mistakes: random.pick<readonly Mistake[]>([
        [],
        [],
        [],
        ['other-holder'],
        ['past', 'spoilt'],
        ['spoilt'],
      ]),
      second: random.pick<Typing['second']>(['nothing', 'nothing', 'nothing', 'same-card', 'another-card']),
    },
  }
}

function drawBack(random: Random): Story['backAfter'] {
  const kind = random.next()
  if (kind < 0.75) return random.int(0, 50)
  if (kind < 0.88) return random.int(200, 1500)
  if (kind < 0.92) return LEASE_MS + random.int(0, 1000)
  return kind < 0.96 ? 'end' : 'never'
}

function drawStrike(random: Random, database: Extent['ledger']): Omit<Strike, 'of' | 'index'> {
  const kind = random.next()
  // SQLite has no process of its own: where Postgres would be killed, everybody who writes is.
  const target =
    kind < 0.72 ? 'server' : kind < 0.8 ? 'servers' : database === 'postgres' ? 'database' : 'servers'
  const stalls = target === 'server' && random.next() < 0.2
  const on = random.pick<Strike['on']>(['request', 'call', 'call', 'answer', 'answer', 'answer'])
  return {
    on,
    // Most are meant to fall between two lines; some a good while after an answer has come.
    delayMs: on === 'answer' && random.next() < 0.3 ? random.int(900, 2200) : random.int(0, 12),
    target,
    how: stalls ? 'stall' : 'kill',
    forMs: stalls ? LEASE_MS + random.int(0, 1500) : random.int(0, target === 'server' ? 200 : 1500),
  }
}

/** What goes wrong with one call at a PG. */
export interface CallFault {
  readonly fault:
    'drop-response' | 'drop-request' | 'delay' | 'http-500' | 'http-429' | 'not-json' | 'empty' | 'wrong-type'
  readonly delayMs?: number
}

const FAULT_RATE = 0.22

/** The fault of the `index`-th call of an operation at a provider, however many others there are. */
export function drawFault(
  seed: number,
  provider: string,
  operation: string,
  index: number,
): CallFault | undefined {
  const random = chanceOf(`${seed} ${provider} ${operation} ${index}`)
  if (random.next() >= FAULT_RATE) return undefined
  const fault = random.pick<CallFault['fault']>([
    'drop-response',
    'drop-response',
    'drop-request',
    'delay',
    'delay',
    'http-500',
    'http-429',
    'not-json',
    'empty',
    'wrong-type',
  ])
  if (fault !== 'delay') return { fault }
  // Within the call's time, past it, and past the lease.
  const span = random.pick([
    [CALL_TIMEOUT_MS * 0.2, CALL_TIMEOUT_MS * 0.8],
    [CALL_TIMEOUT_MS, LEASE_MS],
    [LEASE_MS, LEASE_MS * 1.5],
  ])
  return { fault, delayMs: random.int(Math.round(span[0] ?? 0), Math.round(span[1] ?? 0)) }
}

/** A stream of chance of its own for whatever the text names. */
export const chanceOf = (text: string): Random => createRandom(mix(text))

// A number from a text (FNV-1a).
function mix(text: string): number {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}
