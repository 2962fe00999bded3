// The offer in the customer's language: price, what is charged now, whose account. Pure.
import type { Locale, OfferText } from '@billing-register/contract'
import type { OrderAnswer } from '../options.ts'
import type { Order, ServerProvider } from '../providers/provider.ts'

interface OfferFacts {
  readonly answer: OrderAnswer
  readonly order: Order
  /** Already masked. */
  readonly account: string
  readonly locale: Locale
  readonly provider: ServerProvider
}

interface Words {
  readonly amount: (digits: string) => string
  readonly cycle: Readonly<Record<'week' | 'month' | 'year', string>>
  readonly chargedNow: (amount: string) => string
  readonly notCharged: string
  readonly cardCheck: string
  readonly account: (label: string) => string
  readonly test: string
}

const WORDS: Readonly<Record<Locale, Words>> = {
  ko: {
    amount: (digits) => `${digits}원`,
    cycle: { week: '주', month: '월', year: '년' },
    chargedNow: (amount) => `지금 ${amount}이 결제돼요.`,
    notCharged: '오늘은 결제되지 않아요.',
    cardCheck: '카드 확인을 위해 소액이 결제됐다가 바로 취소돼요.',
    account: (label) => `${label} 계정에 등록돼요`,
    test: '테스트',
  },
  en: {
    amount: (digits) => `₩${digits}`,
    cycle: { week: 'week', month: 'month', year: 'year' },
    chargedNow: (amount) => `${amount} will be charged now.`,
    notCharged: 'Nothing is charged today.',
    cardCheck: 'A small amount is charged to check the card, then cancelled right away.',
    account: (label) => `Registers to ${label}`,
    test: 'Test mode',
  },
}

/** Digits in groups of three. */
const grouped = (amount: number): string => String(amount).replace(/\B(?=(\d{3})+$)/g, ',')

/** The sentences of an offer. */
export function offerText(facts: OfferFacts): OfferText {
  const { answer, order, account, locale, provider } = facts
  const words = WORDS[locale]
  const amount = words.amount(grouped(order.amount))
  const later = provider.checksWithSmallCharge ? `${words.notCharged} ${words.cardCheck}` : words.notCharged
  return {
    price: answer.cycle ? `${amount} / ${words.cycle[answer.cycle]}` : amount,
    now: order.charge === 'now' ? words.chargedNow(amount) : later,
    ...(answer.next ? { next: answer.next } : {}),
    account: words.account(account),
    provider: provider.label(locale),
    ...(provider.account.mode === 'test' ? { test: words.test } : {}),
  }
}

/** Shows enough of an account for its owner to know it: `al***@example.com`. */
export function maskLabel(label: string): string {
  const at = label.lastIndexOf('@')
  const [local, domain] = at > 0 ? [label.slice(0, at), label.slice(at)] : [label, '']
  const characters = Array.from(local)
  return `${characters.slice(0, characters.length > 2 ? 2 : 1).join('')}***${domain}`
}
