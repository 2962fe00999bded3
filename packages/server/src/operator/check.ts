// The operator's check-up: what this server is set up for, and whether what it stands on answers.
import { isBillingError, type ProviderId } from '@billing-register/contract'
import type { ProbeResult } from '../providers/provider.ts'
import type { Core } from '../registration/core.ts'
import type { RecordState } from '../registration/record.ts'

/** One PG as it is set up and as it answers. */
export interface ProviderCheck {
  readonly name: string
  readonly id: ProviderId
  readonly merchant: string
  readonly mode: 'test' | 'live'
  readonly probe: ProbeResult
}

/** A registration that waits for somebody. */
export interface Waiting {
  readonly id: string
  readonly state: RecordState
  /** Milliseconds since the epoch. */
  readonly since: number
}

/** What the check-up found. */
export interface CheckUp {
  readonly publicUrl: string
  readonly origins: readonly string[]
  readonly durability: 'memory' | 'durable'
  /** Why the ledger could not be read, if so: a message that names the remedy. */
  readonly ledgerError?: string
  /** The one that has been unsettled for longest among the newest thousand. */
  readonly oldest?: Waiting
  readonly providers: readonly ProviderCheck[]
}

const UNSETTLED: readonly RecordState[] = ['issuing', 'uncertain', 'suspended']
const LOOK_BACK = 1000

/** Looks at everything once. Nothing is changed, and nothing but the PGs' harmless calls is made. */
export async function checkUp(core: Core): Promise<CheckUp> {
  const { ledger, providers, publicUrl, origins } = core
  const [record, probed] = await Promise.all([
    readLedger(core),
    Promise.all(
      [...providers.values()].map(async (provider) => ({ provider, probe: await provider.probe(core) })),
    ),
  ])
  return {
    publicUrl,
    origins: [...origins],
    durability: ledger.durability,
    ...record,
    providers: probed.map(({ provider: { name, id, account }, probe }) => ({
      name,
      id,
      merchant: account.merchant,
      mode: account.mode,
      probe,
    })),
  }
}

async function readLedger({ ledger }: Core): Promise<Pick<CheckUp, 'ledgerError' | 'oldest'>> {
  try {
    const unsettled = await ledger.list({ states: UNSETTLED, limit: LOOK_BACK })
    const oldest = unsettled.at(-1)
    if (!oldest) return {}
    const { id, state, uncertainSince, createdAt } = oldest
    return { oldest: { id, state, since: uncertainSince ?? createdAt } }
  } catch (error) {
    return { ledgerError: isBillingError(error) ? error.message : 'the ledger cannot be read' }
  }
}
