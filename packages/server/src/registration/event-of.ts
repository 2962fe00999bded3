// Makes an event of what happened to a registration. Pure.
import { isTold, type Actor, type EventType, type FreshEvent } from './event.ts'
import type { Registration } from './record.ts'

/** When it happened, in which request, and how ids are made. */
export interface SettleContext {
  readonly at: number
  /** Default: the customer. */
  readonly by?: Actor
  readonly requestId: string
  readonly mint: (prefix: string) => string
}

/** Something that happened to a registration, for the log of events; the merchant is told unless its kind is not told. */
export function eventOf(
  registration: Registration,
  type: EventType,
  { mint, at, by = 'customer', requestId }: SettleContext,
  more: Pick<FreshEvent, 'from' | 'to' | 'detail' | 'deliver'> = {},
): FreshEvent {
  const { id: registrationId, customer } = registration
  const customerId = customer.id
  const id = mint('evt_')
  return { id, type, at, by, requestId, registrationId, customerId, deliver: isTold(type), ...more }
}
