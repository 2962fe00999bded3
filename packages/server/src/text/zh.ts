// Chinese, simplified.
import type { KindWords, Words } from './words.ts'

const kind = (noun: string, issuer: string): KindWords => ({
  action: { idle: `绑定${noun}`, finishing: `正在绑定${noun}`, declined: `使用其他${noun}` },
  issued: `${noun}已绑定`,
  problem: {
    card_declined: `${issuer}未通过本次绑定。请使用其他${noun}，或联系${issuer}。`,
    card_expired: `该${noun}已过有效期。请使用其他${noun}重试。`,
    card_invalid: `请再次核对${noun}信息。`,
    card_unsupported: `该${noun}无法绑定。请使用其他${noun}重试。`,
    card_limit: `该${noun}已超出限额。请确认限额，或使用其他${noun}重试。`,
  },
})

/** Chinese texts. */
export const zh: Words = {
  amount: (digits) => `${digits}韩元`,
  cycle: { week: '周', month: '月', year: '年' },
  chargedNow: (amount) => `现在将扣款${amount}。`,
  notCharged: '今天不会扣款。',
  change: '更换',
  open: '请在绑定窗口中继续',
  cardCheck: '为验证卡片会扣一笔小额款项，并立即撤销。',
  account: (label) => `将绑定到 ${label} 账户`,
  test: '测试',
  message: {
    cancelled: '已停止绑定。',
    retriable: '我们仍在确认结果。您可以重新绑定。',
    sdk_blocked: '绑定窗口未能加载。请关闭广告拦截或检查网络后重试。',
    window_failed: '绑定窗口未能打开。请允许弹出窗口后重试。',
    done: '绑定完成',
    terms: '查看全文',
    stop: '停止绑定',
  },
  uncharged: '未产生任何扣款。',
  kinds: {
    card: kind('银行卡', '发卡机构'),
    phone: kind('手机', '运营商'),
    account: kind('银行账户', '银行'),
  },
  problem: {
    request: '请求未能处理。请刷新页面后重试。',
    setup: '支付设置有误，暂时无法绑定。如仍有问题，请联系客服。',
    later: '暂时无法绑定。请稍后重试。',
    unsupported_version: '页面版本过旧。请刷新后重试。',
    consent_required: '请先阅读内容并勾选同意。',
    unauthenticated: '登录后即可继续绑定。',
    not_found: '找不到该绑定信息。请确认您登录的是最初操作的账户。',
    offer_changed: '金额或条款已变更。请确认后再次点击。',
    registration_conflict: '该绑定正在处理中。请稍后查看结果。',
    registration_expired: '操作已超时。请重新开始。',
    too_many_attempts: '尝试次数过多，已暂停。请稍后重试。',
    method_gone: '已绑定的支付方式无法继续使用。请重新绑定。',
    holder_mismatch: '您填写的信息与户名不符。请再次核对。',
    not_completed: '绑定尚未完成。请重试。',
    return_refused: '结果无法核实，因此未绑定。请重新开始。',
    return_mismatch: '我们正在再次核实结果。请勿重新绑定，并联系客服。',
    outcome_unknown: '我们正在确认结果。您可以关闭此页面。请先不要重新绑定，稍等片刻。',
    payment_declined: '首次付款未成功。请绑定其他支付方式，或联系客服。',
    payment_uncertain: '我们正在确认首次付款的结果。您无需重新绑定。',
  },
}
