// What the shop sells: three plans, their prices, and what a customer agrees to. Prices live on the server alone.
import type { Locale } from '@billing-register/contract'
import type { OrderAnswer } from '@billing-register/server'

/** Names of the plans, as the tag's `plan` attribute says them. */
export const PLAN_IDS = ['pro-monthly', 'basic-monthly', 'club-now'] as const

/** A plan of the shop. */
export type PlanId = (typeof PLAN_IDS)[number]

const LIST_PRICES: Readonly<Record<PlanId, number>> = {
  'pro-monthly': 9_900,
  'basic-monthly': 4_900,
  'club-now': 18_900,
}

const NAMES: Readonly<Record<PlanId, Record<Locale, string>>> = {
  'pro-monthly': {
    ko: '보름 커피 한 봉지',
    en: 'Boreum coffee, one bag',
    ja: 'ボルムコーヒー 1袋',
    zh: 'Boreum 咖啡 一袋',
  },
  'basic-monthly': {
    ko: '보름 커피 맛보기',
    en: 'Boreum coffee, small bag',
    ja: 'ボルムコーヒー お試し',
    zh: 'Boreum 咖啡 试饮装',
  },
  'club-now': {
    ko: '보름 커피 두 봉지',
    en: 'Boreum coffee, two bags',
    ja: 'ボルムコーヒー 2袋',
    zh: 'Boreum 咖啡 两袋',
  },
}

/** Changes whenever the words of the consent change. */
const CONSENT_VERSION = '2026-11-01'

/** Whether a string is a plan of this shop. */
export const isPlanId = (plan: string | undefined): plan is PlanId => PLAN_IDS.some((id) => id === plan)

/** The price list. It can be changed while the shop is open, as in a shop. */
export interface PriceList {
  /** KRW. */
  of(plan: PlanId): number
  set(plan: PlanId, amount: number): void
  reset(): void
}

export function createPriceList(): PriceList {
  const prices = new Map<PlanId, number>()
  return {
    of: (plan) => prices.get(plan) ?? LIST_PRICES[plan],
    set: (plan, amount) => void prices.set(plan, amount),
    reset: () => prices.clear(),
  }
}

/** The first of next month in Korea: the day of every payment. */
export function firstPaymentDate(now: number): Record<Locale, string> {
  const korea = new Date(now + 9 * 3_600_000)
  const first = new Date(Date.UTC(korea.getUTCFullYear(), korea.getUTCMonth() + 1, 1))
  const [year, month] = [first.getUTCFullYear(), first.getUTCMonth() + 1]
  const english = first.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
  return {
    ko: `${year}년 ${month}월 1일`,
    en: english,
    ja: `${year}年${month}月1日`,
    zh: `${year}年${month}月1日`,
  }
}

function consentKo(won: string, date: string): OrderAnswer['consent'] {
  return {
    version: CONSENT_VERSION,
    label: `매월 ${won} 정기결제에 동의해요`,
    facts: [
      { name: '금액', value: `${won} (부가세·배송비 포함)` },
      { name: '주기', value: '매월 1일' },
      { name: '첫 결제일', value: date },
      { name: '해지 방법', value: '결제 전날까지 고객센터나 이메일로, 위약금 없이' },
    ],
    text: [
      `1. 등록하신 카드로 매월 1일에 ${won}이 결제돼요. 첫 결제일은 ${date}이에요.`,
      '2. 금액이나 주기가 바뀌면 30일 전에 이메일과 문자로 알리고 다시 동의를 받아요. 동의하지 않으면 바뀌기 전까지만 결제돼요.',
      '3. 결제 전날까지 해지하면 다음 결제가 나가지 않아요. 위약금은 없어요.',
      '4. 결제됐지만 아직 볶지 않은 봉지는 전액 환불돼요.',
      '5. 카드 번호는 결제대행사(PG)가 보관하고, 보름 로스터스는 보관하지 않아요.',
    ].join('\n'),
  }
}

