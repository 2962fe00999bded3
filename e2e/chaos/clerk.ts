// The merchant's clerk: charges an order with a registered card, asks again where no answer came, gives money back, ends cards.
import { setTimeout as pause } from 'node:timers/promises'
import type { Cancel, Deal } from './deals.ts'
import type { KnownOrder } from './forger.ts'
import { TRIES, waitAfter } from './patience.ts'

/** A card that its customer was shown as registered. */
export interface Card {
  readonly id: string
  readonly customer: string
}

/** Where clerks work. */
export interface Office {
  readonly origin: string
  /** Hears the status of every answer. */
  readonly seen: (method: string, path: string, status: number) => void
  /** Cards that are registered so far; grows while customers register. */
  readonly cards: readonly Card[]
  /** Orders as the PGs know them: they stand on the customers' receipts. */
  readonly known: KnownOrder[]
}

/** What the merchant was told of a payment. Amounts are KRW. */
export interface ToldPayment {
  readonly state: string
  readonly amount: number
  readonly attempt: number
  readonly provider: string
  readonly pgOrderId: string
  readonly paymentMethodId: string
  readonly cancellations: readonly { readonly id: string; readonly amount: number; readonly state: string }[]
}

/** One order as the merchant knows it. Times are wall clock ms. */
export interface OrderFile {
  readonly orderId: string
  readonly amount: number
  /** The first card that it was to be charged from, and when it was first asked for. */
  readonly paymentMethodId: string
  readonly askedAt: number
  readonly told: ToldPayment[]
  /** What was told where another amount had been asked. */
  readonly otherAmount: ToldPayment[]
  /** Cancellations that were asked for, KRW; undefined: all that is left. */
  readonly cancels: Map<string, number | undefined>
  /** Requests that nobody answered: what they did nobody knows. */
  unanswered: number
  /** Error codes that it was refused with. */
  readonly refused: string[]
}

/** What the merchant was told of a card that it revoked. `at`: when it knew, wall clock ms. */
export interface RevokedCard {
  readonly id: string
  readonly at: number
  readonly atPg: string | undefined
}

/** Everything that a clerk leaves behind. */
export interface OfficeFile {
  readonly orders: readonly OrderFile[]
  readonly revoked: readonly RevokedCard[]
  /** How often what was asked for, for the reader. */
  readonly asked: ReadonlyMap<string, number>
}

interface Answer {
  readonly done?: Readonly<Record<string, unknown>>
  readonly refused?: string
}

const PATIENCE_MS = 6000
/** How often, and how soon, a clerk asks again for what is uncertain before leaving it to the server. */
const FOLLOW_UPS = 3
const FOLLOW_UP_MS = 700

/** Works through deals, any number of them at once. */
export class Clerk implements OfficeFile {
  readonly orders: OrderFile[] = []
  readonly revoked: RevokedCard[] = []
  readonly asked = new Map<string, number>()
  readonly #office: Office

  constructor(office: Office) {
    this.#office = office
  }

