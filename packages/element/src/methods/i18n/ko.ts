// Korean: the language of the main chunk.
import { messages as common } from '../../i18n/ko.ts'
import type { Messages } from './messages.ts'

/** Korean texts. */
export const messages: Messages = {
  ...common,
  list: '결제수단',
  empty: '등록한 결제수단이 없어요.',
  kind: { card: '카드', phone: '휴대폰', account: '계좌' },
  standard: '기본',
  since: '{} 등록',
  makeDefault: '기본으로 쓰기',
  remove: '삭제',
  login: '로그인하면 볼 수 있어요.',
  unavailable: '지금은 할 수 없어요. 잠시 뒤 다시 시도해 주세요.',
  question: '삭제할까요? 이 결제수단으로는 더 결제되지 않아요.',
  yes: '삭제하기',
  no: '취소',
  checking: '삭제됐는지 확인하고 있어요.',
  replace: '변경',
  add: '새로 등록하기',
  close: '닫기',
  instead: '새로 등록하면 이 결제수단은 삭제돼요.',
  done: {
    removed: '삭제했어요.',
    changed: '기본 결제수단을 바꿨어요.',
    kept: '처리하지 못했어요. 달라진 것은 없어요. 다시 시도해 주세요.',
    added: '새 결제수단을 등록했어요.',
    replaced: '새 결제수단으로 바꿨어요.',
    half: '새 결제수단은 등록했지만, 이전 것을 바꾸지 못했어요. 목록에서 직접 바꿔 주세요.',
  },
}
