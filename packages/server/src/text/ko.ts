// Korean: polite and plain (해요체).
import type { KindWords, Words } from './words.ts'

/** The noun as it stands alone and with its particles, and who decides about it. */
interface Noun {
  readonly alone: string
  readonly is: string
  readonly it: string
  readonly by: string
  readonly issuer: string
  readonly issuerDoes: string
}

const kind = ({ alone, is, it, by, issuer, issuerDoes }: Noun): KindWords => ({
  action: { idle: `${alone} 등록하기`, finishing: `${it} 등록하고 있어요`, declined: `다른 ${by} 등록하기` },
  issued: `${is} 등록됐어요`,
  problem: {
    card_declined: `${issuerDoes} 등록을 거절했어요. 다른 ${by} 해 보거나 ${issuer}에 문의해 주세요.`,
    card_expired: `${alone} 유효기간이 지났어요. 다른 ${by} 다시 시도해 주세요.`,
    card_invalid: `${alone} 정보를 다시 확인해 주세요.`,
    card_unsupported: `이 ${by} 등록할 수 없어요. 다른 ${by} 다시 시도해 주세요.`,
    card_limit: `${alone} 한도를 넘었어요. 한도를 확인하거나 다른 ${by} 다시 시도해 주세요.`,
  },
})

/** Korean texts. */
export const ko: Words = {
  amount: (digits) => `${digits}원`,
  cycle: { week: '주', month: '월', year: '년' },
  chargedNow: (amount) => `지금 ${amount}이 결제돼요.`,
  notCharged: '오늘은 결제되지 않아요.',
  change: '변경',
  open: '등록 창에서 계속해 주세요',
  cardCheck: '카드 확인을 위해 소액이 결제됐다가 바로 취소돼요.',
  account: (label) => `${label} 계정에 등록돼요`,
  test: '테스트',
  message: {
    cancelled: '등록을 멈췄어요.',
    retriable: '아직 결과를 확인하고 있어요. 다시 등록해도 괜찮아요.',
    sdk_blocked:
      '등록 창을 불러오지 못했어요. 광고 차단 기능을 끄거나 네트워크를 확인한 뒤 다시 시도해 주세요.',
    window_failed: '등록 창을 열지 못했어요. 팝업을 허용한 뒤 다시 시도해 주세요.',
    done: '등록 완료',
    terms: '전체 내용 보기',
    stop: '등록 취소',
  },
  uncharged: '결제된 금액은 없어요.',
  kinds: {
    card: kind({
      alone: '카드',
      is: '카드가',
      it: '카드를',
      by: '카드로',
      issuer: '카드사',
      issuerDoes: '카드사가',
    }),
    phone: kind({
      alone: '휴대폰',
      is: '휴대폰이',
      it: '휴대폰을',
      by: '휴대폰으로',
      issuer: '통신사',
      issuerDoes: '통신사가',
    }),
    account: kind({
      alone: '계좌',
      is: '계좌가',
      it: '계좌를',
      by: '계좌로',
      issuer: '은행',
      issuerDoes: '은행이',
    }),
  },
  problem: {
    request: '요청을 처리하지 못했어요. 화면을 새로 고친 뒤 다시 시도해 주세요.',
    setup: '결제 설정에 문제가 있어 등록할 수 없어요. 문제가 계속되면 고객센터에 알려 주세요.',
    later: '지금은 등록할 수 없어요. 잠시 뒤 다시 시도해 주세요.',
    unsupported_version: '화면이 오래됐어요. 새로 고친 뒤 다시 시도해 주세요.',
    consent_required: '내용을 확인하고 동의해 주세요.',
    unauthenticated: '로그인하면 이어서 등록할 수 있어요.',
    not_found: '등록 정보를 찾을 수 없어요. 등록을 시작한 계정으로 로그인했는지 확인해 주세요.',
    offer_changed: '금액이나 조건이 바뀌었어요. 확인하고 다시 눌러 주세요.',
    registration_conflict: '이미 처리하고 있는 등록이에요. 잠시 뒤 결과를 확인해 주세요.',
    registration_expired: '시간이 지나 처음부터 다시 시작해 주세요.',
    too_many_attempts: '여러 번 시도해서 잠시 멈췄어요. 나중에 다시 시도해 주세요.',
    method_gone: '등록한 결제 수단을 더 쓸 수 없어요. 새로 등록해 주세요.',
    holder_mismatch: '입력한 정보가 명의와 달라요. 다시 확인해 주세요.',
    not_completed: '등록이 끝나지 않았어요. 다시 시도해 주세요.',
    return_refused: '등록 결과를 확인할 수 없어 등록하지 않았어요. 처음부터 다시 시작해 주세요.',
    return_mismatch: '등록 결과를 한 번 더 확인하고 있어요. 다시 등록하지 말고 고객센터에 문의해 주세요.',
    outcome_unknown: '결과를 확인하고 있어요. 창을 닫아도 괜찮아요. 다시 등록하지 말고 잠시 기다려 주세요.',
    payment_declined: '첫 결제가 되지 않았어요. 다른 결제 수단을 등록하거나 고객센터에 문의해 주세요.',
    payment_uncertain: '첫 결제 결과를 확인하고 있어요. 다시 등록하지 않아도 돼요.',
  },
}
