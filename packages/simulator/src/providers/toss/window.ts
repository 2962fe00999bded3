// Toss Payments' register window over HTTP: opened by requestBillingAuth, left to successUrl with an authKey, to failUrl
// with a code, or by closing the iframe. Source: docs.tosspayments.com, guides/v2/billing, and reference/error-codes.
import { parseJson, webUrl } from '../../json.ts'
import { TEST_CARDS } from '../../test-cards.ts'
import { mintSecret, type World } from '../../world.ts'
import { answerPage, finishedPage, returnToShop, troublePage } from '../../windows/closing-pages.ts'
import type { Draft } from '../../windows/draft.ts'
import { registerWindow, SUBJECTS } from '../../windows/register-window.ts'
import { advance, openSession, stepToShow, type Verdict } from '../../windows/session.ts'
import {
  clientKeyProblem,
  PROBLEM_MESSAGES,
  readBillingAuth,
  type BillingAuthProblem,
} from './billing-auth.ts'
import { TOSS_ERRORS } from './codes.ts'
import type { TossEnd, TossInstrument, TossState, TossWindow } from './state.ts'

const ACCENT = '#1f5fc4'
/** No text message is sent in test mode; this code is taken (docs.tosspayments.com, guides/v2/billing). */
const TEST_IDENTITY_CODE = '000000'

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } })
}

function leave(
  open: Pick<TossWindow, 'target' | 'ticket' | 'origin'>,
  end: TossEnd,
): Response | Promise<Response> {
  if (open.target === 'iframe')
    return answerPage(ACCENT, { origin: open.origin, windowId: open.ticket, answer: { ...end } })
  if (end.kind === 'reject') return troublePage(ACCENT, end.message)
  return returnToShop(ACCENT, { url: end.url, method: 'GET', params: {} })
}

function readFields(world: World, fields: Draft): ReturnType<typeof readBillingAuth> | BillingAuthProblem {
  const clientKey = fields['clientKey'] ?? ''
  const problem = clientKeyProblem(clientKey)
  if (problem) return problem
  if (clientKey !== world.credentials.toss.clientKey) return 'INVALID_CLIENT_KEY'
  return readBillingAuth(parseJson(fields['request'] ?? ''), fields['customerKey'])
}

/** Opens a window for the fields that the SDK posts. */
export function openTossWindow(world: World, state: TossState, fields: Draft): Response | Promise<Response> {
  const origin = webUrl(fields['origin'])?.origin ?? ''
  const target = fields['target'] === 'iframe' ? 'iframe' : 'self'
  const place = { target, ticket: fields['ticket'] ?? '', origin } as const
  const request = readFields(world, fields)
  if (typeof request === 'string')
    return leave(place, { kind: 'reject', code: request, message: PROBLEM_MESSAGES[request] })
  const id = world.random.text(24)
  const known: Draft = request.customerName ? { name: request.customerName } : {}
  const kind = request.method === 'CARD' ? 'card' : 'account'
  const session = openSession(kind, world.now(), known, TEST_IDENTITY_CODE)
  state.windows.set(id, { ...place, request, session })
  return seeOther(`window/${id}`)
}

export function showTossWindow(
  world: World,
  state: TossState,
  id: string,
  askedStep: string | undefined,
): Response | Promise<Response> {
  const open = state.windows.get(id)
  if (!open) return troublePage(ACCENT, '상점에서 처음부터 다시 시작해 주세요.')
  if (open.end && open.target === 'iframe') return leave(open, open.end)
  if (open.end)
    return finishedPage(
      ACCENT,
      open.end.kind === 'navigate' ? { url: open.end.url, method: 'GET', params: {} } : undefined,
    )
  const { session } = open
  return registerWindow({
    accent: ACCENT,
    title: `자동결제 ${SUBJECTS[session.kind]} 등록`,
    shop: world.shopName,
    // Nothing is ordered: requestBillingAuth has no name and no amount.
    orderName: '',
    amount: undefined,
    facts: open.request.customerName ? [['이름', open.request.customerName]] : [],
    money: '지금은 결제되지 않아요. 앞으로의 결제는 상점이 알려 드려요.',
    finishLabel: '등록하기',
    session,
    step: stepToShow(session, askedStep),
  })
}

/** How an address with a query or fragment of its own takes the parameters is not documented. */
export function joinReturnUrl(
  how: World['quirks']['returnUrlJoin'],
  url: string,
  params: Readonly<Record<string, string>>,
): string {
  if (how === 'merged') {
    const address = new URL(url)
    for (const [name, value] of Object.entries(params)) address.searchParams.set(name, value)
    return address.href
  }
  const glue = url.includes('?') ? (/[?&]$/.test(url) ? '' : '&') : '?'
  return url + glue + new URLSearchParams(params).toString()
}

function failUrlEnd(world: World, { request }: TossWindow, code: keyof typeof TOSS_ERRORS): TossEnd {
  const params = { code, message: TOSS_ERRORS[code][1] }
  return { kind: 'navigate', url: joinReturnUrl(world.quirks.returnUrlJoin, request.failUrl, params) }
}

function instrumentOf({ request, session }: TossWindow, cardNumber: string): TossInstrument {
  const { draft } = session
  if (request.method === 'TRANSFER')
    return { method: 'TRANSFER', bank: draft['bank'] ?? '', account: draft['account'] ?? '' }
  return { method: 'CARD', cardNumber, owner: draft['owner'] === 'business' ? 'business' : 'personal' }
}

/** An authKey or billing key; base64-like where the run wants characters that mean something in a URL. */
export function mintTossKey(world: World, length: number): string {
  const key = mintSecret(world, length - 4)
  return world.quirks.keyAlphabet === 'plain' ? `${key}toss` : `${key}+/Z=`
}

function authorized(world: World, state: TossState, open: TossWindow, verdict: Verdict): TossEnd {
  const cardNumber = 'cardNumber' in verdict ? verdict.cardNumber : TEST_CARDS[0].number
  const { customerKey, successUrl } = open.request
  const authKey = mintTossKey(world, 40)
  state.authKeys.set(authKey, {
    customerKey,
    instrument: instrumentOf(open, cardNumber),
    createdAt: world.now(),
    declines: verdict.kind === 'declined',
    used: false,
  })
  const url = joinReturnUrl(world.quirks.returnUrlJoin, successUrl, { customerKey, authKey })
  return { kind: 'navigate', url }
}

function endOf(world: World, state: TossState, open: TossWindow, verdict: Verdict): TossEnd {
  const { iframeCancel, declineAt } = world.quirks
  if (verdict.kind === 'cancelled')
    return open.target === 'iframe' && iframeCancel === 'reject'
      ? { kind: 'reject', code: 'USER_CANCEL', message: '사용자가 창을 닫았습니다.' }
      : failUrlEnd(world, open, 'PAY_PROCESS_CANCELED')
  return verdict.kind === 'declined' && declineAt === 'window'
    ? failUrlEnd(world, open, 'REJECT_CARD_COMPANY')
    : authorized(world, state, open, verdict)
}

/** One posted form of the window: on to the next step, back to this one with what is wrong, or out to the shop. */
export function advanceTossWindow(
  world: World,
  state: TossState,
  id: string,
  form: Draft,
): Response | Promise<Response> {
  const open = state.windows.get(id)
  if (!open || open.end) return showTossWindow(world, state, id, undefined)
  const progress = advance(open.session, form, world.now())
  open.session = progress.session
  if (!progress.verdict) return seeOther(`?step=${progress.step}`)
  open.end = endOf(world, state, open, progress.verdict)
  return leave(open, open.end)
}