  /** Carries a deal out with one of the cards there are. */
  async carryOut(deal: Deal): Promise<void> {
    const { cards } = this.#office
    const card = cards[deal.pick % cards.length]
    if (!card) return
    if (deal.revoke === 'before') await this.#revoke(card)
    const order = this.#open(deal, card)
    await this.#charge(deal, order, card)
    await pause(deal.pauseMs)
    if (!deal.leaves)
      for (let again = 0; again < deal.again; again += 1) await this.#ask(order, this.#chargeOf(order))
    if (deal.otherAmount === 'afterwards') await this.#askOtherAmount(order)
    for (const cancel of deal.cancels) await this.#cancel(order, cancel, deal.leaves)
    if (deal.revoke !== 'afterwards') return
    await Promise.all([this.#revoke(card), this.#revoke(card)])
    await this.#ask(order, this.#chargeOf(order))
  }

  /** Asks once more for every second order that is not settled; the others are left to the server. */
  async lookAgain(): Promise<void> {
    const open = this.orders.filter(({ told }) => told.at(-1)?.state === 'uncertain')
    const half = open.filter((_, index) => index % 2 === 0)
    await Promise.all(half.map((order) => this.#ask(order, this.#chargeOf(order))))
  }

  #open({ index, amount }: Deal, { id: paymentMethodId }: Card): OrderFile {
    const order: OrderFile = {
      orderId: `order-${index}`,
      amount,
      paymentMethodId,
      askedAt: Date.now(),
      told: [],
      otherAmount: [],
      cancels: new Map(),
      unanswered: 0,
      refused: [],
    }
    this.orders.push(order)
    return order
  }

  /** What asks for the order as it stands. */
  #chargeOf({ orderId, amount, paymentMethodId, told }: OrderFile): object {
    const card = told.at(-1)?.paymentMethodId ?? paymentMethodId
    return { orderId, amount, orderName: `구독 ${orderId}`, paymentMethodId: card }
  }

  async #charge(deal: Deal, order: OrderFile, card: Card): Promise<void> {
    const beside: Promise<unknown>[] = []
    for (let attempt = 1; attempt <= deal.attempts; attempt += 1) {
      const input = { ...this.#chargeOf(order), ...(attempt > 1 && this.#anew(attempt, card)) }
      const asks = Array.from({ length: deal.askers }, () => this.#ask(order, input, deal.leaves ? 1 : TRIES))
      if (attempt === 1 && deal.otherAmount === 'meanwhile') beside.push(this.#askOtherAmount(order))
      if (attempt === 1 && deal.revoke === 'meanwhile') beside.push(this.#revoke(card))
      await Promise.all(asks)
      if (!deal.leaves) await this.#follow(order, () => this.#ask(order, input))
      if (order.told.at(-1)?.state !== 'declined') break
    }
    await Promise.all(beside)
  }

  /** The next attempt: with another card of the same customer, where there is one. */
  #anew(attempt: number, { id, customer }: Card): object {
    const others = this.#office.cards.filter((card) => card.customer === customer && card.id !== id)
    return { attempt, paymentMethodId: others.at(-1)?.id ?? id }
  }

  async #follow({ told }: OrderFile, again: () => Promise<unknown>): Promise<void> {
    const open = (): boolean => {
      const last = told.at(-1)
      return (
        last?.state === 'uncertain' || last?.cancellations.some(({ state }) => state === 'uncertain') === true
      )
    }
    for (let asked = 0; asked < FOLLOW_UPS && open(); asked += 1) {
      await pause(FOLLOW_UP_MS)
      await again()
    }
  }

  async #ask(order: OrderFile, input: object, tries = TRIES): Promise<void> {
    const { done, refused } = await this.#send('charge', input, order, tries)
    if (done) this.#note(order, toldOf(done))
    if (refused !== undefined) order.refused.push(refused)
  }

  #note(order: OrderFile, told: ToldPayment): void {
    const { provider, pgOrderId: ref } = told
    if (order.told.every(({ pgOrderId }) => pgOrderId !== ref)) this.#office.known.push({ provider, ref })
    order.told.push(told)
  }

  async #askOtherAmount(order: OrderFile): Promise<void> {
    const amount = order.amount + 100
    const { done } = await this.#send('charge', { ...this.#chargeOf(order), amount }, order)
    if (done) order.otherAmount.push(toldOf(done))
  }

  async #cancel(order: OrderFile, { id, share, askers, again }: Cancel, leaves: boolean): Promise<void> {
    if (order.told.at(-1)?.state !== 'paid') return
    const amount = share === 'rest' ? undefined : Math.floor((order.amount * share) / 10) * 10
    const input = {
      orderId: order.orderId,
      reason: '고객 요청',
      ...(id === 'all' ? {} : { cancelId: id }),
      ...(amount === undefined ? {} : { amount }),
    }
    order.cancels.set(id, amount)
    const ask = async (): Promise<void> => {
      const { done } = await this.#send('cancel', input, order, leaves ? 1 : TRIES)
      if (done) order.told.push(toldOf(done))
    }
    await Promise.all(Array.from({ length: askers }, ask))
    if (leaves) return
    await this.#follow(order, ask)
    if (again) await ask()
  }

  async #revoke({ id }: Card): Promise<void> {
    const { done } = await this.#send('revoke', { paymentMethodId: id })
    if (!done) return
    const atPg = done['atPg']
    this.revoked.push({ id, at: Date.now(), atPg: typeof atPg === 'string' ? atPg : undefined })
  }

  /** Asks until somebody answers: the product promises that this is safe. */
  async #send(doing: string, input: object, order?: OrderFile, tries = TRIES): Promise<Answer> {
    this.asked.set(doing, (this.asked.get(doing) ?? 0) + 1)
    for (let tried = 0; tried < tries; tried += 1) {
      const answer = await this.#post(`/back-office/${doing}`, input)
      if (answer) return answer
      if (order) order.unanswered += 1
      if (tried + 1 < tries) await pause(waitAfter(tried))
    }
    return {}
  }

  async #post(path: string, input: object): Promise<Answer | undefined> {
    const { origin, seen } = this.#office
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS)
      const response = await fetch(`${origin}${path}`, {
        method: 'POST',
        body: JSON.stringify(input),
        signal,
      })
      const text = await response.text()
      seen('POST', path, response.status)
      return response.status === 200 || response.status === 422 ? (JSON.parse(text) as Answer) : undefined
    } catch {
      seen('POST', path, 0)
      return undefined
    }
  }
}

// Answers of our own merchant's server: their form is the product's own.
const toldOf = (done: object): ToldPayment => done as ToldPayment
