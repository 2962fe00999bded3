// Recurring charges on pg-boss: each renewal is a job, and its last deed is to queue the next one.
import { createHash } from 'node:crypto'
import PgBoss from 'pg-boss'
import { nextStep, type Charged, type NextStep, type Renewal } from './next-step.ts'

const QUEUE = 'renewals'
/** How often pg-boss tries a job again that threw, with a growing pause: a database or a PG that is away. */
const TRIES_OF_A_JOB = 20
const POLL_SECONDS = 0.5

/** A subscription, as the shop keeps it. */
export interface Subscription {
  readonly customerId: string
  /** The day of its first month, `YYYY-MM-DD`. */
  readonly start: string
  readonly orderName: string
  /** KRW. */
  readonly amount: number
}

/** The order of one month. The same one in each try: this is what keeps a month from being paid twice. */
export interface MonthlyOrder {
  readonly orderId: string
  readonly attempt: number
  readonly subscription: Subscription
}

/** What the jobs need of the shop. */
export interface RenewalShop {
  /** Undefined once it has ended: then nothing more is charged. */
  readonly subscription: (id: string) => Promise<Subscription | undefined>
  /** Charges the customer's card. Safe to repeat. Throws only where trying the same again later is right. */
  readonly charge: (order: MonthlyOrder) => Promise<Charged>
  /** Told of each charge, at least once. */
  readonly told: (renewal: Renewal, charged: Charged, next: NextStep) => Promise<void> | void
  /** Ms since the epoch. */
  readonly now: () => number
  /** When pg-boss is to start what is due at this time: the time itself, unless a demo lets its days pass faster. */
  readonly startAt: (due: number) => Date
}

/** The running jobs. */
export interface Renewals {
  /** Queues the first charge of a subscription. Twice is as good as once. */
  begin(subscription: string, at: number): Promise<void>
  /** Lets what runs end, and closes the connections. */
  stop(): Promise<void>
}

/** Starts working off renewals, on any number of servers at once. `database`: an address, `postgres://…`. */
export async function startRenewals(database: string, shop: RenewalShop): Promise<Renewals> {
  const boss = new PgBoss({ connectionString: database, max: 4 })
  boss.on('error', (error) => console.error(`renewals: ${error.name}`))
  await boss.start()
  await boss.createQueue(QUEUE)
  const queue = async (renewal: Renewal, at: number): Promise<void> => {
    await boss.send(QUEUE, renewal, {
      id: jobId(renewal),
      startAfter: shop.startAt(at),
      retryLimit: TRIES_OF_A_JOB,
      retryBackoff: true,
      retentionDays: 60,
    })
  }
  await boss.work<Renewal>(QUEUE, { pollingIntervalSeconds: POLL_SECONDS }, async (jobs) => {
    for (const { data } of jobs) await renew(shop, data, queue)
  })
  return {
    begin: (subscription, at) => queue({ subscription, period: 0, attempt: 1, look: 0 }, at),
    stop: () => boss.stop({ graceful: true, wait: true }),
  }
}

// Whoever dies between two lines leaves a job that pg-boss hands out again: the charge answers what it did before, and
// the next job has the same id as the one that may be there already.
async function renew(
  shop: RenewalShop,
  renewal: Renewal,
  queue: (renewal: Renewal, at: number) => Promise<void>,
): Promise<void> {
  const subscription = await shop.subscription(renewal.subscription)
  if (subscription === undefined) return
  const { period, attempt } = renewal
  const orderId = `${renewal.subscription}-${period}`
  const charged = await shop.charge({ orderId, attempt, subscription })
  const next = nextStep(renewal, charged, subscription.start, shop.now())
  await shop.told(renewal, charged, next)
  if (next.kind === 'renew') await queue(next.renewal, next.at)
}

// pg-boss takes a UUID; of the same renewal always the same one.
function jobId({ subscription, period, attempt, look }: Renewal): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([subscription, period, attempt, look]))
    .digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  )
}
