// What can be done with a key at PortOne V1, whichever PG is behind it. Source: PortOne V1 REST specification.
import type { PaymentOperations } from '../../payments/operations.ts'
import { oneLine } from '../outgoing.ts'
import { cancel } from './cancel.ts'
import { charge, look } from './charge.ts'
import { MAX_NAME, MIN_CHARGE } from './launch.ts'
import type { PortoneV1Config } from './options.ts'
import { revoke } from './revoke.ts'
import { schedule, unschedule } from './schedule.ts'
import { surplus } from './surplus.ts'
import type { TokenSource } from './token.ts'

/** The operations of one instance. */
export function operations(config: PortoneV1Config, tokens: TokenSource): PaymentOperations {
  return {
    refuse({ amount, orderName }) {
      if (amount < MIN_CHARGE) return `portoneV1: amount must be at least ${MIN_CHARGE} KRW`
      const length = Array.from(orderName).length
      return oneLine(orderName) === '' || length > MAX_NAME
        ? `portoneV1: orderName must be 1 to ${MAX_NAME} characters`
        : undefined
    },
    charge: charge(config, tokens),
    look: look(config, tokens),
    cancel: cancel(config, tokens),
    revoke: revoke(config, tokens),
    schedule: schedule(config, tokens),
    unschedule: unschedule(config, tokens),
    surplus: surplus(config, tokens),
  }
}
