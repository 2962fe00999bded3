// All processes of a run: the database, the PGs, the merchant's servers behind their one address, and who listens to them.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openBooks, type Told } from './books.ts'
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
  WebhookMessage,
} from './settings.ts'
import type { Targets } from './strikes.ts'
import { worldClock } from './world-time.ts'

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
  readonly webhook: (message: WebhookMessage) => void
}

/** What all servers' reconciling did together. */
export interface Reconciled {
  readonly settled: number
  readonly failed: number
}

/** Running processes. */
export interface City extends Targets {
  /** Where customers find the shop. */
  readonly origin: string
  readonly pgs: string
  /** What PortOne calls the merchant: it stands in every page of the shop. */
  readonly storeId: string
  readonly sealingKeys: string
  readonly told: Told
  /** The clock of merchants and PGs before it is put forward, ms. */
  readonly now: () => number
  /** Puts the clock of merchants and PGs forward (ms of theirs) and lets all servers reconcile at once, until nothing is due. */
  reconcileLater(ahead: number): Promise<Reconciled>
  /** Ends all merchant servers for good. */
  closeShop(): Promise<void>
  /** Ends everything else but the database. */
  close(): Promise<void>
}

/** Starts everything; the database is running already. */
export async function buildCity(plan: CityPlan): Promise<City> {
  const keys = keysOf(plan.marker)
  const books = await openBooks()
  const proxy = await startProxy(plan.handedOn)
  const { seed, marker, clockBase } = plan
  const webhooks = `${proxy.origin}/billing/webhooks`
  const pgs = await startPgs(plan, { seed, keys, marker, clockBase, webhooks })
  const sealingKeys = `k1:${randomBytes(32).toString('base64')}`
  let clockAhead = 0
  const settingsOf = (server: number): MerchantSettings => ({
    server,
    publicOrigin: proxy.origin,
    pgs: pgs.origin,
    keys,
    ledger: plan.database.target,
    sealingKeys,
    clockBase,
    clockAhead,
    sink: books.origin,
  })
  const shop = await openShop(plan, proxy, settingsOf)
  return {
    origin: proxy.origin,
    pgs: pgs.origin,
    storeId: keys.portoneV2.storeId,
    sealingKeys,
    told: books.told,
    now: worldClock(clockBase, 0),
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
      await fetch(`${pgs.origin}/later?ms=${ahead}`)
      await Promise.all(Array.from({ length: plan.servers }, (_, server) => shop.kill(server, 0)))
      return shop.reconcile()
    },
    closeShop: shop.close,
    async close() {
      proxy.close()
      books.close()
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
      webhookSecret: `whsec_${Buffer.from(`${marker}${marker}`).toString('base64')}`,
    },
    toss: { clientKey: 'test_ck_chaos', secretKey: `test_sk_${marker}${marker}` },
  }
}

async function startPgs(
  plan: CityPlan,
  settings: PgSettings,
): Promise<{ origin: string; process: RunningProcess }> {
  return new Promise((resolve, reject) => {
    const process = startProcess<ReadyMessage | CallMessage | AnswerMessage | WebhookMessage>({
      program: plan.programs.pgs,
      settings,
      log: join(plan.logs, '..', 'pgs.log'),
      hear(message) {
        if (message.kind === 'ready') resolve({ origin: `http://127.0.0.1:${message.port}`, process })
        if (message.kind === 'call') plan.called(message)
        if (message.kind === 'answer') plan.answered(message)
        if (message.kind === 'webhook') plan.webhook(message)
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
