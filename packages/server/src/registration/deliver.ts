// Tells the merchant of registered cards: at least once, a little while inline, otherwise again later.
import type { IssuedEvent } from '../options.ts'
import { nameOf } from './offer.ts'
import type { Core } from './core.ts'
import type { Delivery } from './event.ts'
import type { Registration } from './record.ts'

/** How long an answer waits for `onIssued`, ms. */
const INLINE_MS = 3000
/** How long a delivery belongs to whoever took it, ms. */
const LEASE_MS = 30_000
/** Shortest time between two sweeps that ride on requests, ms. */
const SWEEP_EVERY_MS = 1000
/** How many are taken at once. */
const BATCH = 10
/** First pause after a failure; it doubles up to an hour, ms. */
const FIRST_PAUSE_MS = 2000
/** From this try on each failure is logged as an error for the operator. */
const ALARM_AFTER = 5

/** The sweep that needs no cron: delivers what is due, unless that was done a moment ago. */
export function sweep(core: Core): Promise<void> | undefined {
  const now = core.now()
  if (Math.abs(now - core.swept.at) < SWEEP_EVERY_MS) return undefined
  core.swept.at = now
  return deliverNow(core)
}

/** Delivers what is due. It waits for at most 3 s and never throws. */
export async function deliverNow(core: Core): Promise<void> {
  if (!core.options.onIssued) return
  let timer: ReturnType<typeof setTimeout> | undefined
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, INLINE_MS)
  })
  await Promise.race([deliverDue(core), patience])
  clearTimeout(timer)
}

async function deliverDue(core: Core): Promise<void> {
  try {
    const now = core.now()
    const due = await core.ledger.takeDeliveries(now, now + LEASE_MS, BATCH)
    await Promise.all(due.map((delivery) => deliver(core, delivery)))
  } catch (error) {
    core.log({ level: 'error', event: 'delivery_failed', error: nameOf(error) })
  }
}

// One poisonous event holds up nothing but itself.
async function deliver(core: Core, delivery: Delivery): Promise<void> {
  const { event, tries } = delivery
  try {
    const registration = await core.ledger.find(event.registrationId)
    const told = registration && issuedEvent(event.id, registration)
    if (told) await core.options.onIssued?.(told)
    await core.ledger.settleDelivery(event.id)
  } catch (error) {
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** tries, 3_600_000)
    await core.ledger.settleDelivery(event.id, core.now() + pause)
    core.log({
      level: tries + 1 >= ALARM_AFTER ? 'error' : 'warn',
      event: 'on_issued_failed',
      registrationId: event.registrationId,
      tries: tries + 1,
      error: nameOf(error),
    })
  }
}

function issuedEvent(eventId: string, registration: Registration): IssuedEvent | undefined {
  const { id, customer, plan, provider, state, paymentMethod, payment } = registration
  // It may have been suspended before the merchant heard of it.
  if (!paymentMethod || state !== 'issued') return undefined
  return {
    eventId,
    registrationId: id,
    customer: { id: customer.id },
    ...(plan === undefined ? {} : { plan }),
    provider,
    paymentMethod,
    ...(payment ? { payment } : {}),
  }
}
