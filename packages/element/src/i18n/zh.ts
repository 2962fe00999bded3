// Chinese, simplified.
import type { Messages } from './messages.ts'

/** Chinese texts. */
export const messages: Messages = {
  action: {
    idle: '开始绑定',
    finishing: '正在绑定',
    uncertain: '再次确认',
    failed: '重试',
  },
  text: {
    issued: '已绑定',
    cancelled: '已停止绑定。',
    uncertain: '我们正在确认结果。您可以关闭此页面。请先不要重新绑定，稍等片刻。',
    network: '无法连接。请检查网络后重试。',
  },
  unavailable: '暂时无法绑定。请稍后重试。',
  finish: '完成绑定',
  support: '咨询代码',
}
