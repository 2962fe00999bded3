// What a browser sends to register one card, whoever answers and however it gets there.

/** Where the shop is. */
export const ORIGIN = 'https://shop.example'
/** Where its handler is mounted. */
export const PUBLIC_PATH = '/billing'

/** Registrations under way at a time. */
const AT_ONCE = 16

/** A request as it is sent: both handlers get the same. */
export interface Sent {
  readonly path: string
  readonly method: 'GET' | 'POST'
  /** Those that a browser sends. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** Sends a request. @returns the JSON of the answer */
export type Send = (request: Sent) => Promise<unknown>

function request(path: string, customer: string, body?: unknown): Sent {
  const headers = {
    origin: ORIGIN,
    cookie: `user=${customer}`,
    'billing-version': '1',
    'accept-language': 'ko',
  }
  const whole = PUBLIC_PATH + path
  if (body === undefined) return { path: whole, method: 'GET', headers }
  const json = JSON.stringify(body)
  const sent = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(json)) }
  return { path: whole, method: 'POST', headers: { ...headers, ...sent }, body: json }
}

function text(answer: unknown, name: string): string {
  const value = typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : undefined
  if (typeof value !== 'string') throw new Error(`an answer of the benchmark has no ${name}`)
  return value
}

async function registerOnce(send: Send, index: number, offer: string): Promise<void> {
  const customer = `customer${index}`
  const create = {
    plan: 'pro',
    offer,
    returnTo: `${ORIGIN}/register`,
    clientRef: `bench-client-ref-${index}`.padEnd(20, '0'),
  }
  const id = text(await send(request('/registrations', customer, create)), 'id')
  const complete = { return: { transactionId: `20260101${index}`, code: 'SUCCESS' } }
  const answer = await send(request(`/registrations/${id}/complete`, customer, complete))
  const state = text(answer, 'state')
  if (state !== 'issued') throw new Error(`a registration of the benchmark ended as ${state}`)
}

/** Creates and completes `count` registrations of as many customers, the first one being customer number `from`. */
export async function register(send: Send, count: number, from = 0): Promise<void> {
  const offer = text(await send(request('/offer?plan=pro', 'customer0')), 'offer')
  let next = from
  const lane = async (): Promise<void> => {
    while (next < from + count) await registerOnce(send, next++, offer)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}
