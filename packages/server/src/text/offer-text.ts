// The offer in the customer's language: price, what is charged now, whose account. Pure.
import type { Locale, OfferText } from '@billing-register/contract'
import type { OrderAnswer } from '../options.ts'
import type { Order, ServerProvider } from '../providers/provider.ts'
import type { Words } from './words.ts'

interface OfferFacts {
  readonly answer: OrderAnswer
  readonly order: Order
  /** Already masked. */
  readonly account: string
  readonly locale: Locale
  readonly provider: ServerProvider
  readonly words: Words
  /** What the merchant says while the provider is paused. */
  readonly paused?: string | undefined
}

/** Digits in groups of three. */
const grouped = (amount: number): string => String(amount).replace(/\B(?=(\d{3})+$)/g, ',')

// Chinese and Japanese leave no space after a full stop.
const joined = (first: string, second: string): string =>
  first.endsWith('。') ? first + second : `${first} ${second}`

/** The sentences of an offer. */
export function offerText(facts: OfferFacts): OfferText {
  const { answer, order, account, locale, provider, words, paused } = facts
  const { action, issued } = words.kinds[provider.kind]
  const amount = words.amount(grouped(order.amount))
  const later = provider.checksWithSmallCharge ? joined(words.notCharged, words.cardCheck) : words.notCharged
  return {
    price: answer.cycle ? `${amount} / ${words.cycle[answer.cycle]}` : amount,
    now: paused ?? (order.charge === 'now' ? words.chargedNow(amount) : later),
    ...(answer.next ? { next: answer.next } : {}),
    account: words.account(account),
    provider: provider.label(locale),
    ...(provider.account.mode === 'test' ? { test: words.test } : {}),
    action: { ...action, open: words.open, issued: words.change },
    message: {
      ...words.message,
      issued,
      // Where the window charges, it may have been stopped after the charge.
      ...(order.charge === 'later' || provider.can.firstPayment === 'after-issue'
        ? { cancelled: joined(words.message.cancelled, words.uncharged) }
        : {}),
      consent_required: words.problem.consent_required,
    },
  }
}

/** Shows enough of an account for its owner to know it: `al***@example.com`. */
export function maskLabel(label: string): string {
  const at = label.lastIndexOf('@')
  const [local, domain] = at > 0 ? [label.slice(0, at), label.slice(at)] : [label, '']
  const characters = Array.from(local)
  return `${characters.slice(0, characters.length > 2 ? 2 : 1).join('')}***${domain}`
}
