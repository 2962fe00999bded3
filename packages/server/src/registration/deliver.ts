// Tells the merchant what happened: at least once, in order per registration, a little while inline, otherwise again later.
import type { BillingNotice, IssuedEvent } from '../options.ts'
import { nameOf } from './offer.ts'
import type { Core } from './core.ts'
import type { BillingEvent, Delivery } from './event.ts'
import type { Registration } from './record.ts'

/** How long an answer waits for the merchant's callbacks, ms. */
const INLINE_MS = 3000
/** How long a delivery belongs to whoever took it, ms. */
const LEASE_MS = 30_000
/** How many are taken at once. */
const BATCH = 10
/** First pause after a failure; it doubles up to an hour, ms. */
const FIRST_PAUSE_MS = 2000
const LONGEST_PAUSE_MS = 3_600_000
/** After so many failures the operator is called. It is tried again all the same, once an hour. */
const PARK_AFTER = 8

/** How many events were taken by the merchant, and how many were not. */
export interface Delivered {
  readonly delivered: number
  readonly failed: number
}

/** Delivers the events of one registration, as long as its customer may be kept waiting. Never throws. */
export async function deliverNow(core: Core, registrationId: string): Promise<void> {
  // Without a listener there is nothing to wait for: the sweep clears the outbox.
  if (!core.options.onIssued && !core.options.onEvent) return
  let timer: ReturnType<typeof setTimeout> | undefined
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, INLINE_MS)
  })
  await Promise.race([deliverDue(core, BATCH, registrationId), patience])
  clearTimeout(timer)
}

/** Delivers what is due, at most about `limit` events. Never throws. */
export async function deliverDue(core: Core, limit: number, registrationId?: string): Promise<Delivered> {
  let [delivered, failed] = [0, 0]
  try {
    while (delivered + failed < limit) {
      const now = core.now()
      // Of each registration the oldest: what comes after it is due once that is taken.
      const due = await core.ledger.takeDeliveries(now, now + LEASE_MS, BATCH, registrationId)
      if (due.length === 0) break
      const taken = await Promise.all(due.map((delivery) => deliver(core, delivery)))
      delivered += taken.filter(Boolean).length
      failed += taken.filter((ok) => !ok).length
    }
  } catch (error) {
    core.log({ level: 'error', event: 'delivery_failed', error: nameOf(error) })
  }
  return { delivered, failed }
}

// One poisonous event holds up nothing but its own registration.
async function deliver(core: Core, delivery: Delivery): Promise<boolean> {
  const { event, tries } = delivery
  try {
    const registration = await core.ledger.find(event.registrationId)
    if (registration) await tell(core, event, registration)
    await core.ledger.settleDelivery(event.id)
    return true
  } catch (error) {
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS)
    await core.ledger.settleDelivery(event.id, core.now() + pause)
    await complain(core, delivery, nameOf(error))
    return false
  }
}

async function tell(core: Core, event: BillingEvent, registration: Registration): Promise<void> {
  const { onIssued, onEvent } = core.options
  const { id, customer, plan, provider, state, paymentMethod } = registration
  const payment = await paymentOf(core, event, registration)
  const common = {
    eventId: event.id,
    registrationId: id,
    customer: { id: customer.id },
    ...(plan === undefined ? {} : { plan }),
    provider,
  }
  // It may have been suspended before the merchant heard of it.
  const method = event.type === 'registration.issued' && state === 'issued' ? paymentMethod : undefined
  if (method) await onIssued?.({ paymentMethod: method, ...common, ...firstPayment(registration) })
  if (!onEvent) return
  const notice: BillingNotice = {
    type: event.type,
    at: event.at,
    ...common,
    ...(event.detail ? { detail: event.detail } : {}),
    ...(payment ? { payment } : {}),
    ...(method ? { paymentMethod: method } : {}),
  }
  await onEvent(notice)
}

const firstPayment = ({ payment }: Registration): Pick<IssuedEvent, 'payment'> => (payment ? { payment } : {})

async function paymentOf(
  core: Core,
  { type, detail }: BillingEvent,
  registration: Registration,
): Promise<BillingNotice['payment']> {
  const id = detail?.['paymentId']
  if (id === undefined) return type.startsWith('registration.') ? registration.payment : undefined
  const payment = await core.ledger.charges.payment(id)
  if (!payment) return undefined
  // A registration alone tells no payment of this kind: what says it is loaded with the first.
  return (await import('../payments/view.ts')).paymentView(payment)
}

async function complain(core: Core, { event, tries }: Delivery, error: string): Promise<void> {
  const { registrationId, customerId } = event
  const failures = tries + 1
  core.log({
    level: failures >= PARK_AFTER ? 'error' : 'warn',
    event: failures >= PARK_AFTER ? 'delivery_parked' : 'delivery_refused',
    registrationId,
    type: event.type,
    tries: failures,
    error,
  })
  if (failures !== PARK_AFTER) return
  const { id: eventId, type } = event
  const parked = { id: core.mint('evt_'), type: 'delivery.parked', at: core.now(), by: 'server' } as const
  await core.ledger.record([
    { ...parked, registrationId, customerId, detail: { event: eventId, type, error } },
  ])
}
