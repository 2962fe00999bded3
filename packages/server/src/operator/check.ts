// The operator's check-up: what this server is set up for, and whether what it stands on answers.
import { isBillingError, type ProviderId } from '@billing-register/contract'
import type { PaymentState } from '../payments/payment.ts'
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

/** A registration or a payment that waits for somebody. */
export interface Waiting<State = RecordState> {
  readonly id: string
  readonly state: State
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
  /** The same of payments. */
  readonly oldestPayment?: Waiting<PaymentState>
  readonly providers: readonly ProviderCheck[]
}

const UNSETTLED: readonly RecordState[] = ['issuing', 'uncertain', 'suspended']
const UNSETTLED_PAYMENTS: readonly PaymentState[] = ['due', 'charging', 'uncertain']
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

type Found = Pick<CheckUp, 'ledgerError' | 'oldest' | 'oldestPayment'>

async function readLedger({ ledger }: Core): Promise<Found> {
  try {
    const unsettled = await ledger.list({ states: UNSETTLED, limit: LOOK_BACK })
    const payments = await ledger.charges.payments({ states: UNSETTLED_PAYMENTS, limit: LOOK_BACK })
    const [oldest, oldestPayment] = [unsettled.at(-1), payments.at(-1)]
    return {
      ...(oldest ? { oldest: waiting(oldest) } : {}),
      ...(oldestPayment ? { oldestPayment: waiting(oldestPayment) } : {}),
    }
  } catch (error) {
    return { ledgerError: isBillingError(error) ? error.message : 'the ledger cannot be read' }
  }
}

interface Dated<State> {
  readonly id: string
  readonly state: State
  readonly createdAt: number
  readonly uncertainSince?: number | undefined
}

const waiting = <State>({ id, state, uncertainSince, createdAt }: Dated<State>): Waiting<State> => ({
  id,
  state,
  since: uncertainSince ?? createdAt,
})
