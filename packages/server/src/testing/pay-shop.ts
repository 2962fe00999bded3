// A merchant for tests of payments: one registered card at a PG that keeps its own books, and answers as the test says.
import type { Exchange } from '../http/exchange.ts'
import type {
  CancelAsked,
  CancelOutcome,
  ChargeAsked,
  ChargeOutcome,
  KeyAsked,
  PaymentOperations,
  PgOperation,
  RevokeOutcome,
} from '../payments/operations.ts'
import { danal } from '../providers/danal/index.ts'
import type { CallContext, ServerProvider } from '../providers/provider.ts'
import { Secret } from '../secret.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { method as sampleMethod, sampleRegistration } from './ledger-samples.ts'
import { danalSuccess, makeShop, TEST_KEYS, type Shop } from './shop.ts'

/**
 * How the bank takes the next calls. `lose-answer`: it does the work, and nobody hears. `lose-request`: it hears nothing.
 * `nonsense`: it does the work and answers what proves nothing. `mismatch`: it charges something else.
 */
export type Mood = 'well' | 'decline' | 'lose-answer' | 'lose-request' | 'nonsense' | 'mismatch'

/** One order in the bank's books. */
interface BankOrder {
  /** What it was sold as. */
  readonly name: string
  readonly amount: number
  readonly paid: boolean
  cancelled: number
}

/** The PG's own truth. */
export interface Bank {
  mood: Mood
  /** Whether it can be asked what came of something. */
  canLook: boolean
  readonly orders: Map<string, BankOrder>
  readonly revoked: Set<string>
  /** What was asked of it, in order. */
  readonly calls: string[]
  /** Called while its answer is on the way. */
  onTheWay: () => Promise<void>
  /** Money that has moved and not gone back, KRW. */
  money(): number
}

/** An empty book. */
export function makeBank(): Bank {
  const orders = new Map<string, BankOrder>()
  return {
    mood: 'well',
    canLook: true,
    orders,
    revoked: new Set(),
    calls: [],
    onTheWay: () => Promise.resolve(),
    money: () =>
      [...orders.values()].reduce(
        (sum, { paid, amount, cancelled }) => (paid ? sum + amount - cancelled : sum),
        0,
      ),
  }
}

const said = (operation: string, what: string): Exchange => ({
  operation,
  status: 200,
  body: new Secret(what),
})
const lost = (operation: string): Exchange => ({ operation, failure: 'lost' })

const UNKNOWN = { kind: 'uncertain', code: 'outcome_unknown' } as const

/** One call of the bank, as it takes it now. `looking`: it only asks. */
export async function ask(
  bank: Bank,
  name: string,
  work: () => string,
  { earlier }: Pick<CallContext, 'earlier'>,
  looking: boolean = earlier.length > 0,
): Promise<readonly Exchange[]> {
  if (looking && !bank.canLook) return []
  bank.calls.push(looking ? `look ${name}` : name)
  const { mood } = bank
  const answer = mood === 'lose-request' ? '' : work()
  await bank.onTheWay()
  if (mood === 'lose-answer' || mood === 'lose-request') return [lost(name)]
  return [said(name, mood === 'nonsense' ? 'nonsense' : answer)]
}

/** What it said last. */
export const lastSaid = (exchanges: readonly Exchange[]): string | undefined =>
  exchanges.at(-1)?.body?.reveal()

function charging(bank: Bank): PgOperation<ChargeAsked, ChargeOutcome> {
  const book = ({ pgOrderId, amount, key, orderName: name }: ChargeAsked): string => {
    if (bank.revoked.has(key.reveal()) || bank.mood === 'decline') return 'declined'
    const charged = bank.mood === 'mismatch' ? amount + 1 : amount
    if (bank.orders.has(pgOrderId)) throw new Error('the same order was charged twice')
    bank.orders.set(pgOrderId, { name, amount: charged, paid: true, cancelled: 0 })
    return `paid ${charged}`
  }
  const look = ({ pgOrderId }: ChargeAsked): string => {
    const order = bank.orders.get(pgOrderId)
    if (!order) return 'absent'
    return order.cancelled === order.amount ? 'cancelled' : `paid ${order.amount}`
  }
  return {
    call: (asked, context) =>
      ask(bank, 'charge', () => (context.earlier.length > 0 ? look(asked) : book(asked)), context),
    judge({ amount, pgOrderId }, exchanges) {
      const [what, charged] = lastSaid(exchanges)?.split(' ') ?? []
      if (what === 'declined') return { kind: 'declined', code: 'card_limit', providerCode: 'LIMIT' }
      if (what === 'cancelled') return { kind: 'cancelled' }
      if (what === 'absent') return { ...UNKNOWN, absent: true }
      if (what !== 'paid') return UNKNOWN
      const mismatches = Number(charged) === amount ? [] : ['amount']
      return { kind: 'paid', transactionId: `tx-${pgOrderId}`, mismatches }
    },
  }
}

