// What PortOne V2 knows of a key: whether it is alive, and which registration it was made for.
// Source: PortOne REST V2 specification (GET /billing-keys/{billingKey}).
import type { KeyAsked, KeyOutcome, PgOperation } from '../../payments/operations.ts'
import { field, textOf } from '../answer.ts'
import { keySeen } from './answers.ts'
import { startCalls } from './calls.ts'
import type { PortoneV2Config } from './options.ts'

/** The look. */
export const key = (config: PortoneV2Config): PgOperation<Pick<KeyAsked, 'key'>, KeyOutcome> => ({
  judge(_asked, exchanges) {
    const seen = keySeen(exchanges)
    if (seen.is !== 'found') return { kind: 'unknown' }
    const ref = textOf(field(seen.record, 'issueId'))
    const status = field(seen.record, 'status')
    if (status !== 'ISSUED' && status !== 'DELETED') return { kind: 'unknown' }
    return { kind: status === 'ISSUED' ? 'alive' : 'gone', ...(ref !== undefined && { ref }) }
  },
  async call(asked, context) {
    const calls = startCalls(config, { memo: { storeId: config.storeId } }, context)
    await calls.key(asked.key.reveal())
    return calls.exchanges
  },
})
