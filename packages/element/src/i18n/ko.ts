// Korean: the language of the main chunk.
import type { Messages } from './messages.ts'

const open = '등록 창에서 계속해 주세요'
const finishing = '카드를 등록하고 있어요'

/** Korean texts. */
export const ko: Messages = {
  action: {
    idle: '카드 등록하기',
    open,
    finishing,
    issued: '변경',
    declined: '다른 카드로 등록하기',
    uncertain: '다시 확인',
    failed: '다시 시도',
  },
  text: {
    open,
    finishing,
    issued: '카드가 등록됐어요',
    cancelled: '등록을 멈췄어요.',
    uncertain: '결과를 확인하고 있어요. 창을 닫아도 괜찮아요. 다시 등록하지 말고 잠시 기다려 주세요.',
    consent_required: '내용을 확인하고 동의해 주세요.',
    network: '연결하지 못했어요. 네트워크를 확인한 뒤 다시 시도해 주세요.',
    sdk_blocked:
      '등록 창을 불러오지 못했어요. 광고 차단 기능을 끄거나 네트워크를 확인한 뒤 다시 시도해 주세요.',
    window_failed: '등록 창을 열지 못했어요. 팝업을 허용한 뒤 다시 시도해 주세요.',
  },
  unavailable: '지금은 등록할 수 없어요. 잠시 뒤 다시 시도해 주세요.',
  uncharged: '결제된 금액은 없어요.',
  retriable: '아직 결과를 확인하고 있어요. 다시 등록해도 괜찮아요.',
  finish: '등록 마치기',
  done: '등록 완료',
  terms: '전체 내용 보기',
  stop: '등록 취소',
  support: '문의 코드',
}
