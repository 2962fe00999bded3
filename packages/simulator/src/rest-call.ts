// One REST call at a PG: recorded, delayed as the network would, and spoilt where a fault is on order.
import { DroppedConnection } from './dropped-connection.ts'
import { DEFAULT_DELAY_MS, type Fault } from './faults.ts'
import { isJsonObject, parseJson } from './json.ts'
import type { SimulatedProvider } from './provider-id.ts'
import type { TrueCall } from './truth.ts'
import type { World } from './world.ts'

export interface RestCall {
  readonly provider: SimulatedProvider
  readonly operation: string
  readonly signal: AbortSignal
}

/** Every value of another type than promised: texts become lists, numbers and flags texts, objects JSON text. */
export function spoilTypes(body: unknown): unknown {
  if (!isJsonObject(body)) return [body]
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      if (typeof value === 'string') return [name, [value]]
      return [name, JSON.stringify(value)]
    }),
  )
}

function jsonResponse(body: string, status: number): Response {
  return new Response(body, { status, headers: { 'content-type': 'application/json; charset=utf-8' } })
}

/** Faults that keep the PG from doing the work at all. */
export function refuseByFault(fault: Fault | undefined): Response | undefined {
  if (fault?.fault === 'drop-request') throw new DroppedConnection()
  if (fault?.fault === 'http-500') return new Response('Internal Server Error', { status: 500 })
  if (fault?.fault !== 'http-429') return undefined
  return new Response('Too Many Requests', { status: 429, headers: { 'retry-after': '1' } })
}

/** Faults that strike after the work is done: the answer is lost, late or garbled. */
async function spoilAnswer(
  world: World,
  fault: Fault,
  answer: Response,
  signal: AbortSignal,
): Promise<Response> {
  switch (fault.fault) {
    case 'drop-response':
      throw new DroppedConnection()
    case 'delay':
      await world.sleep(fault.delayMs ?? DEFAULT_DELAY_MS, signal)
      return answer
    case 'not-json':
      return new Response('<!doctype html><title>Bad gateway</title>', {
        headers: { 'content-type': 'text/html; charset=utf-8' },
      })
    case 'empty':
      return jsonResponse('', 200)
    case 'wrong-type':
      return jsonResponse(JSON.stringify(spoilTypes(parseJson(await answer.text()))), answer.status)
    default:
      return answer
  }
}

async function carryOut(
  world: World,
  call: RestCall,
  row: TrueCall,
  work: () => Response | Promise<Response>,
): Promise<Response> {
  const fault = world.faults.take(call.provider, call.operation)
  const [from, to] = world.quirks.latency
  const latency = world.random.int(from, to)
  const refusal = refuseByFault(fault)
  const done = refusal ?? (await work())
  await world.sleep(latency, call.signal)
  const answer = fault && !refusal ? await spoilAnswer(world, fault, done, call.signal) : done
  row.status = answer.status
  return answer
}

/**
 * Runs `work` as one REST call. The row is in the truth ledger from the moment the call arrives.
 * @throws DroppedConnection when a fault cuts the connection.
 */
export function answerRestCall(
  world: World,
  call: RestCall,
  work: () => Response | Promise<Response>,
): Promise<Response> {
  const row: TrueCall = { provider: call.provider, operation: call.operation, at: world.now(), status: 0 }
  world.truth.calls.push(row)
  return carryOut(world, call, row, work)
}