function cancelling(bank: Bank): PgOperation<CancelAsked, CancelOutcome> {
  const left = ({ pgOrderId }: CancelAsked): number => {
    const order = bank.orders.get(pgOrderId)
    return order ? order.amount - order.cancelled : 0
  }
  const give = (asked: CancelAsked): string => {
    const order = bank.orders.get(asked.pgOrderId)
    if (!order || bank.mood === 'decline' || left(asked) !== asked.remaining) return 'refused'
    order.cancelled += asked.amount
    return 'cancelled'
  }
  const look = (asked: CancelAsked): string =>
    left(asked) === asked.remaining - asked.amount ? 'cancelled' : 'absent'
  return {
    call: (asked, context) =>
      ask(bank, 'cancel', () => (context.earlier.length > 0 ? look(asked) : give(asked)), context),
    judge(_asked, exchanges) {
      const what = lastSaid(exchanges)
      if (what === 'cancelled') return { kind: 'cancelled', mismatches: [] }
      if (what === 'refused') return { kind: 'declined', code: 'provider_refused' }
      return what === 'absent' ? { ...UNKNOWN, absent: true } : UNKNOWN
    },
  }
}

function revoking(bank: Bank): PgOperation<KeyAsked, RevokeOutcome> {
  return {
    call: ({ key }, context) =>
      ask(
        bank,
        'revoke',
        () => {
          if (bank.mood === 'decline') return 'refused'
          bank.revoked.add(key.reveal())
          return 'revoked'
        },
        context,
      ),
    judge(_asked, exchanges) {
      const what = lastSaid(exchanges)
      if (what === 'revoked') return { kind: 'revoked' }
      return what === 'refused' ? { kind: 'refused', code: 'provider_refused' } : UNKNOWN
    },
  }
}

const withWay = (bank: Bank, turn: () => Promise<void>): Bank =>
  new Proxy(bank, {
    get: (of, name, receiver): unknown => (name === 'onTheWay' ? turn : Reflect.get(of, name, receiver)),
  })

/** A provider that registers as Danal does, and charges at this bank. */
export function bankProvider(
  books: Bank,
  change: Partial<ServerProvider> = {},
  turn?: () => Promise<void>,
): ServerProvider {
  // Its own way for the answers of this server, over the same books.
  const bank: Bank = turn ? withWay(books, turn) : books
  const operations: PaymentOperations = {
    refuse: ({ amount }) => (amount < 100 ? 'bank: amount must be at least 100 KRW' : undefined),
    charge: charging(bank),
    cancel: cancelling(bank),
    revoke: revoking(bank),
  }
  const base: ServerProvider = danal(TEST_KEYS)
  return {
    ...base,
    can: { ...base.can, charge: true, cancel: true, revoke: true },
    operations: async () => operations,
    ...change,
  }
}

/** A shop at a bank. */
export interface PayShop {
  readonly shop: Shop
  readonly bank: Bank
}

/** Builds the shop. */
export function makePayShop(overrides: Parameters<typeof makeShop>[0] & { bank?: Bank } = {}): PayShop {
  const { bank = makeBank(), ...options } = overrides
  return { bank, shop: makeShop({ providers: [bankProvider(bank)], ...options }) }
}

/** Registers a card of this customer, and answers its id. */
export async function registerCard(
  shop: Shop,
  customer = 'alice',
  transactionId = `TX-${customer}`,
): Promise<string> {
  const visitor = shop.as(customer)
  const { id, launch } = await visitor.open('pro', { clientRef: `element-${transactionId}`.padEnd(24, '0') })
  const orderId = launch.provider === 'danal' ? launch.request.orderId : ''
  const { answer } = shop
  shop.answer = () => danalSuccess({ orderId, billingKey: `KEY-${transactionId}`, transactionId })
  const response = await visitor.complete(id, { return: { code: 'SUCCESS', transactionId } })
  shop.answer = answer
  const view: unknown = await response.json()
  const method = (await shop.ledger.paymentMethods(customer))[0]
  if (method?.state !== 'active') throw new Error(`not registered: ${JSON.stringify(view)}`)
  return method.id
}

/** Puts a registered card of alice into a ledger, as if she had registered it at {@link bankProvider}, and answers its id. */
export async function plantCard(ledger: Ledger): Promise<string> {
  const { account } = danal(TEST_KEYS)
  const registration = sampleRegistration('reg_planted', { account })
  const stored = await ledger.create(registration, [])
  const card = { ...sampleMethod('pm_planted', stored.id, 1000), account }
  const issued = { ...stored, state: 'issued' as const, version: stored.version + 1 }
  const written = await ledger.replace(stored, issued, { events: [], paymentMethod: card })
  if (written !== 'ok') throw new Error('the card was not planted')
  return card.id
}
