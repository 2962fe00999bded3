// A made-up API for keys: charge, cancel, revoke, look up. Danal publishes none of these; a merchant gets them with the
// contract. Every path, field and code here is invented, so that code that is written against a contract can be tried.
import { numeric, parseJson, isJsonObject, text, type JsonObject } from '../../json.ts'
import { outcomeOf } from '../../test-cards.ts'
import { bookCancel } from '../../truth.ts'
import type { World } from '../../world.ts'
import { mayCall } from './issue-key.ts'
import type { DanalOrder, DanalState } from './state.ts'

function answer(fields: JsonObject): Response {
  return Response.json({ code: 'SUCCESS', message: 'ok', ...fields })
}

function refuse(code: string): Response {
  return Response.json({ code, message: '처리하지 못했습니다.' }, { status: 400 })
}

function view(order: DanalOrder): JsonObject {
  const { orderId, transactionId, amount, cancelled } = order
  return { orderId, transactionId, amount, cancelled }
}

function charge(world: World, state: DanalState, body: JsonObject): Response {
  const key = state.keys.get(text(body, 'billingKey'))
  if (!key || key.row.revoked) return refuse('NO_SUCH_KEY')
  const orderId = text(body, 'orderId')
  const amount = numeric(body, 'amount')
  if (!orderId || amount === undefined || amount < 100) return refuse('BAD_REQUEST')
  if (state.orders.has(orderId)) return refuse('ORDER_EXISTS')
  const declined = outcomeOf(key.cardNumber) === 'charge-declined'
  const money = { provider: 'danal', orderId, amount, state: declined ? 'failed' : 'paid' } as const
  const order: DanalOrder = {
    orderId,
    transactionId: `T${world.random.digits(17)}`,
    amount,
    cancelled: 0,
    money: { ...money },
  }
  world.truth.payments.push(order.money)
  if (declined) return refuse('DECLINED')
  state.orders.set(orderId, order)
  return answer(view(order))
}

function cancel(state: DanalState, body: JsonObject): Response {
  const order = [...state.orders.values()].find(
    ({ transactionId }) => transactionId === text(body, 'transactionId'),
  )
  if (!order) return refuse('NO_SUCH_ORDER')
  const amount = numeric(body, 'amount')
  const left = order.amount - order.cancelled
  if (numeric(body, 'remaining') !== left) return refuse('REMAINING_DIFFERS')
  if (amount === undefined || amount < 1 || amount > left) return refuse('BAD_REQUEST')
  order.cancelled += amount
  bookCancel(order.money, amount)
  return answer(view(order))
}

function revoke(state: DanalState, body: JsonObject): Response {
  const key = state.keys.get(text(body, 'billingKey'))
  if (!key || key.row.revoked) return refuse('NO_SUCH_KEY')
  key.row.revoked = true
  return answer({})
}

function lookUp(state: DanalState, body: JsonObject): Response {
  const order = state.orders.get(text(body, 'orderId'))
  return order ? answer(view(order)) : refuse('NO_SUCH_ORDER')
}

/** Answers one call to `/contract/{what}`. */
export async function answerContractCall(
  world: World,
  state: DanalState,
  what: 'charge' | 'cancel' | 'revoke' | 'lookup',
  request: Request,
): Promise<Response> {
  if (!mayCall(world, request)) return Response.json({ code: 'UNAUTHORIZED' }, { status: 401 })
  const body = parseJson(await request.text())
  if (!isJsonObject(body)) return refuse('BAD_REQUEST')
  switch (what) {
    case 'charge':
      return charge(world, state, body)
    case 'cancel':
      return cancel(state, body)
    case 'revoke':
      return revoke(state, body)
    case 'lookup':
      return lookUp(state, body)
  }
}
