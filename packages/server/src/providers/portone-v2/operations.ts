// What can be done with a key at PortOne V2. Source: PortOne REST V2 specification.
import type { PaymentOperations } from '../../payments/operations.ts'
import { oneLine } from '../outgoing.ts'
import { cancel } from './cancel.ts'
import { charge, look } from './charge.ts'
import { key } from './key.ts'
import type { PortoneV2Config } from './options.ts'
import { revoke } from './revoke.ts'
import { schedule, unschedule } from './schedule.ts'
import { surplus } from './surplus.ts'

/** Least amount behind Toss Payments, KRW; PortOne itself states none. Source: Toss Payments docs, BELOW_MINIMUM_AMOUNT. */
const LEAST_AT_TOSS = 100
/** Longest `orderName`, characters: Toss Payments' limit. The other PGs state none that is longer. */
const MAX_NAME = 100

/** The operations of one instance. */
export function operations(config: PortoneV2Config): PaymentOperations {
  const least = config.pgProvider === 'tosspayments' ? LEAST_AT_TOSS : 1
  return {
    refuse({ amount, orderName }) {
      if (amount < least) return `portoneV2: amount must be at least ${least} KRW`
      const length = Array.from(orderName).length
      return oneLine(orderName) === '' || length > MAX_NAME
        ? `portoneV2: orderName must be 1 to ${MAX_NAME} characters`
        : undefined
    },
    charge: charge(config),
    look: look(config),
    cancel: cancel(config),
    revoke: revoke(config),
    key: key(config),
    schedule: schedule(config),
    unschedule: unschedule(config),
    surplus: surplus(config),
  }
}
