// What the PG documents leave open. Each run draws it from the seed; a test may fix any of it.
import { isJsonObject } from './json.ts'
import { DANAL_CHOICES, drawDanalQuirks, type DanalQuirks } from './providers/danal/quirks.ts'
import {
  drawPortoneV1Quirks,
  PORTONE_V1_CHOICES,
  type PortoneV1Quirks,
} from './providers/portone-v1/quirks.ts'
import {
  drawPortoneV2Quirks,
  PORTONE_V2_CHOICES,
  type PortoneV2Quirks,
} from './providers/portone-v2/quirks.ts'
import { drawTossQuirks, TOSS_CHOICES, type TossQuirks } from './providers/toss/quirks.ts'
import type { Random } from './random.ts'

const CHOICES: Readonly<Record<string, readonly unknown[]>> = {
  ...DANAL_CHOICES,
  ...PORTONE_V1_CHOICES,
  ...PORTONE_V2_CHOICES,
  ...TOSS_CHOICES,
}

/** Any text but none. */
const TEXTS: readonly string[] = ['cancelCode', 'billingDeletedReason']
/** Milliseconds. */
const DURATIONS: readonly string[] = ['propagationMs', 'authKeyLifetimeMs', 'issueTokenLifetimeMs']

export interface Quirks extends DanalQuirks, PortoneV1Quirks, PortoneV2Quirks, TossQuirks {
  /** Milliseconds a REST answer takes: from, to. Drawn per answer. */
  latency: readonly [number, number]
}

export function drawQuirks(random: Random): Quirks {
  return {
    ...drawDanalQuirks(random),
    ...drawPortoneV1Quirks(random),
    ...drawTossQuirks(random),
    ...drawPortoneV2Quirks(random),
    latency: [20, 400],
  }
}

function isMilliseconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= 600_000
}

function checkQuirk(name: string, value: unknown): string | undefined {
  if (name === 'latency') {
    const pair = Array.isArray(value) && value.length === 2 && value.every(isMilliseconds)
    return pair && Number(value[0]) <= Number(value[1]) ? undefined : 'latency must be [from, to] in ms'
  }
  if (DURATIONS.includes(name)) return isMilliseconds(value) ? undefined : `${name} must be 0–600000`
  if (TEXTS.includes(name)) return typeof value === 'string' && value ? undefined : `${name} must be text`
  const choices = Object.hasOwn(CHOICES, name) ? CHOICES[name] : undefined
  if (!choices) return `unknown quirk: ${name}`
  return choices.some((choice) => choice === value)
    ? undefined
    : `${name} must be one of ${choices.join(', ')}`
}

/**
 * Sets the named quirks, all or none.
 * @returns what is wrong with the input, or undefined when it was applied.
 */
export function applyQuirks(quirks: Quirks, change: unknown): string | undefined {
  if (!isJsonObject(change)) return 'quirks must be a JSON object'
  for (const [name, value] of Object.entries(change)) {
    const problem = checkQuirk(name, value)
    if (problem) return problem
  }
  Object.assign(quirks, change)
  return undefined
}
