// Finds out what came of a charge that somebody else has begun, or whose outcome is not known.
import { providerNamed, type Core } from '../registration/core.ts'
import { askAbout } from './ask-about.ts'
import { chargeAsked, chargeWork, reloadPayment } from './charge-work.ts'
import type { Payment } from './payment.ts'
import { isOwnAccount, operationsOf } from './providers.ts'
import { resume } from './work.ts'

/** How long one call waits for another's result, ms: in steps, 1.5 s in all. */
const PATIENCE_MS: readonly number[] = [50, 100, 200, 400, 800]
/** Shortest time between two looks at the PG for one order, ms. */
const LOOK_EVERY_MS = 1000

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const isLeased = ({ leaseUntil }: Payment, now: number): boolean =>
  leaseUntil !== undefined && leaseUntil > now

/** Waits a little for a call that is under way; asks the PG where none is. */
export async function follow(core: Core, payment: Payment, requestId: string): Promise<Payment> {
  if (isLeased(payment, core.now())) return waitFor(core, payment)
  const last = (await core.ledger.charges.operations(payment.pgOrderId)).at(-1)
  if (last && core.now() - last.sentAt < LOOK_EVERY_MS) return payment
  return look(core, payment, requestId)
}

/** Waits until nobody is at it any more, as long as the merchant may be kept waiting. */
export async function waitFor(core: Core, payment: Payment): Promise<Payment> {
  let current = payment
  for (const ms of PATIENCE_MS) {
    await pause(ms)
    current = await reloadPayment(core, current)
    if (!isLeased(current, core.now())) return current
  }
  return current
}

/**
 * Asks the PG once what came of a charge, or settles from an answer that landed. The payment as it was, where the PG
 * cannot be asked: by this server, or at all.
 */
export async function look(core: Core, payment: Payment, requestId: string): Promise<Payment> {
  const begun = await core.ledger.charges.operations(payment.pgOrderId)
  // The window charged it, or did not: there is no call of ours to repeat, only an order to ask for.
  if (begun.every(({ kind }) => kind !== 'charge')) return askAbout(core, payment, requestId)
  const method = await core.ledger.charges.method(payment.paymentMethodId)
  const provider = providerNamed(core, payment.provider)
  const operations = await operationsOf(provider)
  // Another merchant id at the PG knows nothing of this order: its "absent" would be a lie.
  if (!method || !isOwnAccount(provider, payment) || !operations.charge) return payment
  const asked = await chargeAsked(core, payment, method)
  const settled = await resume(
    core,
    payment,
    (earlier) => chargeWork(core, provider, operations, asked, payment, requestId, earlier),
    asked.pgOrderId,
  )
  return settled ?? reloadPayment(core, payment)
}
