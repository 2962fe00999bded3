// POST /v1/billing/authorizations/issue: turns an authKey into a billing key, once.
// Source: docs.tosspayments.com, reference (issue a billing key by authKey) and guides/v2/billing.
import { text, type JsonObject } from '../../json.ts'
import type { World } from '../../world.ts'
import { done, refused, type TossResult } from './answer.ts'
import { billingObject } from './billing-object.ts'
import type { AuthKey, TossInstrument, TossState } from './state.ts'
import { mintTossKey } from './window.ts'

const MAX_AUTH_KEY = 300
const BILLING_KEY_LENGTH = 44

/** The API reference's rule; the SDK allows 50 characters at most. */
export function isCustomerKey(value: string): boolean {
  return /^[A-Za-z0-9\-_=.@,]{2,300}$/.test(value)
}

/** SHA-256 as hex: how the truth ledger names the authKey a key came from. */
async function digestOf(authKey: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(authKey))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

export interface NewKey {
  readonly customerKey: string
  readonly instrument: TossInstrument
  readonly registrationRef: string
}

/** Makes a key at the PG. Nothing keeps one card from having several. */
export function makeKey(world: World, state: TossState, wanted: NewKey): TossResult {
  const { customerKey, instrument, registrationRef } = wanted
  const issuedAt = world.now()
  const billingKey = mintTossKey(world, BILLING_KEY_LENGTH)
  const key = {
    provider: 'toss' as const,
    billingKey,
    customerRef: customerKey,
    registrationRef,
    revoked: false,
    issuedAt,
  }
  world.truth.keys.push(key)
  state.billingKeys.set(billingKey, { billingKey, customerKey, instrument, key })
  return done(billingObject(world, { billingKey, customerKey, instrument, issuedAt }))
}

function isAlive(world: World, auth: AuthKey): boolean {
  const { authKeyLifetimeMs } = world.quirks
  return !auth.used && (authKeyLifetimeMs === 0 || world.now() - auth.createdAt < authKeyLifetimeMs)
}

/** @param body the request's JSON */
export async function issueByAuthKey(world: World, state: TossState, body: JsonObject): Promise<TossResult> {
  const authKey = text(body, 'authKey')
  const customerKey = text(body, 'customerKey')
  if (!authKey || !customerKey) return refused('INVALID_REQUIRED_PARAM')
  if (authKey.length > MAX_AUTH_KEY) return refused('INVALID_REQUEST')
  if (!isCustomerKey(customerKey)) return refused('INVALID_CUSTOMER_KEY')
  // Before anything is read of the authKey: from here to the key nothing waits, so two calls cannot both pass.
  const registrationRef = await digestOf(authKey)
  const auth = state.authKeys.get(authKey)
  if (!auth || !isAlive(world, auth)) return refused(world.quirks.deadAuthKey)
  if (auth.customerKey !== customerKey) return refused(world.quirks.otherCustomerKey)
  auth.used = true
  if (auth.declines) return refused('REJECT_CARD_COMPANY')
  return makeKey(world, state, { customerKey, instrument: auth.instrument, registrationRef })
}
