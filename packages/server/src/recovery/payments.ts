// The part of a reconciliation that looks after payments and payment methods.
import { recoverMethod, recoverPayment } from '../payments/recover.ts'
import { TAKE_MS, type Core } from '../registration/core.ts'
import { nameOf } from '../registration/offer.ts'

/** How many are worked on at once. */
const BATCH = 8

/** Bounds of one run. `until`: no new one is begun after that, ms since the epoch. */
export interface Bounds {
  readonly limit: number
  readonly until: number
  readonly requestId: string
}

/** What was looked at. */
export interface LookedAfter {
  readonly payments: number
  readonly methods: number
  /** Ids of those that could not be looked at. */
  readonly failed: readonly string[]
  readonly more: boolean
}

interface Row {
  readonly id: string
  readonly state: string
}

/** Looks after payments, then after payment methods: a charge that is under way ends before its key does. */
export async function lookAfterPayments(core: Core, bounds: Bounds): Promise<LookedAfter> {
  const { charges } = core.ledger
  const payments = await lookAfter(core, bounds, {
    take: (now, leaseUntil, limit) => charges.takeUnsettledPayments(now, leaseUntil, limit),
    recover: (payment) => recoverPayment(core, payment, bounds.requestId),
  })
  const methods = await lookAfter(core, bounds, {
    take: (now, leaseUntil, limit) => charges.takeUnsettledMethods(now, leaseUntil, limit),
    recover: (method) => recoverMethod(core, method, bounds.requestId),
  })
  return {
    payments: payments.looked,
    methods: methods.looked,
    failed: [...payments.failed, ...methods.failed],
    more: payments.more || methods.more,
  }
}

interface Kind<T extends Row> {
  take(now: number, leaseUntil: number, limit: number): Promise<readonly T[]>
  recover(row: T): Promise<T>
}

async function lookAfter<T extends Row>(
  core: Core,
  { limit, until, requestId }: Bounds,
  kind: Kind<T>,
): Promise<{ readonly looked: number; readonly failed: readonly string[]; readonly more: boolean }> {
  const failed: string[] = []
  let looked = 0
  for (;;) {
    const room = Math.min(BATCH, limit - looked)
    if (room <= 0 || core.now() >= until) return { looked, failed, more: true }
    const taken = await kind.take(core.now(), core.now() + TAKE_MS, room)
    if (taken.length === 0) return { looked, failed, more: false }
    looked += taken.length
    await Promise.all(
      taken.map(async (row) => {
        const why = await one(core, row, kind, requestId)
        if (why !== undefined) failed.push(row.id)
      }),
    )
  }
}

// One that fails must not keep the others waiting.
async function one<T extends Row>(
  core: Core,
  row: T,
  kind: Kind<T>,
  requestId: string,
): Promise<string | undefined> {
  const { id, state: from } = row
  try {
    const { state: to } = await kind.recover(row)
    if (to !== from) core.log({ level: 'info', event: 'reconciled', subject: id, requestId, from, to })
    return undefined
  } catch (error) {
    const why = nameOf(error)
    core.log({ level: 'warn', event: 'not_reconciled', subject: id, requestId, why })
    return why
  }
}
