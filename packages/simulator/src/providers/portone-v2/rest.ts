// What every REST call at PortOne V2 goes through: who calls, for which store, the idempotency key, then the work.
// Source: developers.portone.io, REST V2 overview (authentication, idempotency); PortOne V2 OpenAPI.
import { answerOnce } from '../../idempotency.ts'
import { isJsonObject, parseJson, text, type JsonObject } from '../../json.ts'
import { answerRestCall } from '../../rest-call.ts'
import type { World } from '../../world.ts'
import { refused, toResponse, type V2Result } from './answer.ts'
import { mayCall } from './auth.ts'
import type { V2State } from './state.ts'

/** Three hours are promised. */
const REPLAY_MS = 3 * 3_600_000

export interface V2Input {
  /** The body's JSON; of GET and DELETE what the query's `requestBody` holds, and the other query fields. */
  readonly body: JsonObject
  /** The variable part of the path. */
  readonly id: string
}

export interface V2Call {
  readonly operation: string
  /** Token calls need none. */
  readonly open?: boolean
  readonly work: (input: V2Input) => V2Result
}

/** JSON whatever the content type says: the official client sends none. */
async function bodyOf(request: Request): Promise<JsonObject | undefined> {
  const query = new URL(request.url).searchParams
  const written = request.method === 'POST' ? await request.text() : (query.get('requestBody') ?? '')
  const json = written === '' ? {} : parseJson(written)
  if (!isJsonObject(json)) return undefined
  return request.method === 'POST' ? json : { ...Object.fromEntries(query), ...json }
}

function storeOf(body: JsonObject): string {
  const inner = [body['payment'], body['filter']].find(isJsonObject)
  return text(body, 'storeId') || (inner ? text(inner, 'storeId') : '')
}

async function carryOut(
  world: World,
  state: V2State,
  call: V2Call,
  request: Request,
  id: string,
): Promise<V2Result> {
  if (!call.open && !mayCall(world, state, request)) return refused('UNAUTHORIZED', '인증에 실패했습니다.')
  const body = await bodyOf(request)
  if (!body) return refused('INVALID_REQUEST', '요청을 읽을 수 없습니다.')
  const store = storeOf(body)
  if (store && store !== world.credentials['portone-v2'].storeId)
    return refused('FORBIDDEN', '이 상점에 대한 권한이 없습니다.')
  return call.work({ body, id })
}

/** The value between the quotes that are part of the header; undefined when it is not of that form. */
function quoted(header: string): string | undefined {
  return /^"([\x21\x23-\x5b\x5d-\x7e]{16,256})"$/.exec(header)?.[1]
}

/** Answers one call. GET ignores the Idempotency-Key. */
export function answerV2Call(
  world: World,
  state: V2State,
  request: Request,
  call: V2Call,
  id: string,
): Promise<Response> {
  const provider = 'portone-v2'
  const { operation } = call
  const carry = (work: () => Response | Promise<Response>): Promise<Response> =>
    answerRestCall(world, { provider, operation, signal: request.signal }, work)
  const header = request.method === 'GET' || call.open ? null : request.headers.get('idempotency-key')
  const key = header === null ? undefined : quoted(header)
  if (header !== null && key === undefined)
    return carry(() =>
      toResponse(refused('INVALID_REQUEST', 'Idempotency-Key는 큰따옴표로 감싼 16–256자여야 합니다.')),
    )
  const { pathname } = new URL(request.url)
  // The credential counts too: whoever may not call gets no stored answer.
  const authorization = request.headers.get('authorization') ?? ''
  return answerOnce({
    book: state.answers,
    key: key && JSON.stringify([key, authorization, pathname, request.method]),
    now: world.now(),
    lifetimeMs: REPLAY_MS,
    conflict: () =>
      toResponse(refused('IDEMPOTENCY_OUTSTANDING_REQUEST', '같은 키의 요청을 처리하고 있습니다.')),
    work: async () => toResponse(await carryOut(world, state, call, request, id)),
    carry,
  })
}
