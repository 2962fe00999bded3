// Carries the PGs' webhooks to the merchant's address as the seed says, and again where nobody took one.
import { setTimeout as pause } from 'node:timers/promises'
import { AT_ONCE, drawDelivery, spoiltBody, type Delivery } from './deliveries.ts'
import type { WebhookMessage } from './settings.ts'

/** When a webhook that was not taken is sent again, wall clock ms after that. PortOne V1 sends each once. */
const AGAIN_MS: readonly number[] = [300, 2000]
const SENDS_ONCE = 'portone-v1'
const PATIENCE_MS = 5000

/** What a courier is told. */
export interface Rounds {
  readonly seed: number
  /** The clock that signatures are held against, in wall clock ms: when it is put forward, what is on its way grows old. */
  readonly now: () => number
  /** Nothing goes wrong any more. */
  readonly isCalm: () => boolean
  /** Hears of each arrival, and of what never arrives. */
  readonly heard: (message: WebhookMessage) => void
}

/** Makes one: it takes the place of the PGs' fetch. */
export function makeCourier({ seed, now, isCalm, heard }: Rounds): typeof fetch {
  const counts = new Map<string, number>()
  return async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input)
    const provider = url.slice(url.lastIndexOf('/') + 1)
    const index = counts.get(provider) ?? 0
    counts.set(provider, index + 1)
    const delivery = isCalm() ? AT_ONCE : drawDelivery(seed, provider, index)
    const sentAt = now()
    const { how } = delivery
    const arrive = async (): Promise<number> => {
      const status = await bring(url, init, delivery)
      heard({ kind: 'webhook', provider, how, status, ageMs: Math.round(now() - sentAt) })
      return status
    }
    if (how === 'never') heard({ kind: 'webhook', provider, how, status: 0, ageMs: 0 })
    else await carry(provider, delivery, arrive)
    return new Response(null, { status: 204 })
  }
}

async function carry(
  provider: string,
  { how, afterMs, againAfterMs }: Delivery,
  arrive: () => Promise<number>,
): Promise<void> {
  await pause(afterMs)
  const insist = async (): Promise<void> => {
    let status = await arrive()
    for (const ms of provider === SENDS_ONCE ? [] : AGAIN_MS) {
      if (status >= 200 && status < 300) return
      await pause(ms)
      status = await arrive()
    }
  }
  const second = async (): Promise<void> => {
    await pause(againAfterMs)
    await insist()
  }
  await Promise.all(how === 'twice' ? [insist(), second()] : [insist()])
}

/** The status of the answer; 0 when none came. */
async function bring(url: string, init: RequestInit, { how, pick }: Delivery): Promise<number> {
  const body = how === 'spoilt' ? spoiltBody(String(init.body), pick) : init.body
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    const answer = await fetch(url, { ...init, body: body ?? null, signal })
    await answer.body?.cancel()
    return answer.status
  } catch {
    return 0
  }
}
