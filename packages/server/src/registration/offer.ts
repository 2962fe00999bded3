// What the customer is shown before anything happens, and the hash by which a changed price is noticed.
import { BillingError, type Locale, type OfferResponse } from '@billing-register/contract'
import type { OrderAnswer } from '../options.ts'
import type { Customer, Order } from '../providers/provider.ts'
import { maskLabel, offerText } from '../text/offer-text.ts'
import { wordsOf } from '../text/words.ts'
import { checkOrder } from './check-answer.ts'
import { pausedText, type Core } from './core.ts'
import { modesOf, type Way } from './way.ts'

/** What an offer is made for. */
export interface OfferQuestion extends Way {
  readonly customer: Customer
  readonly plan: string | undefined
  readonly locale: Locale
}

/** An offer with the order behind it. */
export interface Offer {
  readonly response: OfferResponse
  readonly order: Order
}

/**
 * Asks the merchant what the plan costs and says it in the customer's words.
 * Throws `not_found` for an unknown plan, `misconfigured` when the answer cannot be registered.
 */
export async function makeOffer(core: Core, question: OfferQuestion): Promise<Offer> {
  const { customer, plan, locale, provider, form } = question
  const answer = await askOrder(core, question)
  if (answer === null) throw new BillingError('not_found', 'plan: order() knows no such plan')
  checkOrder(answer)
  const order: Order = {
    name: answer.name,
    amount: answer.amount,
    currency: 'KRW',
    charge: answer.charge ?? 'later',
  }
  const refusal = provider.refuse(order, customer)
  if (refusal !== undefined) throw new BillingError('misconfigured', `order(): ${refusal}`)
  const account = maskLabel(customer.label ?? customer.email ?? customer.id)
  const { name, amount, currency, charge } = order
  const words = await wordsOf(locale)
  const paused = pausedText(core, provider, locale)
  const priced = offerText({ answer, order, account, locale, provider, words })
  const text = paused === undefined ? priced : { ...priced, now: paused }
  const shown: Omit<OfferResponse, 'offer' | 'modes'> = {
    order: { name, amount, currency },
    kind: provider.kind,
    charge,
    chargedNow: charge === 'now' ? amount : 0,
    account,
    ...(answer.consent ? { consent: { ...answer.consent, facts: [...(answer.consent.facts ?? [])] } } : {}),
    text,
  }
  // What is agreed to is the same, whichever way the card is asked for.
  const offer = await core.hash(JSON.stringify([plan, provider.name, shown]))
  const said = form?.around(text, locale) ?? text
  return { response: { offer, modes: modesOf(core, provider), ...shown, text: said }, order }
}

async function askOrder(core: Core, question: OfferQuestion): Promise<OrderAnswer | null> {
  const { customer, plan, locale } = question
  try {
    return await core.options.order({ customer, plan, locale })
  } catch (error) {
    core.log({ level: 'error', event: 'order_failed', error: nameOf(error) })
    throw new BillingError('merchant_error', 'order() threw')
  }
}

/** The class of a merchant's error: its message may hold anything. */
export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error)
