// Judges what was made of webhooks as such; what they did to registrations and payments shows in the other counts. Pure.
import type { SeenCall } from './shapes.ts'

/** A webhook of a PG that arrived. `status` 0: nobody answered. `ageMs`: since it was signed, by the wall clock. */
export interface SeenWebhook {
  readonly provider: string
  readonly how: 'once' | 'twice' | 'never' | 'spoilt'
  readonly status: number
  readonly ageMs: number
}

/** A forged one, and what it was answered. */
export interface ForgedWebhook {
  readonly provider: string
  readonly status: number
}

/** Many forged hints at once about one order that nobody else was at. Wall clock ms. */
export interface Flood {
  readonly provider: string
  readonly ref: string
  readonly from: number
  readonly to: number
}

/** What is known of webhooks at the end of a run. */
export interface WebhookEvidence {
  readonly calls: readonly SeenCall[]
  readonly webhooks: readonly SeenWebhook[]
  readonly forged: readonly ForgedWebhook[]
  readonly floods: readonly Flood[]
}

/** PGs whose webhooks carry no signature: whether one is forged shows only when the PG is asked. */
const UNSIGNED: ReadonlySet<string> = new Set(['portone-v1', 'toss'])
/** A signature is good for five minutes of the merchants' clock, which runs faster; one this old by the wall clock is in time. */
const FRESH_MS = 8000
/** Looks that one order may cost the PG in `ms` of the wall clock, however many hints come: one in ten seconds of the merchants'. */
const looksIn = (ms: number): number => 2 + Math.ceil(ms / 500)
/** How long after a hint its look may still begin, ms. */
const AFTER_MS = 1500

/** Forged webhooks that were taken where they could be known, and genuine ones that were turned away. */
export function misjudged({ forged, webhooks }: WebhookEvidence): string[] {
  const taken = forged.filter(({ provider, status }) => !UNSIGNED.has(provider) && isTaken(status))
  const turnedAway = webhooks.filter(
    ({ how, status, ageMs }) => how !== 'spoilt' && status >= 400 && status < 500 && ageMs < FRESH_MS,
  )
  return [
    ...taken.map(({ provider, status }) => `a forged webhook of ${provider} was answered ${status}`),
    ...turnedAway.map(
      ({ provider, status, ageMs }) => `a webhook of ${provider}, ${ageMs} ms old, was answered ${status}`,
    ),
  ]
}

const isTaken = (status: number): boolean => status >= 200 && status < 300

/** Orders about which a flood of hints made more calls to the PG than a few. */
export function flooded({ floods, calls }: WebhookEvidence): string[] {
  return floods.flatMap(({ provider, ref, from, to }) => {
    const looks = calls.filter(
      (call) =>
        call.provider === provider && call.order === ref && call.at >= from && call.at <= to + AFTER_MS,
    ).length
    // One that is signed may be genuine and late; none of the flood is.
    const most = UNSIGNED.has(provider) ? looksIn(to + AFTER_MS - from) : looksIn(0)
    return looks > most ? [`${looks} looks at ${provider} for ${ref} in ${to - from} ms`] : []
  })
}
