// One run from the first customer to the verdict.
import { randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundlePrograms, type Programs } from './bundle.ts'
import { buildCity, type City, type Reconciled } from './city.ts'
import { liveThrough, type Day } from './day.ts'
import { startDatabase, type ChaosDatabase } from './database.ts'
import { readLedger, readTruth, transactionOf } from './evidence.ts'
import type { Passage } from './journey.ts'
import { searchFolders, searchOpened } from './leaks.ts'
import type { ChaosOptions } from './options.ts'
import { drawSchedule } from './schedule.ts'
import { factsOf } from './facts.ts'
import { makeStrikes, type Strikes } from './strikes.ts'
import type { WebhookMessage } from './settings.ts'
import { sabotageNamed } from './sabotage.ts'
import { arrived, digitsOf, nameTypedKeys, tagsOf, typedFor, withTyped } from './typed-cards.ts'
import type { SeenCall } from './shapes.ts'
import { judgeRun, type Verdict } from './verdict.ts'
import { CALL_TIMEOUT_MS } from './world-time.ts'

/** What came of a run. */
export interface Result {
  readonly verdict: Verdict
  /** How often what happened, for the reader: a run in which nothing went wrong shows nothing. */
  readonly facts: Readonly<Record<string, number>>
}

/** Runs it. `say` tells how far it is. */
export async function runChaos(options: ChaosOptions, say: (line: string) => void): Promise<Result> {
  const sabotage = options.sabotage === undefined ? undefined : sabotageNamed(options.sabotage)
  const folder = mkdtempSync(join(tmpdir(), 'billing-chaos-'))
  let programs: Programs | undefined
  let database: ChaosDatabase | undefined
  const clean = (): void => {
    programs?.remove()
    rmSync(folder, { recursive: true, force: true })
  }
  // Also when it is ended before its time.
  process.once('exit', clean)
  try {
    programs = await bundlePrograms(sabotage)
    database = await startDatabase(options.ledger, folder)
    return await runIn({ options, folder, programs, database, say })
  } finally {
    if (options.keep !== undefined) keep(options.keep, folder, database)
    await database?.stop()
    process.removeListener('exit', clean)
    clean()
  }
}

function keep(target: string, folder: string, database: ChaosDatabase | undefined): void {
  cpSync(folder, target, { recursive: true })
  if (database && !database.folder.startsWith(folder)) {
    cpSync(database.folder, join(target, 'database'), { recursive: true })
  }
}

interface Scene {
  readonly options: ChaosOptions
  readonly folder: string
  readonly programs: Programs
  readonly database: ChaosDatabase
  readonly say: (line: string) => void
}

async function runIn(scene: Scene): Promise<Result> {
  const { options, folder, programs, database, say } = scene
  const { seed, servers } = options
  const schedule = drawSchedule(options)
  const marker = `MK${randomBytes(5).toString('hex')}`
  const clockBase = Date.now()
  const calls = new Map<number, SeenCall>()
  const webhooks: WebhookMessage[] = []
  const logs = join(folder, 'logs')
  mkdirSync(logs)
  let strikes: Strikes | undefined
  const city = await buildCity({
    seed,
    servers,
    programs,
    database,
    logs,
    marker,
    clockBase,
    handedOn: (server) => strikes?.occasion('request', server),
    called(message) {
      calls.set(message.call, message)
      strikes?.occasion('call', message.server)
    },
    answered({ call, at, issuedKey, server }) {
      const known = calls.get(call)
      if (known) calls.set(call, { ...known, answeredAt: at, ...(issuedKey && { issuedKey }) })
      strikes?.occasion('answer', server)
    },
    webhook: (message) => void webhooks.push(message),
  })
  try {
    strikes = makeStrikes(schedule.strikes, city)
    const day = await liveThrough(schedule, city, strikes, say)
    const reconciled = await letTimePass(city, say)
    await city.closeShop()
    return await investigate({
      scene,
      city,
      strikes,
      day,
      reconciled,
      calls,
      webhooks,
      marker,
      logs,
      clockBase,
    })
  } finally {
    await city.close()
  }
}

/** How long after the last customer the servers look again, ms of their clock. */
const LATER_MS = [0, 120_000, 40 * 60_000, 25 * 3_600_000, 50 * 3_600_000] as const

async function letTimePass(city: City, say: (line: string) => void): Promise<Reconciled> {
  let [settled, failed] = [0, 0]
  for (const ahead of LATER_MS) {
    const done = await city.reconcileLater(ahead)
    settled += done.settled
    failed += done.failed
    say(
      `${Math.round(ahead / 60_000)} minutes later: ${done.settled} settled, ${done.failed} could not be looked at`,
    )
  }
  return { settled, failed }
}

