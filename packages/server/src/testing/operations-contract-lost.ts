// What every operation must make of answers that are lost, garbled, unknown, or not what was asked.
import {
  cancelOf,
  chargeOf,
  perform,
  registered,
  subjectOf,
  type Done,
  type OperationsBench,
  type OperationsCase,
  type Registered,
  type Subject,
} from './operations-bench.ts'
import type { EarlierTry } from '../providers/provider.ts'
import { altered, must, mustBeRedacted } from './provider-bench.ts'
import { alteredFetch, SPOIL_NAMES, spoiltFetch } from './spoilt-fetch.ts'

/** The kinds of outcome that say that it is done, or that it is not and never will be. */
const DONE: Readonly<Record<string, string>> = {
  charge: 'paid',
  cancel: 'cancelled',
  revoke: 'revoked',
  schedule: 'scheduled',
  unschedule: 'revoked',
}
const REFUSED: readonly string[] = ['declined', 'refused']

type Outcome = { readonly kind: string; readonly mismatches?: readonly string[]; readonly absent?: boolean }

/** Something that can be done, and how to tell at the PG how often it was. */
export interface Prepared {
  readonly it: Registered
  readonly name: string
  readonly tries: EarlierTry[]
  readonly perform: (options?: Parameters<typeof perform>[3]) => Promise<Done<Outcome>>
  readonly timesDone: () => number
}

/** Brings a bench to where it can be done. */
export type Prepare = (bench: OperationsBench, options?: { timeoutMs?: number }) => Promise<Prepared>

/** It, ready to be done. */
export function prepared<Asked>(
  bench: OperationsBench,
  it: Registered,
  subject: Subject<Asked, Outcome>,
  timesDone: () => number,
): Prepared {
  const { name, tries } = subject
  return { it, name, tries, timesDone, perform: (options) => perform(bench, it, subject, options) }
}

const OPERATIONS: Readonly<Record<'charge' | 'cancel' | 'revoke', Prepare>> = {
  charge: async (bench, options) => {
    const it = await registered(bench, 'approve', options)
    const before = bench.money().paid.length
    const subject = subjectOf('charge', it.operations.charge, chargeOf(it.asked))
    return prepared(bench, it, subject, () => bench.money().paid.length - before)
  },
  cancel: async (bench, options) => {
    const it = await registered(bench, 'approve', options)
    const charge = chargeOf(it.asked)
    const { outcome } = await perform(bench, it, subjectOf('charge', it.operations.charge, charge))
    must(outcome.kind === 'paid', `charging came to ${outcome.kind}`)
    const before = bench.money().cancelled.length
    const subject = subjectOf('cancel', it.operations.cancel, cancelOf(charge, outcome.transactionId))
    return prepared(bench, it, subject, () => bench.money().cancelled.length - before)
  },
  revoke: async (bench, options) => {
    const it = await registered(bench, 'approve', options)
    const before = bench.money().keys
    const subject = subjectOf('revoke', it.operations.revoke, it.asked)
    return prepared(bench, it, subject, () => before - bench.money().keys)
  },
}

const isUnsettled = ({ outcome }: Done<Outcome>): boolean =>
  outcome.kind === 'uncertain' || outcome.kind === 'pending'

/** Nothing is called done that is not, nor refused that is done. */
function mustBeTrue({ name, timesDone }: Prepared, done: Done<Outcome>, where: string): void {
  const { kind, mismatches = [] } = done.outcome
  const times = timesDone()
  must(times <= 1, `${where}: was done ${times} times`)
  if (kind === DONE[name] && mismatches.length === 0)
    must(times === 1, `${where}: came to ${kind}, and it was not done`)
  if (REFUSED.includes(kind)) must(times === 0, `${where}: came to ${kind}, and it was done`)
}

/** Finds out later, as often as it takes. */
async function foundOut(bench: OperationsBench, one: Prepared, where: string): Promise<void> {
  const { it, name, timesDone } = one
  for (let look = 0; look < 3; look += 1) {
    const later = await one.perform()
    mustBeTrue(one, later, `${where}, look ${look + 1}`)
    mustBeRedacted(bench, later.printed, it.asked.key.reveal())
    if (!isUnsettled(later)) return
    if (name === 'revoke' && bench.revokedBlindly) return
    // A key that was deleted may be unknown afterwards: no PG says that this means deleted.
    if (name === 'revoke' && timesDone() === 1) return
    // Taking it back again does no harm, so it is simply done again.
    if (name === 'unschedule') continue
    const { absent = false } = later.outcome
    must(absent === (timesDone() === 0), `${where}: does not say whether the PG knows of it`)
    if (absent) return
  }
  must(false, `${where}: is never found out`)
}

async function callsOf(bench: OperationsBench, prepare: Prepare): Promise<number> {
  let calls = 0
  const one = await prepare(bench)
  await one.perform({
    http: (input, init) => {
      calls += 1
      return bench.fetch(input, init)
    },
  })
  return calls
}

