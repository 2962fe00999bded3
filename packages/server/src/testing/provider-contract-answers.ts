// What every provider must make of answers that are lost, garbled, unknown, or not what was asked.
import type { FinishingProvider } from '../providers/provider.ts'
import { alteredFetch, SPOIL_NAMES, spoiltFetch } from './spoilt-fetch.ts'
import {
  altered,
  made,
  must,
  mustBeRedacted,
  open,
  settle,
  type Opened,
  type ProviderBench,
  type ProviderCase,
  type Settled,
} from './provider-bench.ts'

/** An approved registration before its first call, with a provider that remembers nothing. */
interface Approved {
  readonly provider: FinishingProvider
  readonly opened: Opened
  readonly finish: (http?: typeof fetch) => Promise<Settled>
}

async function approvedWindow(bench: ProviderBench, options: { timeoutMs?: number } = {}): Promise<Approved> {
  const provider = await made(bench, options)
  const opened = open(provider)
  const claim = provider.parseReturn(await bench.walk(opened.prepared.launch, 'approve'))
  return { provider, opened, finish: (http) => settle(bench, provider, opened, claim, http) }
}

/** How many calls an approved registration takes with nothing kept from before. */
async function callsOf(bench: ProviderBench): Promise<number> {
  let calls = 0
  const counting: typeof fetch = (input, init) => {
    calls += 1
    return bench.fetch(input, init)
  }
  await (await approvedWindow(bench)).finish(counting)
  return calls
}

const isUnsettled = ({ outcome }: Settled): boolean =>
  outcome.kind === 'uncertain' || outcome.kind === 'pending'

const findsAgain = ({ can }: FinishingProvider): boolean => can.lookup || can.replay === true

/** A call before the one that issues went wrong: nothing was asked for, so a refusal is the truth. */
const neverAsked = ({ typed }: ProviderBench, number: number, { outcome }: Settled): boolean =>
  typed !== undefined && number < typed.callsBefore && outcome.kind === 'declined'

/** A provider that asks another way may still have found the key. */
const found = ({ outcome }: Settled, provider: FinishingProvider): boolean =>
  outcome.kind === 'issued' && outcome.mismatches.length === 0 && findsAgain(provider)

const spoiled = (name: string): ProviderCase => ({
  name: `when a call ${name}, nothing is claimed, and the key is found later where the PG can be asked again`,
  run: async (bench) => {
    const calls = await callsOf(bench)
    for (let number = 0; number < calls; number += 1) {
      const { provider, finish } = await approvedWindow(bench)
      const where = `call ${number + 1} of ${calls}`
      const { keys } = bench.truth()
      const first = await finish(spoiltFetch(bench.fetch, number, name))
      if (neverAsked(bench, number, first)) {
        must(bench.truth().keys === keys, `${where}: refused, and a key was made`)
        continue
      }
      must(isUnsettled(first) || found(first, provider), `${where}: came to ${first.outcome.kind}`)
      mustBeRedacted(bench, first.printed)
      if (!findsAgain(provider)) continue
      const later = await finish()
      if (bench.typed?.askedOnce && bench.truth().keys === keys) {
        must(later.outcome.kind === 'uncertain', `${where}: later came to ${later.outcome.kind}`)
        continue
      }
      must(later.outcome.kind === 'issued', `${where}: later came to ${later.outcome.kind}`)
      must(bench.truth().keys <= keys + 1, `${where}: made a second key`)
    }
  },
})

const silent: ProviderCase = {
  name: 'when the PG never answers, the call ends by itself and nothing is claimed',
  run: async (bench) => {
    const { finish } = await approvedWindow(bench, { timeoutMs: 30 })
    const settled = await finish(() => new Promise(() => {}))
    must(isUnsettled(settled) || neverAsked(bench, 0, settled), `came to ${settled.outcome.kind}`)
  },
}

const unknownCodes: ProviderCase = {
  name: 'a code that nobody knows comes to a refusal or to nothing, and never to an exception or a key',
  run: async (bench) => {
    const calls = await callsOf(bench)
    for (const status of [200, 400, 403, 409, 500]) {
      for (let number = 0; number < calls; number += 1) {
        const { provider, finish } = await approvedWindow(bench)
        const body = { code: 'NEW_IN_2031', type: 'NEW_IN_2031', message: 'NEW' }
        const settled = await finish(
          alteredFetch(bench.fetch, number, async () => Response.json(body, { status })),
        )
        const refused = settled.outcome.kind === 'declined' && status < 500
        must(
          refused || neverAsked(bench, number, settled) || isUnsettled(settled) || found(settled, provider),
          `HTTP ${status} to call ${number + 1}: came to ${settled.outcome.kind}`,
        )
        mustBeRedacted(bench, settled.printed)
      }
    }
  },
}

const mismatched: ProviderCase = {
  name: 'a key is never taken as asked for when a field that is compared says something else',
  run: async (bench) => {
    for (const path of bench.compared) {
      const { finish } = await approvedWindow(bench)
      const changed = altered(bench.fetch, path)
      const { outcome } = await finish(changed.fetch)
      must(changed.wasThere(), `the PG answered no ${path}`)
      must(outcome.kind !== 'issued' || outcome.mismatches.length > 0, `took a key with another ${path}`)
    }
  },
}

/** Cases about answers. */
export const ANSWER_CASES: readonly ProviderCase[] = [
  ...SPOIL_NAMES.map(spoiled),
  silent,
  unknownCodes,
  mismatched,
]
