// PortOne V2's register window over HTTP: prepared by the SDK, walked step by step, ended by a message to the page or by
// the redirect. Source: developers.portone.io, V2 billing issue and checkout result handling.
import { parseJson, text, webUrl } from '../../json.ts'
import type { World } from '../../world.ts'
import { endWindow } from '../../windows/approval.ts'
import { answerPage, finishedPage, returnToShop, troublePage } from '../../windows/closing-pages.ts'
import type { Draft, WindowKind } from '../../windows/draft.ts'
import { registerWindow, SUBJECTS } from '../../windows/register-window.ts'
import { advance, openSession, stepToShow } from '../../windows/session.ts'
import { mintBillingKey } from './issue.ts'
import { readIssueRequest } from './issue-request.ts'
import { redirectHref, settleWindow } from './result.ts'
import type { V2State, V2Window } from './state.ts'
import { announceBillingKey } from './webhook.ts'

const ACCENT = '#7a2e52'

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } })
}

/** Any page may ask, as any page may load the script. */
function prepared(body: object): Response {
  return Response.json(body, { headers: { 'access-control-allow-origin': '*', 'cache-control': 'no-store' } })
}

/** Checks the request before any window shows: what is wrong here rejects the SDK's promise. */
export function prepareV2Window(world: World, state: V2State, fields: Draft): Response {
  const device = fields['device'] === 'mobile' ? 'mobile' : 'pc'
  const request = readIssueRequest(
    world.credentials['portone-v2'],
    parseJson(fields['request'] ?? ''),
    device,
  )
  if ('code' in request) return prepared(request)
  const id = world.random.text(24)
  const kind: WindowKind = request.method === 'TRANSFER' ? 'account' : 'card'
  const name = text(request.customer, 'name')
  const phone = text(request.customer, 'phoneNumber').replace(/\D/g, '')
  const open: V2Window = {
    request,
    place: request.windowType,
    ticket: fields['ticket'] ?? '',
    origin: webUrl(fields['origin'])?.origin ?? '',
    requestedAt: world.now(),
    billingKey: mintBillingKey(world),
    session: openSession(kind, world.now(), { ...(name && { name }), ...(phone && { phone }) }),
  }
  state.windows.set(id, open)
  announceBillingKey(world, 'Ready', open.billingKey, request.noticeUrls)
  return prepared({ url: `checkout/${id}` })
}

/** redirectUrl and forceRedirect decide whether an in-page window resolves the promise or takes the page along. */
function leave(world: World, open: V2Window): Response | Promise<Response> {
  const { result, request, place } = open
  if (!result) return troublePage(ACCENT, '아직 끝나지 않은 창이에요.')
  const url = request.redirectUrl && redirectHref(world, open, result)
  if (place === 'REDIRECTION') return returnToShop(ACCENT, { url, method: 'GET', params: {} })
  const answer = request.forceRedirect && url ? { url } : { value: result }
  return answerPage(ACCENT, { origin: open.origin, windowId: open.ticket, answer })
}

function showFinished(world: World, open: V2Window): Response | Promise<Response> {
  const { result } = open
  if (open.place !== 'REDIRECTION' || !result) return leave(world, open)
  return finishedPage(ACCENT, { url: redirectHref(world, open, result), method: 'GET', params: {} })
}

export function showV2Window(
  world: World,
  state: V2State,
  id: string,
  askedStep: string | undefined,
): Response | Promise<Response> {
  const open = state.windows.get(id)
  if (!open) return troublePage(ACCENT, '상점에서 처음부터 다시 시작해 주세요.')
  if (open.result) return showFinished(world, open)
  const { request, session } = open
  return registerWindow({
    accent: ACCENT,
    title: `정기결제 ${SUBJECTS[session.kind]} 등록`,
    shop: world.shopName,
    orderName: request.issueName || '정기결제',
    amount: request.displayAmount,
    facts: [],
    money: '지금은 결제되지 않고 등록만 해요.',
    finishLabel: '등록하기',
    session,
    step: stepToShow(session, askedStep),
  })
}

/** One posted form of the window: on to the next step, back to this one with what is wrong, or out to the shop. */
export function advanceV2Window(
  world: World,
  state: V2State,
  id: string,
  form: Draft,
): Response | Promise<Response> {
  const open = state.windows.get(id)
  if (!open || open.result) return showV2Window(world, state, id, undefined)
  const progress = advance(open.session, form, world.now())
  open.session = progress.session
  const { verdict } = progress
  if (!verdict) return seeOther(`?step=${progress.step}`)
  return endWindow(world, {
    provider: 'portone-v2',
    makesKey: verdict.kind === 'approved' && !open.request.channel.manualConfirm,
    settle: () => {
      open.result = settleWindow(world, state, open, verdict)
    },
    leave: () => leave(world, open),
  })
}
