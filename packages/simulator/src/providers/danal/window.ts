// Danal's register window over HTTP: opened by the SDK's form post, walked step by step, left to successUrl or failUrl.
// Source: Danal developer center, reference/billing/issue-key ("transactionId is delivered on successUrl");
// the texts per `title` follow the comments in @danalpay/javascript-sdk 1.2.0.
import { parseJson, webUrl, isJsonObject } from '../../json.ts'
import type { World } from '../../world.ts'
import { finishedPage, returnToShop, troublePage, type ShopReturn } from '../../windows/closing-pages.ts'
import type { Draft } from '../../windows/draft.ts'
import { registerWindow, SUBJECTS, won } from '../../windows/register-window.ts'
import { advance, openSession, stepToShow, type Verdict } from '../../windows/session.ts'
import { isReturnMethod, type ReturnMethod } from '../../windows/test-panel.ts'
import { readBillingRequest, type DanalBillingRequest } from './billing-request.ts'
import { DANAL_BAD_REQUEST_CODE, DANAL_CANCEL_MESSAGE, DANAL_SUCCESS } from './codes.ts'
import type { DanalState, DanalWindow } from './state.ts'

const ACCENT = '#0b5566'
const TITLES = { '00': '정기결제', '01': '간편결제', '02': '자동결제' } as const

function accountProblem(world: World, clientKey: string, request: DanalBillingRequest): string | undefined {
  if (clientKey !== world.credentials.danal.clientKey) return 'unknown clientKey'
  return request.merchantId === world.credentials.danal.merchantId ? undefined : 'unknown merchantId'
}

function refuseToOpen(args: unknown, reason: string): Promise<Response> {
  const failUrl = isJsonObject(args) ? webUrl(args['failUrl']) : undefined
  const message = `요청을 확인할 수 없어요. (${reason})`
  if (!failUrl) return troublePage(ACCENT, message)
  const params = { code: DANAL_BAD_REQUEST_CODE, message: reason }
  return troublePage(ACCENT, message, { url: failUrl.href, method: 'GET', params })
}

/**
 * Opens a window for the fields that the SDK posts: `clientKey` and `request` (JSON).
 * @returns a redirect to the window's own address, which survives reload and back
 */
export function openDanalWindow(
  world: World,
  state: DanalState,
  fields: Draft,
): Response | Promise<Response> {
  const args = parseJson(fields['request'] ?? '')
  const request = readBillingRequest(args)
  if (typeof request === 'string') return refuseToOpen(args, request)
  const problem = accountProblem(world, fields['clientKey'] ?? '', request)
  if (problem) return refuseToOpen(args, problem)
  const id = world.random.text(24)
  const known: Draft = {
    ...(request.userName && { name: request.userName }),
    ...(request.userPhoneNumber && { phone: request.userPhoneNumber }),
  }
  const session = openSession(request.method === 'CARD' ? 'card' : 'phone', world.now(), known)
  state.windows.set(id, { id, request, session, openedAt: world.now() })
  return new Response(null, { status: 303, headers: { location: `window/${id}` } })
}

/** What happens to the customer's money, as the window says it. */
function moneyLine({ issueKeyOnly, method, amount, hideAmount }: DanalBillingRequest): string {
  if (!issueKeyOnly) return `등록하면서 ${won(amount)}이 바로 결제돼요.`
  if (method === 'MOBILE') return '지금은 결제되지 않아요.'
  // Danal: 100 KRW is taken to verify the card and cancelled by itself.
  return hideAmount
    ? '카드를 확인하려고 소액이 결제됐다가 바로 취소돼요.'
    : '카드를 확인하려고 100원이 결제됐다가 바로 취소돼요.'
}

export function showDanalWindow(
  world: World,
  state: DanalState,
  id: string,
  askedStep: string | undefined,
): Promise<Response> {
  const found = state.windows.get(id)
  if (!found) return troublePage(ACCENT, '상점에서 처음부터 다시 시작해 주세요.')
  if (found.result) return finishedPage(ACCENT, found.result)
  const { request, session } = found
  // `offerPeriod` is not shown for the titles 01 and 02 of MOBILE.
  const showsPeriod = request.offerPeriod && (request.method === 'CARD' || request.title === '00')
  return registerWindow({
    accent: ACCENT,
    title: `${TITLES[request.title]} ${SUBJECTS[session.kind]} 등록`,
    shop: world.shopName,
    orderName: request.orderName,
    amount: request.hideAmount ? undefined : request.amount,
    facts: showsPeriod ? [['이용 기간', request.offerPeriod]] : [],
    money: moneyLine(request),
    finishLabel: request.issueKeyOnly ? '등록하기' : `${won(request.amount)} 결제하고 등록하기`,
    session,
    step: stepToShow(session, askedStep),
    returnMethod: world.quirks.returnMethod,
  })
}

function mintTransactionId(world: World, state: DanalState): string {
  // 20 bytes at most; the documents show digits that begin with the date.
  const day = new Date(world.now() + 9 * 3_600_000).toISOString().slice(0, 10).replace(/\D/g, '')
  const id = day + world.random.digits(12)
  return state.transactions.has(id) ? mintTransactionId(world, state) : id
}

/** The parameters of successUrl and failUrl; all but transactionId are drawn, as no document promises them. */
function resultParams(
  world: World,
  state: DanalState,
  open: DanalWindow,
  verdict: Verdict,
): ShopReturn['params'] {
  const { quirks } = world
  const order = { ...(quirks.orderIdInReturn && { orderId: open.request.orderId }) }
  if (verdict.kind === 'cancelled')
    return { code: quirks.cancelCode, message: DANAL_CANCEL_MESSAGE, ...order }
  const transactionId = mintTransactionId(world, state)
  state.transactions.set(transactionId, {
    request: open.request,
    cardNumber: verdict.cardNumber,
    declines: verdict.kind === 'declined',
    answered: false,
  })
  const code = { ...(quirks.codeInReturn && { code: DANAL_SUCCESS, message: '인증이 완료되었습니다.' }) }
  return { transactionId, ...code, ...order }
}

function finish(
  world: World,
  state: DanalState,
  open: DanalWindow,
  verdict: Verdict,
  method: ReturnMethod,
): ShopReturn {
  const { successUrl, failUrl } = open.request
  const result: ShopReturn = {
    url: verdict.kind === 'cancelled' ? failUrl : successUrl,
    method,
    params: resultParams(world, state, open, verdict),
  }
  open.result = result
  return result
}

/** One posted form of the window: on to the next step, back to this one with what is wrong, or out to the shop. */
export function advanceDanalWindow(
  world: World,
  state: DanalState,
  id: string,
  form: Draft,
): Response | Promise<Response> {
  const open = state.windows.get(id)
  if (!open || open.result) return showDanalWindow(world, state, id, undefined)
  const progress = advance(open.session, form, world.now())
  open.session = progress.session
  if (!progress.verdict)
    return new Response(null, { status: 303, headers: { location: `?step=${progress.step}` } })
  const method = isReturnMethod(form['returnMethod']) ? form['returnMethod'] : world.quirks.returnMethod
  return returnToShop(ACCENT, finish(world, state, open, progress.verdict, method))
}
