// PortOne V1's payment window as a billing-key window, over HTTP: opened by request_pay, ended by callback or redirect.
// Source: developers.portone.io, V1 비인증결제 and 인증결제 guides, JavaScript SDK reference.
import { parseJson, webUrl, isJsonObject, text } from '../../json.ts'
import type { World } from '../../world.ts'
import { endWindow } from '../../windows/approval.ts'
import { answerPage, finishedPage, returnToShop, troublePage } from '../../windows/closing-pages.ts'
import type { Draft } from '../../windows/draft.ts'
import { registerWindow, SUBJECTS, won } from '../../windows/register-window.ts'
import { advance, openSession, stepToShow, type Verdict } from '../../windows/session.ts'
import { redirectParams, windowAnswer } from './answer.ts'
import { WINDOW_ERRORS, type WindowError } from './codes.ts'
import { failPayment, settleRegistration } from './issue.ts'
import { readPayRequest, type PayRequest } from './pay-request.ts'
import { PG_RULES } from './pgs.ts'
import {
  paymentsUnder,
  type PaymentRow,
  type PortoneState,
  type PortoneWindow,
  type ResultPath,
} from './state.ts'

const ACCENT = '#3f3d8f'

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location } })
}

function refuseToOpen(
  world: World,
  fields: Draft,
  params: unknown,
  error: WindowError,
): Response | Promise<Response> {
  const merchantUid = isJsonObject(params) ? text(params, 'merchant_uid') : ''
  if (fields['path'] !== 'redirect') {
    const answer = windowAnswer(world.quirks, { impUid: null, merchantUid, error })
    return answerPage(ACCENT, { origin: fields['origin'] ?? '', windowId: fields['ticket'] ?? '', answer })
  }
  const redirectUrl = isJsonObject(params) ? webUrl(params['m_redirect_url']) : undefined
  if (!redirectUrl) return troublePage(ACCENT, `요청을 확인할 수 없어요. (${error.error_msg})`)
  const outcome = { impUid: null, merchantUid, error }
  return returnToShop(ACCENT, {
    url: redirectUrl.href,
    method: 'GET',
    params: redirectParams(world.quirks, outcome, false),
  })
}

function newPayment(world: World, state: PortoneState, request: PayRequest, device: string): PaymentRow {
  const now = world.now()
  const row: PaymentRow = {
    impUid: `imp_${world.random.digits(12)}`,
    merchantUid: request.merchantUid,
    customerUid: request.customerUid,
    usage: 'issue',
    pg: request.channel.pg,
    pgId: request.channel.pgId,
    sandbox: request.channel.sandbox,
    payMethod: request.payMethod,
    channel: device === 'mobile' ? 'mobile' : 'pc',
    name: request.name,
    // Where the PG merely shows the amount, nothing is charged with the registration.
    amount: request.rule.charges ? request.amount : 0,
    buyer: request.buyer,
    customData: request.customData,
    noticeUrls: request.noticeUrls,
    startedAt: now,
    status: 'ready',
    changedAt: now,
    visibleFrom: now,
    cardNumber: '',
    failReason: '',
    cancelReason: '',
    cancelled: [],
  }
  state.payments.set(row.impUid, row)
  return row
}

/** Opens a window for the fields that iamport.js posts; a request that is not acceptable is answered at once. */
export function openPortoneWindow(
  world: World,
  state: PortoneState,
  fields: Draft,
): Response | Promise<Response> {
  const params = parseJson(fields['params'] ?? '')
  const request = readPayRequest(world.credentials['portone-v1'], state, fields['userCode'] ?? '', params)
  if ('error_code' in request) return refuseToOpen(world, fields, params, request)
  const id = world.random.text(24)
  const path: ResultPath = fields['path'] === 'redirect' ? 'redirect' : 'callback'
  const known: Draft = {
    ...(request.buyer.name && { name: request.buyer.name }),
    ...(request.buyer.tel && { phone: request.buyer.tel.replace(/\D/g, '') }),
  }
  state.windows.set(id, {
    id,
    path,
    ticket: fields['ticket'] ?? '',
    origin: webUrl(fields['origin'])?.origin ?? '',
    redirectUrl: request.redirectUrl,
    omitsImpUid: fields['impUid'] === 'omit' || !world.quirks.impUidInRedirect,
    payment: newPayment(world, state, request, fields['device'] ?? ''),
    shownAmount: request.amount,
    period: request.period,
    session: openSession(request.payMethod === 'phone' ? 'phone' : 'card', world.now(), known),
  })
  return seeOther(`request-pay/${id}`)
}

