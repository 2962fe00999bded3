// The operator's check-up: what this server is set up for, and whether what it stands on answers.
import { isBillingError, type ProviderId } from '@billing-register/contract'
import type { PaymentState } from '../payments/payment.ts'
import type { ProbeResult } from '../providers/provider.ts'
import type { Core } from '../registration/core.ts'
import { watchClock } from './clock.ts'
import { overview, type Overview } from './overview.ts'

/** One PG as it is set up and as it answers. */
export interface ProviderCheck {
  readonly name: string
  readonly id: ProviderId
  readonly merchant: string
  readonly mode: 'test' | 'live'
  readonly probe: ProbeResult
  /** Whether it takes the PG's webhooks. */
  readonly takesWebhooks: boolean
}

/** A payment that waits for somebody. */
export interface WaitingPayment {
  readonly id: string
  readonly state: PaymentState
  /** Milliseconds since the epoch. */
  readonly since: number
}

/** What the check-up found. */
export interface CheckUp {
  readonly publicUrl: string
  readonly origins: readonly string[]
  readonly durability: 'memory' | 'durable'
  /** How far this clock is ahead of the PGs', ms; undefined where none of them told the time. */
  readonly clockAheadMs?: number
  /** Why the ledger could not be read, if so: a message that names the remedy. */
  readonly ledgerError?: string
  /** What waits for somebody, where the ledger could be read. */
  readonly waits?: Overview
  /** The payment that has been unsettled for longest among the newest thousand. */
  readonly oldestPayment?: WaitingPayment
  readonly providers: readonly ProviderCheck[]
}

const UNSETTLED_PAYMENTS: readonly PaymentState[] = ['due', 'charging', 'uncertain']
const LOOK_BACK = 1000

/** Looks at everything once. Nothing is changed, and nothing but the PGs' harmless calls is made. */
export async function checkUp(core: Core): Promise<CheckUp> {
  const { ledger, providers, publicUrl, origins } = core
  const clock = watchClock(core.fetch, core.now)
  const connection = { ...core, fetch: clock.fetch }
  const [record, probed] = await Promise.all([
    readLedger(core),
    Promise.all(
      [...providers.values()].map(async (provider) => ({
        provider,
        probe: await provider.probe(connection),
      })),
    ),
  ])
  const aheadMs = clock.aheadMs()
  return {
    publicUrl,
    origins: [...origins],
    durability: ledger.durability,
    ...(aheadMs === undefined ? {} : { clockAheadMs: aheadMs }),
    ...record,
    providers: probed.map(({ provider: { name, id, account, webhook }, probe }) => ({
      name,
      id,
      merchant: account.merchant,
      mode: account.mode,
      probe,
      takesWebhooks: webhook !== undefined,
    })),
  }
}

type Found = Pick<CheckUp, 'ledgerError' | 'waits' | 'oldestPayment'>

async function readLedger(core: Core): Promise<Found> {
  try {
    const waits = await overview(core)
    const asked = { states: UNSETTLED_PAYMENTS, limit: LOOK_BACK }
    const payment = (await core.ledger.charges.payments(asked)).at(-1)
    if (!payment) return { waits }
    const { id, state, uncertainSince, createdAt } = payment
    return { waits, oldestPayment: { id, state, since: uncertainSince ?? createdAt } }
  } catch (error) {
    return { ledgerError: isBillingError(error) ? error.message : 'the ledger cannot be read' }
  }
}
