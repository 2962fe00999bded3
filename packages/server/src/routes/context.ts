// What every route works with: the request's context, who is asking, and work that outlives the answer.
import { BillingError, type Locale } from '@billing-register/contract'
import type { Context } from 'hono'
import type { Customer } from '../providers/provider.ts'
import { checkCustomer } from '../registration/check-answer.ts'
import type { Words } from '../text/words.ts'
import type { Core } from '../registration/core.ts'
import { nameOf } from '../registration/offer.ts'

/** One request: its support code, its language, and what every step works with. */
export interface Call {
  readonly core: Core
  readonly requestId: string
  readonly locale: Locale
  readonly words: Words
}

/** What every handler finds in its context. */
export interface BillingEnv {
  Variables: { call: Call }
}

/** A handler's context. */
export type BillingContext = Context<BillingEnv>

/** Who is asking. Throws `unauthenticated`, or `merchant_error` when `identify` throws. */
export async function customerOf(c: BillingContext): Promise<Customer> {
  const customer = await visitorOf(c)
  if (customer === null) throw new BillingError('unauthenticated', 'identify() answered null')
  return customer
}

/** Who is asking, or null when nobody is logged in. */
export async function visitorOf(c: BillingContext): Promise<Customer | null> {
  const { core } = c.get('call')
  const { url, method, headers } = c.req.raw
  let customer
  try {
    // Without the body: who asks comes from the login, and the body is ours to read, with its limit.
    customer = (await core.options.identify(new Request(url, { method, headers }))) ?? null
  } catch (error) {
    core.log({ level: 'error', event: 'identify_failed', error: nameOf(error) })
    throw new BillingError('merchant_error', 'identify() threw')
  }
  if (customer !== null) checkCustomer(customer)
  return customer
}

/** Keeps a runtime alive until the work is done, where it would otherwise stop with the response. */
export function keepAlive(c: BillingContext, work: Promise<unknown> | undefined): void {
  if (work === undefined) return
  const quiet = work.catch(() => undefined)
  try {
    c.executionCtx.waitUntil(quiet)
  } catch {
    // Runtimes without an execution context finish what was begun anyway.
  }
}

/** The id in the path. */
export const idOf = (c: BillingContext): string => c.req.param('id') ?? ''
