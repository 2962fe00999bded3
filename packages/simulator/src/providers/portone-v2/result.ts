// What the page gets to know at the end of a window: the promise's object and the redirect's query. A claim, not proof.
// Source: @portone/browser-sdk 0.1.11 (IssueBillingKeyResponse), developers.portone.io (V2 checkout result, manual confirm).
import { mintSecret, type World } from '../../world.ts'
import type { Verdict } from '../../windows/session.ts'
import { issueKey } from './issue.ts'
import { ISSUER_REFUSAL } from './pg-refusals.ts'
import type { Instrument, KeyDraft, V2State, V2Window, WindowResult } from './state.ts'
import { announceBillingKey } from './webhook.ts'

/** In place of the billing key while the merchant has not confirmed. */
const NEEDS_CONFIRMATION = 'NEEDS_CONFIRMATION'
const TOKEN_LENGTH = 48

function failure(world: World, open: V2Window, reason: Omit<WindowResult, 'transactionType'>): WindowResult {
  return {
    transactionType: 'ISSUE_BILLING_KEY',
    ...(world.quirks.v2BillingKeyOnFailure && { billingKey: open.billingKey }),
    ...reason,
  }
}

function cancelled(world: World, open: V2Window): WindowResult {
  const code = world.quirks.v2CancelCode
  const message = '사용자가 등록을 취소했습니다.'
  const pg = code === 'FAILURE_TYPE_PG' && { pgCode: 'PAY_PROCESS_CANCELED', pgMessage: message }
  return failure(world, open, { code, message, ...pg })
}

function instrumentOf({ request, session }: V2Window, cardNumber: string): Instrument {
  const { draft } = session
  if (request.method === 'TRANSFER') return { kind: 'account', account: draft['account'] ?? '' }
  if (request.method === 'EASY_PAY') return { kind: 'easy-pay', provider: request.channel.pgProvider }
  return { kind: 'card', cardNumber, owner: draft['owner'] === 'business' ? 'business' : 'personal' }
}

function draftOf(open: V2Window, cardNumber: string): KeyDraft {
  const { channel, customer, customData, issueId, issueName, noticeUrls } = open.request
  return {
    billingKey: open.billingKey,
    channel,
    instrument: instrumentOf(open, cardNumber),
    customer,
    customData,
    issueId,
    issueName,
    noticeUrls,
    requestedAt: open.requestedAt,
  }
}

/** With manual confirm nothing is issued yet: the token stands for what would be. */
function awaitConfirmation(world: World, state: V2State, draft: KeyDraft, declines: boolean): WindowResult {
  const billingIssueToken = mintSecret(world, TOKEN_LENGTH)
  state.confirmations.set(billingIssueToken, {
    draft,
    declines,
    createdAt: world.now(),
    state: 'waiting',
  })
  return { transactionType: 'ISSUE_BILLING_KEY', billingKey: NEEDS_CONFIRMATION, billingIssueToken }
}

/** What a window comes to. Without manual confirm the key exists from here on, whether the page hears of it or not. */
export function settleWindow(world: World, state: V2State, open: V2Window, verdict: Verdict): WindowResult {
  const { channel, noticeUrls } = open.request
  const draft = draftOf(open, 'cardNumber' in verdict ? verdict.cardNumber : '')
  const failed = (): void => announceBillingKey(world, 'Failed', open.billingKey, noticeUrls)
  if (verdict.kind === 'cancelled') {
    failed()
    return cancelled(world, open)
  }
  const declines = verdict.kind === 'declined'
  if (channel.manualConfirm && (!declines || world.quirks.declineAt === 'issue'))
    return awaitConfirmation(world, state, draft, declines)
  if (declines) {
    failed()
    return failure(world, open, {
      code: 'FAILURE_TYPE_PG',
      message: ISSUER_REFUSAL.pgMessage,
      ...ISSUER_REFUSAL,
    })
  }
  issueKey(world, state, draft, {})
  return { transactionType: 'ISSUE_BILLING_KEY', billingKey: open.billingKey }
}

/** redirectUrl with the result as its query; whether more than the promise's fields is in it, no document settles. */
export function redirectHref(world: World, { request, billingKey }: V2Window, result: WindowResult): string {
  const address = new URL(request.redirectUrl)
  const extra = world.quirks.v2ExtraInRedirect && {
    ...(request.issueId && { issueId: request.issueId }),
    txId: billingKey.replace('billing-key-', ''),
  }
  for (const [name, value] of Object.entries({ ...result, ...extra })) address.searchParams.set(name, value)
  return address.href
}
