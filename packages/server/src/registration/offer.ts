// What the customer is shown before anything happens, and the hash by which a changed price is noticed.
import { BillingError, type ConsentView, type Locale, type OfferResponse } from '@billing-register/contract'
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
  readonly order: Order
  readonly consent: ConsentView | undefined
  /** Digest of all that is shown. */
  readonly hash: string
  /** What is shown. Not made where an offer is only compared. */
  readonly show: () => OfferResponse
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
  const { name, amount, charge = 'later', cycle, next } = answer
  const order: Order = { name, amount, currency: 'KRW', charge }
  const refusal = provider.refuse(order, customer)
  if (refusal !== undefined) throw new BillingError('misconfigured', `order(): ${refusal}`)
  const account = maskLabel(customer.label ?? customer.email ?? customer.id)
  const words = await wordsOf(locale)
  const paused = pausedText(core, provider, locale)
  const consent = answer.consent && { ...answer.consent, facts: [...(answer.consent.facts ?? [])] }
  const shown = (): Omit<OfferResponse, 'offer' | 'modes'> => ({
    order: { name, amount, currency: 'KRW' },
    kind: provider.kind,
    charge,
    chargedNow: charge === 'now' ? amount : 0,
    account,
    ...(consent ? { consent } : {}),
    text: offerText({ answer, order, account, locale, provider, words, paused }),
  })
  // All that the texts are made from, in a process whose words and providers stay what they are.
  const from = JSON.stringify([plan, provider.name, order, account, locale, paused, cycle, next, consent])
  // What is agreed to is the same, whichever way the card is asked for.
  const hash = await core.hash(from, () => from + JSON.stringify(shown()))
  const show = (): OfferResponse => {
    const said = shown()
    if (form) said.text = form.around(said.text, locale)
    return { offer: hash, modes: modesOf(core, provider), ...said }
  }
  return { order, consent, hash, show }
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