interface Scent {
  readonly scene: Scene
  readonly city: City
  readonly strikes: Strikes
  readonly day: Day
  readonly reconciled: Reconciled
  readonly calls: ReadonlyMap<number, SeenCall>
  readonly webhooks: readonly WebhookMessage[]
  readonly marker: string
  readonly logs: string
  readonly clockBase: number
}

async function investigate({
  scene,
  city,
  strikes,
  day,
  reconciled,
  calls,
  webhooks,
  marker,
  logs,
  clockBase,
}: Scent): Promise<Result> {
  const { database } = scene
  const { passages, statuses } = day
  const unreadable: string[] = []
  // A ledger that cannot be read is the worst finding of all, and the logs and files are searched all the same.
  const kept = await readLedger(database, city.sealingKeys, clockBase).catch((error: unknown) => {
    unreadable.push(error instanceof Error ? error.message : String(error))
    return { registrations: [], methods: [], kept: [], events: [], opened: new Map<string, string>() }
  })
  const truth = await readTruth(city.pgs)
  const refs = new Map(kept.registrations.map(({ id, providerRef }) => [id, providerRef]))
  const transactions = new Map(
    passages.flatMap(({ id, returns }) =>
      returns.map((raw): [string, string] => [transactionOf(raw), refs.get(id) ?? '']),
    ),
  )
  const seen = [...calls.values()]
  const typists = passages.filter(({ story }) => story.typing)
  const sealedFor = typedFor(typists, refs)
  const keys = nameTypedKeys(truth.keys, seen, sealedFor)
  const digits = digitsOf(typists)
  const tags = tagsOf(typists)
  const values = [
    ...truth.keys.map(({ billingKey }) => billingKey),
    // PortOne V1's customer_uid can charge the card.
    ...truth.keys.filter(({ provider }) => provider === 'portone-v1').map(({ customerRef }) => customerRef),
    ...transactions.keys(),
    ...tags,
  ]
  const brokenAnswers = [...statuses].filter(([name]) => /^5(?!02|03)/.test(name))
  const stories = passages.map(({ id, story, returns, told }) => ({
    id,
    ...story,
    windows: returns.length,
    told: [...told],
  }))
  writeFileSync(join(scene.folder, 'stories.json'), JSON.stringify(stories, null, 2))
  writeFileSync(join(scene.folder, 'opened.json'), JSON.stringify(Object.fromEntries(kept.opened), null, 2))
  const orders = day.office.orders.map((order) => ({ ...order, cancels: Object.fromEntries(order.cancels) }))
  writeFileSync(join(scene.folder, 'orders.json'), JSON.stringify(orders, null, 2))
  const verdict = judgeRun({
    ...kept,
    ...truth,
    registrations: withTyped(kept.registrations, typists),
    keys,
    unreadable,
    calls: seen,
    absences: strikes.absences,
    transactions: new Map([...transactions, ...sealedFor]),
    cameBack: new Set([
      ...passages.filter(hasComeBack).map(({ id }) => id),
      ...arrived(typists, seen, strikes.absences),
    ]),
    toldDeclined: new Set(typists.filter(({ told }) => told.has('declined')).map(({ id }) => id)),
    shown: new Set(passages.flatMap(({ shown }) => [...shown])),
    told: city.told.issued,
    toldEvents: city.told.events,
    office: day.office,
    webhooks,
    ...day.forger,
    strangers: new Set(passages.filter(isStranger).map(({ id }) => id)),
    leaks: [
      ...searchFolders([logs, database.folder], {
        marker,
        values: values.filter((value) => value.length >= 12),
        digits,
      }),
      ...searchOpened(kept.opened, { values: tags, digits }),
    ],
    brokenAnswers: brokenAnswers.map(([name, count]) => `${count} × ${name}`),
    callTimeoutMs: CALL_TIMEOUT_MS,
  })
  const facts = factsOf({ kept, keys, calls: seen, webhooks, strikes, day })
  return { verdict, facts: { ...facts, 'registrations settled by reconciling': reconciled.settled } }
}

const hasComeBack = ({ story, returns }: Passage): boolean =>
  !story.typing &&
  story.backAfter !== 'never' &&
  story.end.startsWith('approve') &&
  story.door !== 'other-login' &&
  returns.length > 0

const isStranger = ({ story, returns }: Passage): boolean =>
  story.door === 'other-login' && !story.junk.includes('stolen') && returns.length > 0
