// A provider at work against a PG, for the contract's cases: opening, walking the window, issuing, judging.
import type { Launch, RawReturn } from '@billing-register/contract'
import { mintId } from '../mint.ts'
import type {
  CallContext,
  Customer,
  EarlierTry,
  FinishingProvider,
  IssueOutcome,
  Order,
  ParsedReturn,
  Prepared,
  ReturnedRegistration,
  ServerProvider,
} from '../providers/provider.ts'
import { finishing } from '../providers/finishing.ts'
import type { WindowEnd } from './simulated-windows.ts'

/** A provider and the PG that it talks to: a simulator, or a sandbox. */
export interface ProviderBench {
  /** A fresh instance: nothing kept from before. */
  readonly make: (options: { readonly timeoutMs?: number }) => ServerProvider | Promise<ServerProvider>
  /** Reaches the PG. */
  readonly fetch: typeof fetch
  /** The customer walks the window of a launch to its end; answers what it brings back. */
  readonly walk: (launch: Launch, end: WindowEnd) => Promise<RawReturn>
  /** What really exists at the PG: billing keys (in whatever form the PG holds them) and payments. */
  readonly truth: () => { readonly keys: number; readonly paid: readonly number[] }
  /**
   * Fields of the PG's answers that must be what was asked for, as dotted paths from wherever they stand in an answer
   * (`customer.id`). This PG answers all of them.
   */
  readonly compared: readonly string[]
  /** The credentials, which may appear nowhere. */
  readonly secrets: readonly string[]
  /** Where the card is typed into our own form: what is different then. */
  readonly typed?: {
    /** Calls before the one that issues. When one of them fails, nothing was asked for, and that may be said. */
    readonly callsBefore: number
    /** The PG knows no repetition: a call that it never saw is not made again, and its outcome stays open. */
    readonly askedOnce: boolean
  }
  /** Prints a value deeply, as a console would (`util.inspect` on Node). */
  readonly inspect: (value: unknown) => string
}

/** One case. `run` rejects with an Error that says what the provider did wrong. */
export interface ProviderCase {
  readonly name: string
  /** It is about the PG's own window: it says nothing of a card that is typed into our form. */
  readonly ofWindow?: boolean
  readonly run: (bench: ProviderBench) => Promise<void>
}

/** Who registers. */
export const CUSTOMER: Customer = {
  id: 'alice',
  name: '김하늘',
  email: 'alice@example.com',
  phone: '010-1234-5678',
}
/** An ordinary order that is charged later. */
export const ORDER: Order = { name: 'Pro', amount: 9900, currency: 'KRW', charge: 'later' }
const URLS = {
  server: 'https://shop.example/billing/registrations/r1/return',
  page: 'https://shop.example/pay',
}

/** What the first call for a claim may use. */
export const firstCall = (http: typeof fetch, now: () => number = Date.now): CallContext => ({
  fetch: http,
  now,
  idempotencyKey: 'att_0123456789abcdefghijkl',
  earlier: [],
})

/** A fresh instance with all that it does. */
export const made = async (
  bench: ProviderBench,
  options: Parameters<ProviderBench['make']>[0] = {},
): Promise<FinishingProvider> => finishing(await bench.make(options))

/** A registration whose window may be opened. */
export interface Opened {
  readonly prepared: Prepared
  readonly registration: ReturnedRegistration
  /** Calls that were made for it, where the provider replays: as the ledger would keep them. */
  readonly tries: EarlierTry[]
}

/** Opens a registration. */
export function open(provider: ServerProvider, order: Order = ORDER): Opened {
  const refused = provider.refuse(order, CUSTOMER)
  must(refused === undefined, `refused an ordinary order: ${refused}`)
  const registration = { id: 'r1', customer: CUSTOMER, order, locale: 'ko' as const }
  const prepared = provider.prepare(registration, URLS, mintId)
  const { memo, providerRef } = prepared
  return { prepared, registration: { ...registration, memo, providerRef }, tries: [] }
}

