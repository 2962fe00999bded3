// What a run was like, in numbers for the reader: a run in which nothing went wrong shows nothing.
import type { Day } from './day.ts'
import type { Kept } from './evidence.ts'
import type { WebhookMessage } from './settings.ts'
import type { Strikes } from './strikes.ts'
import type { SeenCall, TrueKey } from './shapes.ts'

/** What they are counted from. */
export interface Happened {
  readonly kept: Kept
  readonly keys: readonly TrueKey[]
  readonly calls: readonly SeenCall[]
  readonly webhooks: readonly WebhookMessage[]
  readonly strikes: Strikes
  readonly day: Day
}

/** How often what happened. */
export function factsOf(happened: Happened): Readonly<Record<string, number>> {
  const { kept, keys, calls, webhooks, strikes, day } = happened
  const { statuses, office, forger } = day
  const { registrations, kept: payments, methods } = kept
  const requests = [...statuses.values()].reduce((sum, count) => sum + count, 0)
  const failed = [...statuses].filter(([name]) => /^(0|5)/.test(name))
  const cancellations = payments.flatMap((one) =>
    one.cancellations.map(({ state }) => `cancellations ${state}`),
  )
  const refused = office.orders.flatMap((order) => order.refused)
  return {
    registrations: registrations.length,
    ...tally(registrations.map(({ state }) => state)),
    payments: payments.length,
    ...tally(payments.map(({ state }) => `payments ${state}`)),
    ...tally(payments.map(({ provider }) => `payments at ${provider}`)),
    ...tally(cancellations),
    'cards revoked': methods.filter(({ state }) => state === 'revoked').length,
    'cards typed': day.passages.flatMap(({ cards }) => cards).length,
    'calls to the PGs with a typed card': calls.filter(({ customerRef }) => customerRef !== undefined).length,
    'keys from typed cards': keys.filter(({ card }) => card !== undefined).length,
    'keys at the PGs': keys.length,
    'calls to the PGs': calls.length,
    ...tally(webhooks.map(({ how, provider }) => `webhooks of ${provider}, ${HOW[how]}`)),
    'webhooks that nobody answered': webhooks.filter(({ how, status }) => how !== 'never' && status === 0)
      .length,
    ...tally(
      forger.forged.map(({ provider, status }) => `forged webhooks to ${provider} answered ${status}`),
    ),
    'floods of webhooks': forger.floods.length,
    ...Object.fromEntries([...office.asked].map(([doing, count]) => [`asked to ${doing}`, count])),
    ...tally(refused.map((code) => `charge refused: ${code}`)),
    'requests of customers, clerks and forgers': requests,
    'of them unanswered or refused by a failing server': failed.reduce((sum, [, count]) => sum + count, 0),
    ...Object.fromEntries(strikes.fallen),
  }
}

const HOW: Readonly<Record<WebhookMessage['how'], string>> = {
  once: 'arrivals',
  twice: 'arrivals of those sent twice',
  never: 'missing',
  spoilt: 'arrivals of spoilt ones',
}

function tally(names: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return Object.fromEntries([...counts].toSorted(([a], [b]) => a.localeCompare(b)))
}
