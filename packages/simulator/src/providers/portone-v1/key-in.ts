// POST /subscribe/customers/{customer_uid}: a key for a card whose data the merchant took itself (needs a contract).
// Source: PortOne V1 REST specification (subscribe.customer); V1 비인증결제 guide (which PGs issue by API).
import type { PortoneChannel, SimulatorCredentials } from '../../credentials.ts'
import { readBody } from '../../form-fields.ts'
import { text, type JsonObject } from '../../json.ts'
import { outcomeOf } from '../../test-cards.ts'
import type { World } from '../../world.ts'
import { customerAnnotation } from './annotations.ts'
import { REST_MESSAGES, WINDOW_ERRORS } from './codes.ts'
import { failed, handled, refused } from './envelope.ts'
import { storeKey } from './issue.ts'
import { KEY_IN_PGS } from './pgs.ts'
import type { PortoneState } from './state.ts'

const MAX_LENGTHS = {
  customer_name: 20,
  customer_tel: 20,
  customer_email: 200,
  customer_addr: 200,
  customer_postcode: 8,
  pg: 80,
  channel_key: 55,
}

function cardProblem(body: JsonObject): string | undefined {
  if (!/^\d{4}-\d{4}-\d{4}-\d{4}$/.test(text(body, 'card_number')))
    return 'card_number: dddd-dddd-dddd-dddd 형식이어야 합니다.'
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text(body, 'expiry'))) return 'expiry: YYYY-MM 형식이어야 합니다.'
  if (body['birth'] !== undefined && !/^(\d{6}|\d{10})$/.test(text(body, 'birth')))
    return 'birth: 생년월일 6자리 또는 사업자등록번호 10자리여야 합니다.'
  if (body['pwd_2digit'] !== undefined && !/^\d{2}$/.test(text(body, 'pwd_2digit')))
    return 'pwd_2digit: 두 자리여야 합니다.'
  const long = Object.entries(MAX_LENGTHS).find(([name, max]) => text(body, name).length > max)
  return long && `${long[0]}: ${long[1]}자를 넘을 수 없습니다.`
}

/** The channel by its key, or in the older way by `pg`. */
function channelFor(
  credentials: SimulatorCredentials['portone-v1'],
  body: JsonObject,
): PortoneChannel | undefined {
  const key = text(body, 'channel_key')
  if (key) return Object.hasOwn(credentials.channels, key) ? credentials.channels[key] : undefined
  const [pg = '', pgId] = text(body, 'pg').split('.')
  return Object.values(credentials.channels).find(
    (channel) => channel.pg === pg && (pgId === undefined || channel.pgId === pgId),
  )
}

const REFUSALS = {
  approve: undefined,
  'charge-declined': undefined,
  decline: WINDOW_ERRORS.declined.error_msg,
  limit: '한도를 초과한 카드입니다.',
  expired: '유효기간이 지난 카드입니다.',
} as const

export async function issueByCard(
  world: World,
  state: PortoneState,
  customerUid: string,
  request: Request,
): Promise<Response> {
  const body = await readBody(request)
  if (!body) return failed(400, REST_MESSAGES.unreadable)
  const problem = cardProblem(body)
  if (problem) return refused(problem)
  const channel = channelFor(world.credentials['portone-v1'], body)
  if (!channel || !KEY_IN_PGS.includes(channel.pg)) return refused(REST_MESSAGES.noKeyIn)
  const cardNumber = text(body, 'card_number').replaceAll('-', '')
  const refusal = REFUSALS[outcomeOf(cardNumber)]
  if (refusal) return refused(refusal)
  const buyer = {
    name: text(body, 'customer_name'),
    email: text(body, 'customer_email'),
    tel: text(body, 'customer_tel'),
    addr: text(body, 'customer_addr'),
    postcode: text(body, 'customer_postcode'),
  }
  const row = storeKey(world, state, {
    ...channel,
    customerUid,
    merchantUid: '',
    cardNumber,
    payMethod: 'card',
    buyer,
    visibleFrom: world.now(),
  })
  return handled(customerAnnotation(row))
}
