// The sweep that needs no cron: a little of what is due rides on requests, after their answers have gone out.
import type { Core } from '../registration/core.ts'
import { nameOf } from '../registration/offer.ts'

/** Shortest time between two looks of this process for events, ms. */
const EVENTS_EVERY_MS = 1000
/** Shortest time between two looks of this process for registrations that are due, ms. */
const REGISTRATIONS_EVERY_MS = 10_000
/** Most of either that one sweep takes. */
const EVENTS = 20
const REGISTRATIONS = 8

/** Does a little of what is due, unless that was done a moment ago. Never rejects. */
export function sweep(core: Core): Promise<void> | undefined {
  if (core.options.sweep === false) return undefined
  const now = core.now()
  const { swept } = core
  const events = Math.abs(now - swept.events) >= EVENTS_EVERY_MS
  const registrations = Math.abs(now - swept.registrations) >= REGISTRATIONS_EVERY_MS
  if (!events && !registrations) return undefined
  swept.events = now
  if (registrations) swept.registrations = now
  return afterAnswer(core, registrations)
}

async function afterAnswer(core: Core, registrations: boolean): Promise<void> {
  try {
    // The answer that this rides on goes out first.
    await new Promise((resolve) => setTimeout(resolve))
    // Loaded when it is needed: no cold start pays for it.
    const { reconcile } = await import('./reconcile.ts')
    await reconcile(core, { limit: registrations ? REGISTRATIONS : 0, events: EVENTS })
  } catch (error) {
    core.log({ level: 'error', event: 'sweep_failed', error: nameOf(error) })
  }
}
