// All processes of a run: the database, the PGs, the merchant's servers behind their one address, and who listens to them.
import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import type { Programs } from './bundle.ts'
import type { ChaosDatabase } from './database.ts'
import { startProcess, type RunningProcess } from './processes.ts'
import { startProxy, type Proxy } from './proxy.ts'
import type {
  AnswerMessage,
  CallMessage,
  MerchantKeys,
  MerchantSettings,
  PgSettings,
  ReadyMessage,
  ReconciledMessage,
} from './settings.ts'
import type { Targets } from './strikes.ts'

/** How often a server is asked to reconcile at one time of its clock, and with which pause. */
const RECONCILE_ROUNDS = 20
const RECONCILE_PAUSE_MS = 250

/** What a city is built from. */
export interface CityPlan {
  readonly seed: number
  readonly servers: number
  readonly programs: Programs
  readonly database: ChaosDatabase
  /** Folder for everything that the processes print. */
  readonly logs: string
  readonly marker: string
  readonly clockBase: number
  /** Hears which server a request was handed to. */
  readonly handedOn: (server: number) => void
  readonly called: (message: CallMessage) => void
  readonly answered: (message: AnswerMessage) => void
}

/** What all servers' reconciling did together. */
export interface Reconciled {
  readonly settled: number
  readonly failed: number
}

/** What the merchant's books have taken. */
export interface Told {
  /** Ids of registrations whose card was told through `onIssued`. */
  readonly issued: ReadonlySet<string>
  /** Through `onEvent`, each as its type and what it is about: `payment.paid pay_…`. */
  readonly events: ReadonlySet<string>
}

/** Running processes. */
export interface City extends Targets {
  /** Where customers find the shop. */
  readonly origin: string
  readonly pgs: string
  readonly sealingKeys: string
  readonly told: Told
  /** Puts the merchants' clock forward (ms of theirs) and lets all servers reconcile at once, until nothing is due. */
  reconcileLater(ahead: number): Promise<Reconciled>
  /** Ends all merchant servers for good. */
  closeShop(): Promise<void>
  /** Ends everything else but the database. */
  close(): Promise<void>
}

/** Starts everything; the database is running already. */
export async function buildCity(plan: CityPlan): Promise<City> {
  const keys = keysOf(plan.marker)
  const told = { issued: new Set<string>(), events: new Set<string>() }
  const sink = await startSink(told)
  const proxy = await startProxy(plan.handedOn)
  const pgs = await startPgs(plan, { seed: plan.seed, keys, marker: plan.marker })
  const sealingKeys = `k1:${randomBytes(32).toString('base64')}`
  let clockAhead = 0
  const settingsOf = (server: number): MerchantSettings => ({
    server,
    publicOrigin: proxy.origin,
    pgs: pgs.origin,
    keys,
    ledger: plan.database.target,
    sealingKeys,
    clockBase: plan.clockBase,
    clockAhead,
    sink: sink.origin,
  })
  const shop = await openShop(plan, proxy, settingsOf)
  return {
    origin: proxy.origin,
    pgs: pgs.origin,
    sealingKeys,
    told,
    servers: plan.servers,
    killServer: shop.kill,
    stallServer: shop.stall,
    async killDatabase(forMs) {
      await plan.database.kill()
      await pause(forMs)
      await plan.database.restart()
    },
    async reconcileLater(ahead) {
      clockAhead = ahead
      await Promise.all(Array.from({ length: plan.servers }, (_, server) => shop.kill(server, 0)))
      return shop.reconcile()
    },
    closeShop: shop.close,
    async close() {
      proxy.close()
      sink.server.close()
      sink.server.closeAllConnections()
      pgs.process.signal('SIGKILL')
      await pgs.process.ended
    },
  }
}

/** Secrets of the run: all carry its marker. */
function keysOf(marker: string): MerchantKeys {
  return {
    danal: { clientKey: 'CL_TEST_chaos', merchantId: 'A000000001', secretKey: `SK_TEST_${marker}${marker}` },
    portoneV1: {
      userCode: 'imp00000001',
      channelKey: 'channel-key-chaos',
      apiKey: 'chaos-rest-key',
      apiSecret: `${marker}${marker}rest-secret`,
    },
    portoneV2: {
      storeId: 'store-chaos',
      channelKey: 'channel-key-chaos-v2',
      apiSecret: `${marker}${marker}v2-secret`,
    },
    toss: { clientKey: 'test_ck_chaos', secretKey: `test_sk_${marker}${marker}` },
  }
}

