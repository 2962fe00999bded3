// What the PG documents leave open. Each run draws it from the seed; a test may fix any of it.
import { isJsonObject } from './json.ts'
import {
  drawPortoneV2Quirks,
  PORTONE_V2_CHOICES,
  type PortoneV2Quirks,
} from './providers/portone-v2/quirks.ts'
import { drawTossQuirks, TOSS_CHOICES, type TossQuirks } from './providers/toss/quirks.ts'
import type { Random } from './random.ts'

const DANAL_AND_V1_CHOICES = {
  /** Danal: how successUrl and failUrl are called (reference/billing/issue-key says only "delivered"). */
  returnMethod: ['GET', 'POST'],
  /** Danal: whether `orderId` comes back on successUrl and failUrl. */
  orderIdInReturn: [true, false],
  /** Danal: whether `code` and `message` come back on successUrl, as they do for payments. */
  codeInReturn: [true, false],
  /** Danal: `orderId` stands in issue-key's example but not in its table. */
  orderIdInAnswer: [true, false],
  /** Danal: whether issue-key echoes `userName` and `userPhoneNumber`: both are formally optional. */
  userInAnswer: [true, false],
  /** Danal: what `amount` says when only a key was asked for. */
  amountInAnswer: ['requested', '100', 'absent'],
  /** Danal: `authOnly` is formally optional too. */
  authOnlyInAnswer: [true, false],
  /** Danal: whether issue-key's `transactionId` repeats the request's (its example pairs two different ones). */
  transactionIdInAnswer: ['same', 'other'],
  /** Danal: whether `cardInfo` is present where it may be (`authOnly` false). */
  cardInfo: [true, false],
  /** Danal: HTTP status of a refused issue-key; no document states it. */
  failureStatus: [200, 400],
  /** Danal: code on failUrl when the customer cancels. The real one is unknown. */
  cancelCode: ['USER_CANCEL'],
  /** PortOne V1: how the result reaches the page; `auto` follows the PG and the device. */
  resultPath: ['auto', 'callback', 'redirect'],
  /** PortOne V1: the guide's success URL shows only merchant_uid. */
  impUidInRedirect: [true, false],
  /** PortOne V1: the legacy flag, by either of its names, or gone as the current notes say. */
  successFlag: ['absent', 'success', 'imp_success'],
  /** PortOne V1: four fields, or the informational ones as well. */
  callbackAnswer: ['short', 'full'],
  /** PortOne V1: `customer_uid` of a payment is optional in the schema. */
  customerUidInPayment: [true, false],
  /** PortOne V1: `customer_uid_usage` of a key issue. */
  customerUidUsage: ['issue', 'absent'],
  /** PortOne V1: webhook body, a console setting. */
  webhookFormat: ['json', 'form'],
  /** PortOne V1: whether an amount-0 issue sends a webhook is not stated. */
  webhookOnKeyOnly: [true, false],
} as const

type DanalAndV1Choices = {
  -readonly [Name in keyof typeof DANAL_AND_V1_CHOICES]: (typeof DANAL_AND_V1_CHOICES)[Name][number]
}

const CHOICES: Readonly<Record<string, readonly unknown[]>> = {
  ...DANAL_AND_V1_CHOICES,
  ...TOSS_CHOICES,
  ...PORTONE_V2_CHOICES,
}

/** Any text but none. */
const TEXTS: readonly string[] = ['cancelCode', 'billingDeletedReason']
/** Milliseconds. */
const DURATIONS: readonly string[] = ['propagationMs', 'authKeyLifetimeMs', 'issueTokenLifetimeMs']

export interface Quirks extends DanalAndV1Choices, TossQuirks, PortoneV2Quirks {
  /** Milliseconds a REST answer takes: from, to. Drawn per answer. */
  latency: readonly [number, number]
  /** PortOne V1: for this long after approval the REST API still says `ready` and knows no key, in ms. */
  propagationMs: number
}

/** Not open questions but the ordinary behaviour, unless a test asks for the other. */
const FIXED = {
  cancelCode: 'USER_CANCEL',
  resultPath: 'auto',
  callbackAnswer: 'short',
  latency: [20, 400],
  propagationMs: 0,
} satisfies Partial<Quirks>

export function drawQuirks(random: Random): Quirks {
  return {
    returnMethod: random.pick(DANAL_AND_V1_CHOICES.returnMethod),
    orderIdInReturn: random.pick(DANAL_AND_V1_CHOICES.orderIdInReturn),
    codeInReturn: random.pick(DANAL_AND_V1_CHOICES.codeInReturn),
    orderIdInAnswer: random.pick(DANAL_AND_V1_CHOICES.orderIdInAnswer),
    userInAnswer: random.pick(DANAL_AND_V1_CHOICES.userInAnswer),
    amountInAnswer: random.pick(DANAL_AND_V1_CHOICES.amountInAnswer),
    authOnlyInAnswer: random.pick(DANAL_AND_V1_CHOICES.authOnlyInAnswer),
    transactionIdInAnswer: random.pick(DANAL_AND_V1_CHOICES.transactionIdInAnswer),
    cardInfo: random.pick(DANAL_AND_V1_CHOICES.cardInfo),
    failureStatus: random.pick(DANAL_AND_V1_CHOICES.failureStatus),
    impUidInRedirect: random.pick(DANAL_AND_V1_CHOICES.impUidInRedirect),
    successFlag: random.pick(DANAL_AND_V1_CHOICES.successFlag),
    customerUidInPayment: random.pick(DANAL_AND_V1_CHOICES.customerUidInPayment),
    customerUidUsage: random.pick(DANAL_AND_V1_CHOICES.customerUidUsage),
    webhookFormat: random.pick(DANAL_AND_V1_CHOICES.webhookFormat),
    webhookOnKeyOnly: random.pick(DANAL_AND_V1_CHOICES.webhookOnKeyOnly),
    ...FIXED,
    ...drawTossQuirks(random),
    ...drawPortoneV2Quirks(random),
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
