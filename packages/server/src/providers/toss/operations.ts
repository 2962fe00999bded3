// What can be done with a key at Toss. Source: Toss Payments docs, Core API reference and error codes.
import type { PaymentOperations } from '../../payments/operations.ts'
import { oneLine } from '../outgoing.ts'
import { cancel } from './cancel.ts'
import { charge, look } from './charge.ts'
import { LEAST } from './launch.ts'
import type { TossConfig } from './options.ts'
import { revoke } from './revoke.ts'

/** Longest `orderName`, characters. */
const MAX_NAME = 100

/** The operations of one instance. */
export function operations(config: TossConfig): PaymentOperations {
  return {
    refuse({ amount, orderName, kind }) {
      if (amount < LEAST[kind]) return `toss: amount must be at least ${LEAST[kind]} KRW`
      const length = Array.from(orderName).length
      return oneLine(orderName) === '' || length > MAX_NAME
        ? `toss: orderName must be 1 to ${MAX_NAME} characters`
        : undefined
    },
    charge: charge(config),
    look: look(config),
    cancel: cancel(config),
    revoke: revoke(config),
  }
}