interface Notice {
  readonly eventId: string
  readonly type?: string
  readonly registrationId: string
  readonly detail?: Readonly<Record<string, string>>
}

/** The merchant's own books. Every seventh event finds it busy at first. */
async function startSink(told: {
  readonly issued: Set<string>
  readonly events: Set<string>
}): Promise<{ server: Server; origin: string }> {
  const turnedAway = new Set<string>()
  const take = (path: string | undefined, body: string): number => {
    const { eventId, type, registrationId, detail }: Notice = JSON.parse(body)
    const name = `${path} ${eventId}`
    const busy = /[A-H]$/.test(eventId) && !turnedAway.has(name)
    turnedAway.add(name)
    if (!busy && path === '/issued') told.issued.add(registrationId)
    if (!busy && path === '/event') told.events.add(`${type} ${detail?.['paymentId']}`)
    return busy ? 503 : 204
  }
  const server = createServer((request, response) => {
    void text(request)
      .then((body) => response.writeHead(take(request.url, body)).end())
      // Whoever was telling may have been killed in the middle of it.
      .catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

async function startPgs(
  plan: CityPlan,
  settings: PgSettings,
): Promise<{ origin: string; process: RunningProcess }> {
  return new Promise((resolve, reject) => {
    const process = startProcess<ReadyMessage | CallMessage | AnswerMessage>({
      program: plan.programs.pgs,
      settings,
      log: join(plan.logs, '..', 'pgs.log'),
      hear(message) {
        if (message.kind === 'ready') resolve({ origin: `http://127.0.0.1:${message.port}`, process })
        if (message.kind === 'call') plan.called(message)
        if (message.kind === 'answer') plan.answered(message)
      },
    })
    void process.ended.then(() => reject(new Error('the simulated PGs ended')))
  })
}

interface Shop {
  kill(server: number, forMs: number): Promise<void>
  stall(server: number, forMs: number): Promise<void>
  reconcile(): Promise<Reconciled>
  close(): Promise<void>
}

async function openShop(
  plan: CityPlan,
  proxy: Proxy,
  settingsOf: (server: number) => MerchantSettings,
): Promise<Shop> {
  const running = new Map<number, RunningProcess>()
  const reconciling = new Map<number, (done: ReconciledMessage) => void>()
  const start = (server: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const process = startProcess<ReadyMessage | ReconciledMessage>({
        program: plan.programs.merchant,
        settings: settingsOf(server),
        log: join(plan.logs, `server-${server}.log`),
        hear(message) {
          if (message.kind === 'reconciled') return reconciling.get(server)?.(message)
          proxy.place(server, message.port)
          resolve()
        },
      })
      running.set(server, process)
      void process.ended.then(() => reject(new Error(`server ${server} ended before it listened`)))
    })
  const end = async (server: number): Promise<void> => {
    const process = running.get(server)
    process?.signal('SIGKILL')
    await process?.ended
    proxy.place(server, undefined)
  }
  const reconcileAll = async (server: number, process: RunningProcess): Promise<Reconciled> => {
    let [settled, failed] = [0, 0]
    for (let round = 0; round < RECONCILE_ROUNDS; round += 1) {
      const done = await new Promise<ReconciledMessage>((resolve) => {
        reconciling.set(server, resolve)
        process.ask('reconcile')
      })
      settled += done.settled
      failed += done.failed
      if (!done.more) break
      await pause(RECONCILE_PAUSE_MS)
    }
    return { settled, failed }
  }
  await Promise.all(Array.from({ length: plan.servers }, (_, server) => start(server)))
  return {
    async kill(server, forMs) {
      await end(server)
      await pause(forMs)
      await start(server)
    },
    async stall(server, forMs) {
      const process = running.get(server)
      process?.signal('SIGSTOP')
      await pause(forMs)
      process?.signal('SIGCONT')
    },
    async reconcile() {
      const totals = await Promise.all([...running].map(([server, process]) => reconcileAll(server, process)))
      return totals.reduce((sum, one) => ({
        settled: sum.settled + one.settled,
        failed: sum.failed + one.failed,
      }))
    },
    close: async () => void (await Promise.all([...running.keys()].map(end))),
  }
}
