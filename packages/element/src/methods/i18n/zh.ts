// Chinese, simplified.
import { messages as common } from '../../i18n/zh.ts'
import type { Messages } from './messages.ts'

/** Chinese texts. */
export const messages: Messages = {
  ...common,
  list: '已绑定的支付方式',
  empty: '尚未绑定支付方式。',
  kind: { card: '银行卡', phone: '手机', account: '账户' },
  standard: '默认',
  since: '{}绑定',
  makeDefault: '设为默认',
  remove: '删除',
  login: '登录后可查看已绑定的支付方式。',
  unavailable: '暂时无法操作。请稍后重试。',
  question: '要删除吗？删除后不会再通过此支付方式扣款。',
  yes: '确认删除',
  no: '取消',
  checking: '正在确认是否已删除。',
  replace: '更换',
  add: '绑定新的支付方式',
  close: '关闭',
  instead: '绑定新的支付方式后，此支付方式将被删除。',
  done: {
    removed: '已删除。',
    changed: '已更改默认支付方式。',
    kept: '未能处理，没有任何更改。请重试。',
    added: '新的支付方式已绑定。',
    replaced: '已更换为新的支付方式。',
    half: '新的支付方式已绑定，但未能更换原来的支付方式。请在列表中更换。',
  },
}
