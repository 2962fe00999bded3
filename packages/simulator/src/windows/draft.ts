// What a customer types into a register window: field names and values. Lives in memory only.

/** What is registered: a card, a mobile phone that is billed by its carrier, or a bank account. */
export type WindowKind = 'card' | 'phone' | 'account'

export type Draft = Readonly<Record<string, string>>

export const CARD_GROUPS = ['card1', 'card2', 'card3', 'card4'] as const

export const AGREEMENTS = [
  ['agreeService', '전자금융거래 이용약관'],
  ['agreePrivacy', '개인정보 수집·이용'],
  ['agreeThirdParty', '개인정보 제3자 제공'],
] as const

export function digitsIn(draft: Draft, name: string): string {
  return (draft[name] ?? '').replace(/\D/g, '')
}

export function cardNumberOf(draft: Draft): string {
  return CARD_GROUPS.map((name) => digitsIn(draft, name)).join('')
}

/** The draft after one posted form. A box that was not ticked is not in the form, so it must be cleared here. */
export function withForm(draft: Draft, form: Draft): Draft {
  const unticked = form['do'] === 'details' ? Object.fromEntries(AGREEMENTS.map(([name]) => [name, ''])) : {}
  return { ...draft, ...unticked, ...form }
}