function consentEn(won: string, date: string): OrderAnswer['consent'] {
  return {
    version: CONSENT_VERSION,
    label: `I agree to a monthly payment of ${won}`,
    facts: [
      { name: 'Amount', value: `${won} (tax and delivery included)` },
      { name: 'Billed', value: 'On the 1st of every month' },
      { name: 'First payment', value: date },
      { name: 'To cancel', value: 'By phone or e-mail until the day before a payment, free of charge' },
    ],
    text: [
      `1. ${won} is charged to your card on the 1st of every month, first on ${date}.`,
      '2. We tell you 30 days before a price or date changes and ask again. Without your consent nothing changes.',
      '3. Cancel until the day before a payment and it will not be made. Cancelling is free.',
      '4. A bag that was paid for but not yet roasted is refunded in full.',
      '5. Your card number stays with the payment company. We do not keep it.',
    ].join('\n'),
  }
}

function consentJa(won: string, date: string): OrderAnswer['consent'] {
  return {
    version: CONSENT_VERSION,
    label: `毎月${won}の定期決済に同意します`,
    facts: [
      { name: '金額', value: `${won}（税・送料込み）` },
      { name: '周期', value: '毎月1日' },
      { name: '初回決済日', value: date },
      { name: '解約方法', value: '決済の前日まで、電話またはメールで。手数料はかかりません' },
    ],
    text: [
      `1. ご登録のカードで毎月1日に${won}が決済されます。初回は${date}です。`,
      '2. 金額や周期が変わるときは30日前にお知らせし、あらためて同意をいただきます。',
      '3. 決済の前日までに解約すると、次の決済は行われません。手数料はかかりません。',
      '4. 決済後でも、まだ焙煎していない袋は全額返金します。',
      '5. カード番号は決済代行会社が保管し、当店は保管しません。',
    ].join('\n'),
  }
}

function consentZh(won: string, date: string): OrderAnswer['consent'] {
  return {
    version: CONSENT_VERSION,
    label: `同意每月自动扣款${won}`,
    facts: [
      { name: '金额', value: `${won}（含税及运费）` },
      { name: '周期', value: '每月1日' },
      { name: '首次扣款日', value: date },
      { name: '解约方式', value: '扣款前一日之前，电话或邮件办理，不收违约金' },
    ],
    text: [
      `1. 每月1日从绑定的银行卡扣款${won}，首次为${date}。`,
      '2. 金额或周期变更时，我们会提前30天通知并重新征得您的同意。',
      '3. 在扣款前一日之前解约，即不再扣款，且不收违约金。',
      '4. 已付款但尚未烘焙的商品可全额退款。',
      '5. 卡号由支付机构保管，本店不保存。',
    ].join('\n'),
  }
}

/** Digits in groups, with the currency as the language says it. */
const WON: Readonly<Record<Locale, (digits: string) => string>> = {
  ko: (digits) => `${digits}원`,
  en: (digits) => `₩${digits}`,
  ja: (digits) => `${digits}ウォン`,
  zh: (digits) => `${digits}韩元`,
}
const FIRST: Readonly<Record<Locale, (date: string) => string>> = {
  ko: (date) => `첫 결제 ${date}`,
  en: (date) => `First payment on ${date}`,
  ja: (date) => `初回決済 ${date}`,
  zh: (date) => `首次扣款 ${date}`,
}
const CONSENT = { ko: consentKo, en: consentEn, ja: consentJa, zh: consentZh } satisfies Record<
  Locale,
  (won: string, date: string) => OrderAnswer['consent']
>

/** What a plan costs at a price, in the words of a locale. Pure: the same question gives the same answer. */
export function describeOrder(plan: PlanId, amount: number, locale: Locale, now: number): OrderAnswer {
  const date = firstPaymentDate(now)[locale]
  const name = NAMES[plan][locale]
  if (plan === 'club-now') return { name, amount, cycle: 'month', charge: 'now' }
  const next = FIRST[locale](date)
  if (plan === 'basic-monthly') return { name, amount, cycle: 'month', next }
  const consent = CONSENT[locale](WON[locale](amount.toLocaleString('en-US')), date)
  return { name, amount, cycle: 'month', next, ...(consent && { consent }) }
}
