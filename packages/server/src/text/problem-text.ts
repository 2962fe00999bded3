// What the customer reads for each error code: what happened, what it means for the money, what to do next.
import type { ErrorCode, Locale } from '@billing-register/contract'

/** A text for every code. */
export type Texts = Readonly<Record<ErrorCode, string>>

const MERCHANT_KO = '결제 설정에 문제가 있어 등록할 수 없어요. 문제가 계속되면 고객센터에 알려 주세요.'
const LATER_KO = '지금은 등록할 수 없어요. 잠시 뒤 다시 시도해 주세요.'
const REQUEST_KO = '요청을 처리하지 못했어요. 화면을 새로 고친 뒤 다시 시도해 주세요.'
const NETWORK_KO = '연결이 원활하지 않아요. 네트워크를 확인한 뒤 다시 시도해 주세요.'

const KO: Texts = {
  invalid_request: REQUEST_KO,
  unsupported_version: '화면이 오래됐어요. 새로 고친 뒤 다시 시도해 주세요.',
  unknown_provider: MERCHANT_KO,
  return_to_refused: MERCHANT_KO,
  consent_required: '내용을 확인하고 동의해 주세요.',
  unauthenticated: '로그인하면 이어서 등록할 수 있어요.',
  origin_refused: MERCHANT_KO,
  not_found: '등록 정보를 찾을 수 없어요. 등록을 시작한 계정으로 로그인했는지 확인해 주세요.',
  method_not_allowed: REQUEST_KO,
  offer_changed: '금액이나 조건이 바뀌었어요. 확인하고 다시 눌러 주세요.',
  registration_conflict: '이미 처리하고 있는 등록이에요. 잠시 뒤 결과를 확인해 주세요.',
  registration_expired: '시간이 지나 처음부터 다시 시작해 주세요.',
  body_too_large: REQUEST_KO,
  unsupported_media_type: REQUEST_KO,
  too_many_attempts: '여러 번 시도해서 잠시 멈췄어요. 나중에 다시 시도해 주세요.',
  card_declined: '카드사가 등록을 거절했어요. 다른 카드로 해 보거나 카드사에 문의해 주세요.',
  card_expired: '유효기간이 지난 카드예요. 다른 카드로 다시 시도해 주세요.',
  card_invalid: '카드 정보를 다시 확인해 주세요.',
  card_unsupported: '이 카드로는 등록할 수 없어요. 다른 카드로 다시 시도해 주세요.',
  card_limit: '카드 한도를 넘었어요. 한도를 확인하거나 다른 카드로 다시 시도해 주세요.',
  holder_mismatch: '입력한 정보가 카드 명의와 달라요. 다시 확인해 주세요.',
  not_completed: '카드 등록이 끝나지 않았어요. 다시 시도해 주세요.',
  return_refused: '등록 결과를 확인할 수 없어 등록하지 않았어요. 처음부터 다시 시작해 주세요.',
  return_mismatch: '등록 결과를 한 번 더 확인하고 있어요. 다시 등록하지 말고 고객센터에 문의해 주세요.',
  outcome_unknown: '결과를 확인하고 있어요. 창을 닫아도 괜찮아요. 다시 등록하지 말고 잠시 기다려 주세요.',
  provider_unavailable: LATER_KO,
  provider_refused: MERCHANT_KO,
  misconfigured: MERCHANT_KO,
  merchant_error: LATER_KO,
  ledger_unavailable: LATER_KO,
  ledger_tampered: MERCHANT_KO,
  sealing_key_missing: LATER_KO,
  internal: LATER_KO,
  sdk_blocked:
    '등록 창을 불러오지 못했어요. 광고 차단 기능을 끄거나 네트워크를 확인한 뒤 다시 시도해 주세요.',
  window_failed: '등록 창을 열지 못했어요. 다시 시도해 주세요.',
  network: NETWORK_KO,
  bad_response: NETWORK_KO,
}

type OtherLocale = Exclude<Locale, 'ko'>

const loaders: Readonly<Record<OtherLocale, () => Promise<Texts>>> = {
  en: async () => (await import('./problem-text.en.ts')).EN,
}

const texts: Partial<Record<Locale, Texts>> = { ko: KO }

/** Loads the texts of a language, once; until then, and where that fails, customers read Korean. */
export async function loadProblemTexts(locale: Locale): Promise<void> {
  if (locale === 'ko' || texts[locale]) return
  try {
    texts[locale] = await loaders[locale]()
  } catch {
    // Tried again at the next request.
  }
}

/** The customer's text for a code. Plain text, at most two or three short sentences. */
export const problemText = (code: ErrorCode, locale: Locale): string => (texts[locale] ?? KO)[code]
