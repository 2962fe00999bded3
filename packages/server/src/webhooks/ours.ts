// What a webhook is about, as far as it is ours: looked up in our own ledger before anything is asked of a PG.
import type { WebhookHint } from '../payments/operations.ts'
import type { Payment } from '../payments/payment.ts'
import type { ServerProvider } from '../providers/provider.ts'
import type { Core } from '../registration/core.ts'
import type { PaymentMethod, Registration } from '../registration/record.ts'
import type { Secret } from '../secret.ts'

/** One row of ours, or a key that the PG vouches for and we have not seen yet. */
export type Ours =
  | { readonly kind: 'registration'; readonly registration: Registration }
  | { readonly kind: 'payment'; readonly payment: Payment }
  | { readonly kind: 'deleted'; readonly method: PaymentMethod }
  | { readonly kind: 'new-key'; readonly key: Secret }

/** Looks it up. Undefined when nothing of ours is meant, or nothing can follow from it. */
export async function oursOf(
  core: Core,
  { name, can }: ServerProvider,
  hint: WebhookHint,
): Promise<Ours | undefined> {
  const { ledger } = core
  if (hint.kind === 'other') return undefined
  if (hint.kind === 'key') {
    const method = await ledger.charges.methodByKey(name, hint.key)
    if (hint.said === 'issued') {
      // A window makes keys that nobody has told us of yet.
      return method === undefined && can.lookup ? { kind: 'new-key', key: hint.key } : undefined
    }
    return hint.said === 'deleted' && method?.state === 'active' ? { kind: 'deleted', method } : undefined
  }
  const registration = await ledger.findByProviderRef(name, hint.ref)
  if (registration !== undefined && isOpenEnded(registration, can))
    return { kind: 'registration', registration }
  // A payment that was made in the window stands under the registration's own order.
  const payment = await ledger.charges.paymentByPgOrder(name, hint.ref)
  return payment === undefined ? undefined : { kind: 'payment', payment }
}

/** Whether the PG may know more of it than we do. */
function isOpenEnded(
  { state, authorizedAt, mode }: Registration,
  { lookup }: Pick<ServerProvider['can'], 'lookup'>,
): boolean {
  const found = lookup && mode === undefined
  switch (state) {
    case 'issuing':
    case 'uncertain':
      return authorizedAt !== undefined || found
    case 'open':
    case 'returned':
    case 'declined':
    case 'cancelled':
    case 'expired':
      return found
    case 'issued':
    case 'suspended':
    case 'held':
      return false
  }
}

/** What names the row, for the log and for the limit of looks. */
export async function nameOfRow(core: Core, ours: Ours): Promise<string> {
  switch (ours.kind) {
    case 'registration':
      return ours.registration.id
    case 'payment':
      return ours.payment.id
    case 'deleted':
      return ours.method.id
    case 'new-key':
      // The key itself stands nowhere.
      return `key ${await core.digest(ours.key.reveal())}`
  }
}
