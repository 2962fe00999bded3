// POST /v1/billing/{paymentsMethod}/issue-key: turns a window's transactionId into a billing key, once.
// Source: Danal developer center, reference/billing/issue-key and reference/server/header.
import { isJsonObject, parseJson, text } from '../../json.ts'
import { issuerOf, maskCardNumber } from '../../test-cards.ts'
import type { TrueKey, TruePayment } from '../../truth.ts'
import { mintSecret, type World } from '../../world.ts'
import { DANAL_REFUSALS, DANAL_SUCCESS, type DanalRefusal } from './codes.ts'
import type { DanalState, DanalTransaction } from './state.ts'

/** Documented maximum of transactionId and merchantId, in bytes. */
const MAX_ID_BYTES = 20
/** Documented maximum is 20 byte, the example has 19 characters. */
const KEY_LENGTH = 19

function refuse(refusal: DanalRefusal, status: number): Response {
  return Response.json({ code: refusal.code, message: refusal.message }, { status })
}

/** HTTP Basic, the secret key as user and an empty password (reference/server/header). */
export function mayCall(world: World, request: Request): boolean {
  return request.headers.get('authorization') === `Basic ${btoa(`${world.credentials.danal.secretKey}:`)}`
}

function readId(body: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = text(body, name)
  return value && new TextEncoder().encode(value).length <= MAX_ID_BYTES ? value : undefined
}

/** yyyyMMddHHmmss; the zone is not stated, Korean time is presumed. */
function koreanTimestamp(now: number): string {
  return new Date(now + 9 * 3_600_000).toISOString().slice(0, 19).replace(/\D/g, '')
}

function cardInfo(world: World, transaction: DanalTransaction): object | undefined {
  const { request, cardNumber } = transaction
  if (request.issueKeyOnly || request.method === 'MOBILE' || !world.quirks.cardInfo) return undefined
  const issuer = issuerOf(cardNumber)
  return {
    cardCode: issuer.danal,
    cardName: issuer.name,
    cardNumber: maskCardNumber(cardNumber),
    installmentMonth: '00',
    approvalNumber: world.random.digits(8),
  }
}

function answeredAmount(world: World, transaction: DanalTransaction): string | undefined {
  const { request } = transaction
  if (!request.issueKeyOnly || world.quirks.amountInAnswer === 'requested') return String(request.amount)
  return world.quirks.amountInAnswer === '100' ? '100' : undefined
}

function makeKey(world: World, state: DanalState, { request, cardNumber }: DanalTransaction): string {
  const billingKey = mintSecret(world, KEY_LENGTH)
  const row: TrueKey = {
    provider: 'danal',
    billingKey,
    customerRef: request.userId,
    registrationRef: request.orderId,
    revoked: false,
    issuedAt: world.now(),
  }
  world.truth.keys.push(row)
  state.keys.set(billingKey, { row, cardNumber })
  return billingKey
}

/** With issueKeyOnly a card is verified with 100 KRW that cancels itself (a phone with nothing): no payment remains. */
function chargeInWindow(
  world: World,
  state: DanalState,
  transactionId: string,
  { request: { issueKeyOnly, orderId, amount } }: DanalTransaction,
): void {
  if (issueKeyOnly) return
  const money: TruePayment = { provider: 'danal', orderId, amount, state: 'paid' }
  world.truth.payments.push(money)
  state.orders.set(orderId, { orderId, transactionId, amount, cancelled: 0, money })
}

function issue(
  world: World,
  state: DanalState,
  transactionId: string,
  transaction: DanalTransaction,
): Response {
  const { request } = transaction
  const { quirks } = world
  const now = world.now()
  const billingKey = makeKey(world, state, transaction)
  const answered =
    quirks.transactionIdInAnswer === 'same' ? transactionId : koreanTimestamp(now) + world.random.digits(4)
  chargeInWindow(world, state, answered, transaction)
  const amount = answeredAmount(world, transaction)
  const card = cardInfo(world, transaction)
  return Response.json({
    code: DANAL_SUCCESS,
    message: '정상 처리되었습니다.',
    transactionId: answered,
    ...(amount !== undefined && { amount }),
    transactionDateTime: koreanTimestamp(now),
    ...(quirks.orderIdInAnswer && { orderId: request.orderId }),
    ...(quirks.authOnlyInAnswer && { authOnly: request.issueKeyOnly }),
    ...(quirks.userInAnswer && request.userName && { userName: request.userName }),
    ...(quirks.userInAnswer && request.userPhoneNumber && { userPhoneNumber: request.userPhoneNumber }),
    billingKey,
    ...(card && { cardInfo: card }),
  })
}

function decline(world: World, transaction: DanalTransaction): DanalRefusal {
  const { issueKeyOnly, orderId, amount } = transaction.request
  if (!issueKeyOnly) world.truth.payments.push({ provider: 'danal', orderId, amount, state: 'failed' })
  return DANAL_REFUSALS.declinedByIssuer
}

/** The refusal, or the transaction that may be turned into a key. */
function findTransaction(
  world: World,
  state: DanalState,
  method: string,
  body: unknown,
): { id: string; transaction: DanalTransaction } | DanalRefusal {
  if (!isJsonObject(body)) return DANAL_REFUSALS.notJson
  const id = readId(body, 'transactionId')
  const merchantId = readId(body, 'merchantId')
  if (!id || !merchantId) return DANAL_REFUSALS.missingField
  if (merchantId !== world.credentials.danal.merchantId) return DANAL_REFUSALS.merchantMismatch
  const transaction = state.transactions.get(id)
  if (!transaction) return DANAL_REFUSALS.unknownTransaction
  // The letter case of the path segment is not stated: both are taken.
  if (transaction.request.method !== method.toUpperCase()) return DANAL_REFUSALS.methodMismatch
  return { id, transaction }
}

/** Answers one issue-key call. A second call for a transaction is refused with a code of its own. */
export async function answerIssueKey(
  world: World,
  state: DanalState,
  method: string,
  request: Request,
): Promise<Response> {
  if (!mayCall(world, request)) return refuse(DANAL_REFUSALS.unauthorized, 401)
  const json = /^application\/json\b/i.test(request.headers.get('content-type') ?? '')
  const found = findTransaction(world, state, method, json ? parseJson(await request.text()) : undefined)
  const status = world.quirks.failureStatus
  if ('code' in found) return refuse(found, status)
  const { id, transaction } = found
  if (transaction.answered) return refuse(DANAL_REFUSALS.alreadyAnswered, status)
  transaction.answered = true
  return transaction.declines
    ? refuse(decline(world, transaction), status)
    : issue(world, state, id, transaction)
}
