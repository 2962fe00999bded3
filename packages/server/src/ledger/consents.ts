// Everything that customers agreed to, as a merchant exports it: evidence for a dispute or an audit.
import type { ConsentEvidence } from '../registration/record.ts'
import type { Ledger } from './ledger.ts'

/** Which consents are exported. Absent: all. */
export interface ConsentQuery {
  readonly customerId?: string
  /** Clicks from then on, ms since the epoch. */
  readonly from?: number
  /** Clicks before then, ms since the epoch. */
  readonly before?: number
}

const PART = 500

/** Each consent whose click is known, in the order in which the clicks were told. */
export async function* exportConsents(
  ledger: Ledger,
  { customerId, from = 0, before = Infinity }: ConsentQuery = {},
): AsyncGenerator<ConsentEvidence> {
  let after: string | undefined
  do {
    const part = await ledger.consents(PART, after)
    for (const consent of part.consents) {
      if (customerId !== undefined && consent.customerId !== customerId) continue
      if (consent.at >= from && consent.at < before) yield consent
    }
    after = part.next
  } while (after !== undefined)
}