/** Hands the result over again, however often the window is visited. */
function closeWindow(open: PortoneWindow): Response | Promise<Response> {
  const { result } = open
  if (result && open.path === 'callback')
    return answerPage(ACCENT, { origin: open.origin, windowId: open.ticket, answer: result.answer })
  return result?.shopReturn ? returnToShop(ACCENT, result.shopReturn) : finishedPage(ACCENT, undefined)
}

function moneyLine(payment: PaymentRow): string {
  if (payment.amount > 0) return `등록하면서 ${won(payment.amount)}이 바로 결제돼요.`
  return PG_RULES[payment.pg]?.charges
    ? '카드를 확인하려고 소액이 결제됐다가 바로 취소돼요.'
    : '지금은 결제되지 않고 카드만 등록돼요.'
}

export function showPortoneWindow(
  world: World,
  state: PortoneState,
  id: string,
  askedStep: string | undefined,
): Response | Promise<Response> {
  const open = state.windows.get(id)
  if (!open) return troublePage(ACCENT, '상점에서 처음부터 다시 시작해 주세요.')
  if (open.result)
    return open.path === 'callback' ? closeWindow(open) : finishedPage(ACCENT, open.result.shopReturn)
  const { payment, session } = open
  return registerWindow({
    accent: ACCENT,
    title: `정기결제 ${SUBJECTS[session.kind]} 등록`,
    shop: world.shopName,
    orderName: payment.name,
    amount: open.shownAmount > 0 ? open.shownAmount : undefined,
    facts: open.period ? [['이용 기간', open.period]] : [],
    money: moneyLine(payment),
    finishLabel: payment.amount > 0 ? `${won(payment.amount)} 결제하고 등록하기` : '등록하기',
    session,
    step: stepToShow(session, askedStep),
  })
}

/** A second window of the same order was approved first: an id already paid is refused. */
const isPaidAlready = (state: PortoneState, { amount, merchantUid }: PaymentRow): boolean =>
  amount > 0 && paymentsUnder(state, merchantUid).some(({ status }) => status === 'paid')

function errorOf(state: PortoneState, payment: PaymentRow, verdict: Verdict): WindowError | undefined {
  if (verdict.kind === 'declined') return WINDOW_ERRORS.declined
  if (verdict.kind === 'cancelled') return WINDOW_ERRORS.cancelled
  return isPaidAlready(state, payment) ? WINDOW_ERRORS.alreadyPaid : undefined
}

function settle(world: World, state: PortoneState, open: PortoneWindow, verdict: Verdict): void {
  const { payment } = open
  const error = errorOf(state, payment, verdict)
  if (verdict.kind === 'approved' && !error) settleRegistration(world, state, payment, verdict.cardNumber)
  else failPayment(world, payment, verdict.kind === 'declined', error?.error_msg ?? '')
  const outcome = {
    impUid: payment.impUid,
    merchantUid: payment.merchantUid,
    ...(error && { error }),
    payment,
  }
  const shopReturn = open.redirectUrl
    ? {
        url: open.redirectUrl,
        method: 'GET' as const,
        params: redirectParams(world.quirks, outcome, open.omitsImpUid),
      }
    : undefined
  open.result = { answer: windowAnswer(world.quirks, outcome), shopReturn }
}

/** One posted form of the window. A fault ordered for `issue` strikes where the key is made: at approval. */
export function advancePortoneWindow(
  world: World,
  state: PortoneState,
  id: string,
  form: Draft,
): Response | Promise<Response> {
  const open = state.windows.get(id)
  if (!open || open.result) return showPortoneWindow(world, state, id, undefined)
  const progress = advance(open.session, form, world.now())
  open.session = progress.session
  if (!progress.verdict) return seeOther(`?step=${progress.step}`)
  const { verdict } = progress
  return endWindow(world, {
    provider: 'portone-v1',
    makesKey: verdict.kind === 'approved',
    settle: () => settle(world, state, open, verdict),
    leave: () => closeWindow(open),
  })
}