const spoiled = ([operation, prepare]: [string, Prepare], how: string): OperationsCase => ({
  name: `${operation}: when a call ${how}, nothing is claimed that is not so, and it is found out later`,
  run: async (bench) => {
    const calls = await callsOf(bench, prepare)
    for (let number = 0; number < calls; number += 1) {
      for (const forget of [false, true]) {
        const one = await prepare(bench)
        const where = `call ${number + 1} of ${calls}${forget ? ', not written down' : ''}`
        const done = await one.perform({ http: spoiltFetch(bench.fetch, number, how), forget })
        mustBeTrue(one, done, where)
        mustBeRedacted(bench, done.printed, one.it.asked.key.reveal())
        if (forget || isUnsettled(done)) await foundOut(bench, one, where)
      }
    }
  },
})

const silent = ([operation, prepare]: [string, Prepare]): OperationsCase => ({
  name: `${operation}: when the PG never answers, the call ends by itself and nothing is claimed`,
  run: async (bench) => {
    const one = await prepare(bench, { timeoutMs: 30 })
    const done = await one.perform({ http: () => new Promise(() => {}) })
    mustBeTrue(one, done, 'silence')
  },
})

const neverSent = ([operation, prepare]: [string, Prepare]): OperationsCase => ({
  name: `${operation}: when the process died before it wrote down an answer, it is found out, and done at most once`,
  run: async (bench) => {
    const one = await prepare(bench)
    const { credentialFingerprint } = one.it.provider.account
    one.tries.push({ sentAt: Date.now(), credentialFingerprint, exchanges: [] })
    await foundOut(bench, one, 'never sent')
  },
})

const DAY_MS = 24 * 60 * 60_000

/** A PG that takes no call that does something, except for a token. */
const busyFetch =
  (http: typeof fetch): typeof fetch =>
  async (input, init) => {
    const { url, method } = new Request(input, init)
    const isAsking = method === 'GET' || /token|login/i.test(new URL(url).pathname)
    return isAsking ? http(input, init) : Response.json({}, { status: 429 })
  }

const busy = ([operation, prepare]: [string, Prepare]): OperationsCase => ({
  name: `${operation}: what a busy PG did not take is looked for a day later, and is not waited for any more`,
  run: async (bench) => {
    const one = await prepare(bench)
    mustBeTrue(one, await one.perform({ http: busyFetch(bench.fetch) }), 'busy')
    const { outcome } = await one.perform({ later: DAY_MS })
    must(one.timesDone() <= 1, `was done ${one.timesDone()} times`)
    must(outcome.kind !== 'pending', 'is still waited for')
    if (
      outcome.kind === 'uncertain' &&
      operation !== 'unschedule' &&
      !(operation === 'revoke' && bench.revokedBlindly)
    )
      must(outcome.absent === true, 'does not say that the PG knows of nothing')
  },
})

const unknownCodes = ([operation, prepare]: [string, Prepare]): OperationsCase => ({
  name: `${operation}: a code that nobody knows comes to a refusal or to nothing, and never to an exception or to done`,
  run: async (bench) => {
    const calls = await callsOf(bench, prepare)
    const body = { code: 'NEW_IN_2031', type: 'NEW_IN_2031', message: 'NEW' }
    for (const status of [200, 400, 403, 404, 409, 500, 502]) {
      for (let number = 0; number < calls; number += 1) {
        const one = await prepare(bench)
        const http = alteredFetch(bench.fetch, number, async () => Response.json(body, { status }))
        const done = await one.perform({ http })
        const where = `HTTP ${status} to call ${number + 1} of ${calls}`
        mustBeTrue(one, done, where)
        mustBeRedacted(bench, done.printed)
        if (isUnsettled(done)) await foundOut(bench, one, where)
      }
    }
  },
})

/** No answer that says something else is taken for what was asked. */
export const mismatched = (
  [operation, prepare]: [string, Prepare],
  compared: (bench: OperationsBench) => readonly string[],
): OperationsCase => ({
  name: `${operation}: is never called done as asked when a field that is compared says something else`,
  run: async (bench) => {
    for (const path of compared(bench)) {
      const one = await prepare(bench)
      const changed = altered(bench.fetch, path)
      const { outcome } = await one.perform({ http: changed.fetch })
      must(changed.wasThere(), `the PG answered no ${path}`)
      const asAsked = outcome.kind === DONE[operation] && outcome.mismatches?.length === 0
      must(!asAsked && !REFUSED.includes(outcome.kind), `${path}: came to ${outcome.kind} as asked`)
    }
  },
})

/** Every way in which the answers to these can be lost. */
export const lostCases = (operations: Readonly<Record<string, Prepare>>): OperationsCase[] => {
  const entries = Object.entries(operations)
  return [
    ...entries.flatMap((entry) => SPOIL_NAMES.map((how) => spoiled(entry, how))),
    ...entries.map(silent),
    ...entries.map(neverSent),
    ...entries.map(busy),
    ...entries.map(unknownCodes),
  ]
}

const inPayment = ({ comparedInPayment }: OperationsBench): readonly string[] => comparedInPayment

/** Cases about answers. */
export const LOST_CASES: readonly OperationsCase[] = [
  ...lostCases(OPERATIONS),
  mismatched(['charge', OPERATIONS.charge], inPayment),
  mismatched(['cancel', OPERATIONS.cancel], inPayment),
]
