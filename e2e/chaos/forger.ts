// Somebody who posts webhooks that no PG has sent: lies about known orders while customers and clerks are at work, and floods.
import { createHmac, randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { requestOf, type Forgery, type ForgedRequest } from './forgeries.ts'
import type { Flood, ForgedWebhook } from './verdict-webhooks.ts'

/** An order number that is known outside: it stands in windows and on receipts. */
export interface KnownOrder {
  readonly provider: string
  readonly ref: string
}

/** Where the forger is at work. */
export interface Target {
  readonly origin: string
  readonly storeId: string
  /** The clock that signatures are held against, ms. */
  readonly now: () => number
  /** Hears the status of every answer. */
  readonly seen: (method: string, path: string, status: number) => void
  /** Grows while customers register and clerks charge. */
  readonly known: readonly KnownOrder[]
}

/** How many hints about one order a flood brings, how many of them at once, and about how many orders of a PG there is one. */
const FLOOD = { hints: 60, atOnce: 3, orders: 4 } as const
const FLOODED: readonly Forgery['to'][] = ['portone-v1', 'portone-v2', 'toss']
const PATIENCE_MS = 6000

/** Works through forgeries. */
export class Forger {
  readonly forged: ForgedWebhook[] = []
  readonly floods: Flood[] = []
  readonly #target: Target

  constructor(target: Target) {
    this.#target = target
  }

  /** Carries one out. */
  async carryOut(forgery: Forgery): Promise<void> {
    await pause(forgery.pauseMs)
    const orders = this.#target.known.filter(({ provider }) => provider === forgery.to)
    const { ref } = orders[forgery.pick % orders.length] ?? { ref: `order-${forgery.pick}` }
    const request = requestOf(forgery, ref, this.#target.storeId)
    await Promise.all(Array.from({ length: forgery.times }, () => this.#post(forgery, request)))
  }

  /** When everybody has gone: hint after hint about each of some orders that nobody is at. */
  async flood(quiet: readonly KnownOrder[]): Promise<void> {
    for (const to of FLOODED) {
      const orders = quiet.filter(({ provider }) => provider === to).slice(-FLOOD.orders)
      for (const [index, { ref }] of orders.entries()) await this.#floodOne(to, ref, index)
    }
  }

  async #floodOne(to: Forgery['to'], ref: string, index: number): Promise<void> {
    const forgery: Forgery = {
      index,
      to,
      what: 'order',
      says: 'cancelled',
      pick: index,
      form: false,
      signature: 'another-secret',
      times: 1,
      pauseMs: 0,
    }
    const request = requestOf(forgery, ref, this.#target.storeId)
    const from = Date.now()
    // All at once they would be in each other's way in the ledger, and few would come as far as the PG.
    const stream = async (): Promise<void> => {
      for (let sent = 0; sent < FLOOD.hints / FLOOD.atOnce; sent += 1) await this.#post(forgery, request)
    }
    await Promise.all(Array.from({ length: FLOOD.atOnce }, stream))
    this.floods.push({ provider: to, ref, from, to: Date.now() })
  }

  async #post({ to, signature }: Forgery, { type, body }: ForgedRequest): Promise<void> {
    const path = `/webhooks/${to}`
    let status = 0
    try {
      const answer = await fetch(`${this.#target.origin}/billing${path}`, {
        method: 'POST',
        headers: { 'content-type': type, ...signed(signature, body, this.#target.now()) },
        body,
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      await answer.body?.cancel()
      status = answer.status
    } catch {
      // A server that was killed in the middle of it, or none at all.
    }
    this.#target.seen('POST', path, status)
    this.forged.push({ provider: to, status })
  }
}

function signed(signature: Forgery['signature'], body: string, now: number): Record<string, string> {
  if (signature === 'none') return {}
  const id = `msg_${randomBytes(8).toString('hex')}`
  const timestamp = String(Math.floor(now / 1000))
  const mac = createHmac('sha256', randomBytes(24)).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signature === 'garbage' ? 'v1,AAAA' : `v1,${mac}`,
  }
}
