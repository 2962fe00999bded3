// What every REST call at Toss Payments goes through: who calls, the idempotency key, the test code, then the work.
// Source: docs.tosspayments.com, reference/using-api (authorization, idempotency, test environment).
import { isJsonObject, parseJson, type JsonObject } from '../../json.ts'
import { answerOnce } from '../../idempotency.ts'
import { answerRestCall } from '../../rest-call.ts'
import type { World } from '../../world.ts'
import { refused, toResponse, type TossResult } from './answer.ts'
import { secretKeyOf } from './auth.ts'
import { isTossCode } from './codes.ts'
import type { TossState } from './state.ts'

/** Fifteen days from the first use. */
const REPLAY_MS = 15 * 24 * 3_600_000
const MAX_IDEMPOTENCY_KEY = 300

export interface TossCall {
  readonly operation: string
  readonly work: (body: JsonObject) => TossResult | Promise<TossResult>
  /** Issue may not replay, where the run says so. */
  readonly replays?: boolean
}

async function bodyOf(request: Request): Promise<JsonObject | undefined> {
  if (request.method !== 'POST') return {}
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) return undefined
  const json = parseJson(await request.text())
  return isJsonObject(json) ? json : undefined
}

/** With a test secret key the API answers whatever error the header names; with a live one it is ignored. */
function testCodeOf(secretKey: string, request: Request): TossResult | undefined {
  const wanted = request.headers.get('tosspayments-test-code')
  if (wanted === null || !secretKey.startsWith('test_')) return undefined
  return refused(isTossCode(wanted) ? wanted : 'INVALID_TEST_CODE')
}

async function carryOut(call: TossCall, secretKey: string, request: Request): Promise<TossResult> {
  const wanted = testCodeOf(secretKey, request)
  if (wanted) return wanted
  const body = await bodyOf(request)
  return body ? call.work(body) : refused('INVALID_REQUEST')
}

/** Answers one call. GET ignores the Idempotency-Key, and nothing promises that DELETE heeds it. */
export function answerTossCall(
  world: World,
  state: TossState,
  request: Request,
  call: TossCall,
): Promise<Response> {
  const respond = (result: TossResult): Response =>
    toResponse(result, request.headers.get('accept-language') ?? '', world.random.text(32))
  const carry = (work: () => Response | Promise<Response>): Promise<Response> =>
    answerRestCall(world, { provider: 'toss', operation: call.operation, signal: request.signal }, work)
  const account = secretKeyOf(world, request)
  if (typeof account === 'string') return carry(() => respond(refused(account)))
  const given = request.method === 'POST' ? request.headers.get('idempotency-key') : null
  if (given !== null && given.length > MAX_IDEMPOTENCY_KEY)
    return carry(() => respond(refused('INVALID_IDEMPOTENCY_KEY')))
  const { pathname } = new URL(request.url)
  const replays = call.replays ?? true
  return answerOnce({
    book: state.answers,
    key: given && replays ? JSON.stringify([given, account.secretKey, pathname, request.method]) : undefined,
    now: world.now(),
    lifetimeMs: REPLAY_MS,
    conflict: () => respond(refused('IDEMPOTENT_REQUEST_PROCESSING')),
    work: async () => respond(await carryOut(call, account.secretKey, request)),
    carry,
  })
}
