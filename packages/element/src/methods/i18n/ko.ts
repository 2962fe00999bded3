// Korean: the language of the main chunk.
import type { Messages } from './messages.ts'

/** Korean texts. */
export const messages: Messages = {
  list: '결제수단',
  empty: '등록한 결제수단이 없어요.',
  kind: { card: '카드', phone: '휴대폰', account: '계좌' },
  standard: '기본',
  since: '{} 등록',
  makeDefault: '기본으로 쓰기',
  remove: '삭제',
  retry: '다시 시도',
  support: '문의 코드',
  offline: '연결하지 못했어요. 네트워크를 확인해 주세요.',
  login: '로그인하면 볼 수 있어요.',
  unavailable: '지금은 할 수 없어요. 잠시 뒤 다시 시도해 주세요.',
}
