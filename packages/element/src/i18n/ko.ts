// Korean: the language of the main chunk.
import type { Messages } from './messages.ts'

/** Korean texts. */
export const messages: Messages = {
  action: {
    idle: '등록하기',
    finishing: '등록하고 있어요',
    uncertain: '다시 확인',
    failed: '다시 시도',
  },
  text: {
    issued: '등록됐어요',
    cancelled: '등록을 멈췄어요.',
    uncertain: '결과를 확인하고 있어요. 창을 닫아도 괜찮아요. 다시 등록하지 말고 잠시 기다려 주세요.',
    network: '연결하지 못했어요. 네트워크를 확인한 뒤 다시 시도해 주세요.',
  },
  unavailable: '지금은 등록할 수 없어요. 잠시 뒤 다시 시도해 주세요.',
  finish: '등록 마치기',
  support: '문의 코드',
}
