// Korean, of what the customer does: beside the code that does it.
import type { ActionMessages } from './messages.ts'

/** Korean texts. */
export const actionMessages: ActionMessages = {
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