/** What came of it, and everything that could be printed on the way. */
export interface Settled {
  readonly outcome: IssueOutcome
  readonly printed: readonly unknown[]
}

/** Issues from a claim and judges; called again, it repeats the call as the ledger's record of the first allows. */
export async function settle(
  bench: ProviderBench,
  provider: FinishingProvider,
  opened: Opened,
  claim: ParsedReturn,
  http: typeof fetch = bench.fetch,
): Promise<Settled> {
  const { registration, tries } = opened
  const idempotencyKey = `att_${registration.providerRef}`.slice(0, 26).padEnd(26, '0')
  const context = { ...firstCall(http), idempotencyKey, earlier: tries }
  const exchanges = await provider.issue(registration, claim, context)
  const known = [...tries.flatMap((one) => one.exchanges), ...exchanges]
  const outcome = provider.judge(registration, claim, known)
  if (provider.can.replay) {
    const { credentialFingerprint } = provider.account
    tries.push({ sentAt: Date.now(), credentialFingerprint, exchanges })
  }
  if (outcome.kind === 'pending' && outcome.atOnce) return settle(bench, provider, opened, claim, http)
  return { outcome, printed: [exchanges, outcome] }
}

/** The whole way, with a fresh provider. */
export async function walked(
  bench: ProviderBench,
  end: WindowEnd,
  order?: Order,
): Promise<Settled & { claim: ParsedReturn }> {
  const provider = await made(bench)
  const opened = open(provider, order)
  const claim = provider.parseReturn(await bench.walk(opened.prepared.launch, end))
  return { ...(await settle(bench, provider, opened, claim)), claim }
}

/** Ends the case with a sentence that says what is wrong. */
export function must(condition: boolean, problem: string): asserts condition {
  if (!condition) throw new Error(problem)
}

/** Ends the case when a credential or the key can be read in something printed. */
export function mustBeRedacted(bench: ProviderBench, printed: readonly unknown[], key?: string): void {
  const text = printed.map((value) => `${JSON.stringify(value)}${bench.inspect(value)}`).join('')
  const secrets = key === undefined ? bench.secrets : [...bench.secrets, key]
  must(!secrets.some((secret) => text.includes(secret)), 'prints a secret')
}

/** The key of an issued outcome. */
export const keyOf = (outcome: IssueOutcome): string | undefined =>
  outcome.kind === 'issued' ? outcome.issued.key.reveal() : undefined

/** A fetch in whose answers a field says something else, and whether there was one. `path`: see {@link ProviderBench.compared}. */
export function altered(
  http: typeof fetch,
  path: string,
): { readonly fetch: typeof fetch; readonly wasThere: () => boolean } {
  let changed = false
  return {
    wasThere: () => changed,
    fetch: async (input, init) => {
      const answer = await http(input, init)
      const text = await answer.text()
      if (text === '') return new Response(null, { status: answer.status })
      const body: unknown = JSON.parse(text)
      changed = alter(body, path.split('.')) || changed
      return Response.json(body, { status: answer.status })
    },
  }
}

/** Changes every value at this path, wherever the path begins. @returns whether there was one */
function alter(value: unknown, path: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.map((one: unknown) => alter(one, path)).includes(true)
  const [name = '', ...rest] = path
  const fields = new Map(Object.entries(value))
  const inner: unknown = fields.get(name)
  let changed = [...fields.values()].map((one) => alter(one, path)).includes(true)
  if (inner === undefined || inner === null) return changed
  if (rest.length > 0) return alter(inner, rest) || changed
  changed ||= typeof inner !== 'object'
  if (typeof inner !== 'object') Object.assign(value, { [name]: another(inner) })
  return changed
}

function another(value: unknown): unknown {
  if (typeof value === 'boolean') return !value
  return typeof value === 'number' ? value + 1 : `${String(value)}1x`
}
