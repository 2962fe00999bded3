// Faults on order: which call of which PG goes wrong, how, how often.
import { isJsonObject } from './json.ts'
import { isSimulatedProvider, SIMULATED_PROVIDERS, type SimulatedProvider } from './provider-id.ts'
import type { Random } from './random.ts'

export const FAULT_KINDS = [
  'drop-response',
  'drop-request',
  'delay',
  'http-500',
  'http-429',
  'not-json',
  'empty',
  'wrong-type',
  'duplicate-webhook',
  'no-webhook',
] as const

export const FAULT_OPERATIONS = [
  'issue',
  'charge',
  'cancel',
  'revoke',
  'lookup',
  'token',
  'webhook',
  '*',
] as const

export type FaultKind = (typeof FAULT_KINDS)[number]
export type FaultOperation = (typeof FAULT_OPERATIONS)[number]

export interface Fault {
  readonly provider: SimulatedProvider
  /** `*` is every REST call and webhook of the provider. */
  readonly operation: FaultOperation
  readonly fault: FaultKind
  /** How many calls it hits; without it, every one until the next reset. */
  readonly times?: number
  /** For `delay`: milliseconds before the answer leaves. Default 3000. */
  readonly delayMs?: number
  /** Share of the matching calls that it hits, 0 to 1. Default 1. */
  readonly rate?: number
}

export interface FaultBook {
  add(fault: Fault): void
  /** The fault this call suffers, used up by one. `named`: only one that was ordered for this very operation. */
  take(provider: SimulatedProvider, operation: string, named?: 'named'): Fault | undefined
  list(): Fault[]
  clear(): void
}

export const DEFAULT_DELAY_MS = 3000

const WEBHOOK_ONLY: readonly FaultKind[] = ['duplicate-webhook', 'no-webhook']

function isOneOf<T extends string>(known: readonly T[], value: unknown): value is T {
  return known.some((item) => item === value)
}

function unknown(what: string, value: unknown, known: readonly string[]): string {
  return `unknown ${what}: ${String(value)} (known: ${known.join(', ')})`
}

function numberProblem(source: Readonly<Record<string, unknown>>): string | undefined {
  const { times, delayMs, rate } = source
  if (times !== undefined && !(typeof times === 'number' && Number.isInteger(times) && times >= 1))
    return 'times must be a whole number from 1'
  if (delayMs !== undefined && !(typeof delayMs === 'number' && delayMs >= 0 && delayMs <= 600_000))
    return 'delayMs must be between 0 and 600000'
  if (rate !== undefined && !(typeof rate === 'number' && rate >= 0 && rate <= 1))
    return 'rate must be between 0 and 1'
  return undefined
}

/** Reads one fault from JSON; a string is the reason why it is none. */
export function parseFault(input: unknown): Fault | string {
  if (!isJsonObject(input)) return 'a fault must be a JSON object'
  const { provider, operation, fault } = input
  if (!isSimulatedProvider(provider)) return unknown('provider', provider, SIMULATED_PROVIDERS)
  if (!isOneOf(FAULT_OPERATIONS, operation)) return unknown('operation', operation, FAULT_OPERATIONS)
  if (!isOneOf(FAULT_KINDS, fault)) return unknown('fault', fault, FAULT_KINDS)
  if (WEBHOOK_ONLY.includes(fault) && operation !== 'webhook' && operation !== '*')
    return `${fault} concerns the operation webhook, not ${operation}`
  const problem = numberProblem(input)
  if (problem) return problem
  return {
    provider,
    operation,
    fault,
    ...(typeof input['times'] === 'number' && { times: input['times'] }),
    ...(typeof input['delayMs'] === 'number' && { delayMs: input['delayMs'] }),
    ...(typeof input['rate'] === 'number' && { rate: input['rate'] }),
  }
}

export function createFaultBook(random: Random, initial: readonly Fault[] = []): FaultBook {
  let entries = initial.map((fault) => ({ fault, left: fault.times ?? Infinity }))
  return {
    add: (fault) => void entries.push({ fault, left: fault.times ?? Infinity }),
    take(provider, operation, named) {
      const hit = entries.find(({ fault, left }) => {
        if (left < 1 || fault.provider !== provider) return false
        if (fault.operation !== operation && (named || fault.operation !== '*')) return false
        if (WEBHOOK_ONLY.includes(fault.fault) && operation !== 'webhook') return false
        return fault.rate === undefined || random.next() < fault.rate
      })
      if (hit) hit.left -= 1
      return hit?.fault
    },
    list: () => entries.filter(({ left }) => left >= 1).map(({ fault }) => fault),
    clear: () => void (entries = []),
  }
}
