// Compares the money that moved at the PGs with what the ledger holds and the merchant was told. Pure, as all of the verdict.
import type { OrderFile, OfficeFile } from './clerk.ts'
import { repeated } from './repeated.ts'
import type {
  KeptEvent,
  KeptMethod,
  KeptPayment,
  KeptRegistration,
  SeenCall,
  TrueKey,
  TruePayment,
} from './shapes.ts'

/** What is known of money at the end of a run. */
export interface PaymentEvidence {
  readonly keys: readonly TrueKey[]
  readonly payments: readonly TruePayment[]
  readonly calls: readonly SeenCall[]
  readonly registrations: readonly KeptRegistration[]
  readonly methods: readonly KeptMethod[]
  /** Which registration (by its reference at the PG) a transaction belongs to. */
  readonly transactions: ReadonlyMap<string, string>
  readonly kept: readonly KeptPayment[]
  /** Whether a PG's answer to issuing says, by order or customer, whose window it was; where it does not, nobody can know. */
  readonly tellsWhose: (provider: string) => boolean
  readonly events: readonly KeptEvent[]
  readonly office: OfficeFile
  /** What the merchant was told through `onEvent`: `payment.paid pay_…`. */
  readonly toldEvents: ReadonlySet<string>
}

/** PGs that delete keys, Danal by what the merchant has supplied, and tell what came of an order: nothing stays uncertain there. */
const TELLS: ReadonlySet<string> = new Set(['danal', 'portone-v1', 'portone-v2', 'toss'])
/** Where the supplied lookup knows of what was paid, and of nothing that was refused. */
const HIDES_REFUSED: ReadonlySet<string> = new Set(['danal'])
/** Whose deletion cannot be asked for again once its answer was lost: such a key may live on, and the ledger says that nobody knows. */
const DELETES_ONCE = 'danal'
/** Registrations that an operator is told of: what their window charged is found with them. */
const FINDABLE: ReadonlySet<string> = new Set(['uncertain', 'held', 'suspended'])

const moved = ({ state }: TruePayment): boolean => state === 'paid' || state === 'cancelled'
const under = (provider: string, orderId: string): string => `${provider} ${orderId}`

/** Orders of a PG that were paid twice. */
export function twicePaid({ payments }: PaymentEvidence): string[] {
  const paid = payments.filter(moved)
  return repeated(paid.map(({ provider, orderId }) => under(provider, orderId)))
}

/** Orders of the merchant that were paid by more than one of their attempts. */
export function paidTwice({ kept, payments }: PaymentEvidence): string[] {
  const paid = new Set(payments.filter(moved).map(({ provider, orderId }) => under(provider, orderId)))
  return kept
    .filter(
      (one) =>
        [one, ...one.earlier].filter(({ provider, pgOrderId }) => paid.has(under(provider, pgOrderId)))
          .length > 1,
    )
    .map(({ provider, orderId }) => `${provider} ${orderId} by two attempts`)
}

/** Orders that a PG was told to charge more than once. A repetition under the same Idempotency-Key is a replay. */
export function chargedTwice({ calls }: PaymentEvidence): string[] {
  const first = new Map<string, string>()
  const twice = new Set<string>()
  for (const [index, { provider, operation, order, idempotencyKey }] of calls.entries()) {
    if (operation !== 'charge' || order === undefined) continue
    // Toss is asked again for an order under a second key, when it has refused the first one for being too early.
    const key = idempotencyKey?.replace(/_2$/, '') ?? `call ${index}`
    const name = under(provider, order)
    if ((first.get(name) ?? key) !== key) twice.add(name)
    first.set(name, key)
  }
  return [...twice].map((name) => `charge calls for ${name}`)
}

/** Money that moved and that the ledger does not know of, and what the ledger calls paid although nothing moved. */
export function lostMoney(evidence: PaymentEvidence): string[] {
  const { kept, payments, registrations } = evidence
  const owners = new Map(kept.map((one) => [under(one.provider, one.pgOrderId), one]))
  const looked = looksInto(evidence)
  const swapped = swappedOrders(evidence)
  const lost = payments.filter(moved).flatMap((payment) => {
    const name = under(payment.provider, payment.orderId)
    const owner = owners.get(name)
    if (owner)
      return fits(owner, payment) ? [] : [`${name} is ${payment.state}, and ${owner.id} ${owner.state}`]
    if (isTold(evidence, payment) || looked.has(payment.orderId) || swapped.has(payment.orderId)) return []
    const window = registrations.find(({ providerRef }) => providerRef === payment.orderId)
    return [`${name} is ${payment.state}, and no payment's; registration ${window?.id} is ${window?.state}`]
  })
  const real = new Set(payments.filter(moved).map(({ provider, orderId }) => under(provider, orderId)))
  const made = kept
    .filter(({ state }) => state === 'paid' || state === 'cancelled')
    .filter(({ provider, pgOrderId }) => !real.has(under(provider, pgOrderId)))
    .filter(({ pgOrderId }) => !looked.has(pgOrderId) && !swapped.has(pgOrderId))
    .map(({ id, state, provider, pgOrderId }) => `${id} is ${state}, and ${provider} knows no ${pgOrderId}`)
  return [...lost, ...made]
}

/**
 * Orders of two registrations of which one was charged by the other's call, with a stolen return, at a PG whose answer does
 * not say so: the payment stands under the one, the money under the other, and no ledger can tell.
 */
function swappedOrders(evidence: PaymentEvidence): ReadonlySet<string> {
  const { kept, payments, registrations, transactions, tellsWhose } = evidence
  const real = new Set(payments.filter(moved).map(({ provider, orderId }) => under(provider, orderId)))
  const unreal = kept.filter(
    (one) => !tellsWhose(one.provider) && !real.has(under(one.provider, one.pgOrderId)),
  )
  const swapped = new Set<string>()
  for (const { provider, pgOrderId, registrationId } of unreal) {
    const own = registrations.find(
      ({ id, providerRef }) => id === registrationId && providerRef === pgOrderId,
    )
    for (const { transaction } of own?.claims ?? []) {
      const ref = transactions.get(transaction) ?? ''
      if (real.has(under(provider, ref))) swapped.add(ref).add(pgOrderId)
    }
  }
  return swapped
}

/** What the PG calls the registrations that an operator looks into, and those whose returns were brought to them. */
function looksInto({ registrations, transactions }: PaymentEvidence): ReadonlySet<string> {
  const looked = registrations.filter(({ state }) => FINDABLE.has(state))
  const brought = looked.flatMap(({ claims }) =>
    claims.map(({ transaction }) => transactions.get(transaction) ?? ''),
  )
  return new Set([...looked.map(({ providerRef }) => providerRef), ...brought])
}

function fits({ state, amount, cancellations }: KeptPayment, payment: TruePayment): boolean {
  // An operator looks at it; that nothing stays so that could be found out is counted elsewhere.
  if (state === 'uncertain') return true
  if (amount !== payment.amount) return false
  if (payment.state === 'paid') return state === 'paid'
  return state === 'cancelled' || (state === 'paid' && cancellations.some((one) => one.state === 'uncertain'))
}

// An attempt that had been given up and moved money all the same, or a call that charged another one's order.
function isTold({ events }: PaymentEvidence, { orderId }: TruePayment): boolean {
  return events.some(({ type, detail }) => type === 'payment.stray' && detail['pgOrderId'] === orderId)
}

/** Payments of which another sum went back than the ledger says, or than anybody asked for. */
export function wrongRefunds({ kept, payments, office }: PaymentEvidence): string[] {
  const orders = new Map(office.orders.map((order) => [order.orderId, order]))
  return kept.flatMap((one) => {
    const back = payments.find(
      (payment) => moved(payment) && payment.provider === one.provider && payment.orderId === one.pgOrderId,
    )
    const gone = back?.cancelled ?? 0
    const sum = (state: string): number =>
      one.cancellations.reduce((total, { amount, state: is }) => (is === state ? total + amount : total), 0)
    const settled = gone === sum('cancelled') || gone === sum('cancelled') + sum('uncertain')
    const asked = askedBack(orders.get(one.orderId), one.amount)
    if (settled && gone <= asked) return []
    return [`${gone} KRW of ${one.id} went back; the ledger says ${sum('cancelled')}, asked were ${asked}`]
  })
}

function askedBack(order: OrderFile | undefined, amount: number): number {
  if (!order) return 0
  const parts = [...order.cancels.values()].map((part) => part ?? amount)
  return Math.min(
    amount,
    parts.reduce((sum, part) => sum + part, 0),
  )
}

/** Cards that were charged after they had been revoked. */
export function chargedRevoked({ events, kept, calls, office }: PaymentEvidence): string[] {
  const revoked = new Set<string>()
  const inLedger = events.flatMap(({ type, detail }) => {
    const id = detail['paymentMethodId'] ?? ''
    if (type === 'method.revoking') revoked.add(id)
    return type === 'payment.charging' && revoked.has(id)
      ? [`${id} for ${detail['orderId']}, by the events`]
      : []
  })
  const known = new Map<string, number>()
  for (const { id, at } of office.revoked) known.set(id, Math.min(known.get(id) ?? Infinity, at))
  const called = new Set(
    calls.flatMap(({ operation, order }) => (operation === 'charge' && order ? [order] : [])),
  )
  const asked = office.orders
    .filter(({ paymentMethodId, askedAt }) => askedAt > (known.get(paymentMethodId) ?? Infinity))
    .filter(({ orderId }) => {
      const payment = kept.find((one) => one.orderId === orderId)
      return (
        payment !== undefined && [payment, ...payment.earlier].some(({ pgOrderId }) => called.has(pgOrderId))
      )
    })
    .map(({ orderId, paymentMethodId }) => `${paymentMethodId} for ${orderId}, by the PG's calls`)
  return [...inLedger, ...asked]
}

/** Keys of revoked cards that can still be charged although their PG deletes keys. */
export function keysLeft({ methods, keys }: Pick<PaymentEvidence, 'methods' | 'keys'>): string[] {
  return methods
    .filter(({ state }) => state === 'revoked')
    .filter((method) => {
      // PortOne V1 knows a handle, and which of its keys was the last one.
      const own = keys.filter(
        (key) => method.key === (key.provider === 'portone-v1' ? key.customerRef : key.billingKey),
      )
      const unknown = method.atPg === 'uncertain' && own.some(({ provider }) => provider === DELETES_ONCE)
      return !unknown && own.length > 0 && own.every(({ revoked }) => !revoked)
    })
    .map(({ id, registrationId }) => `${id} of ${registrationId}`)
}

/** What is still under way, or uncertain without anybody having been called, or uncertain although the PG would tell. */
export function unfinished({
  kept,
  methods,
  events,
  payments: real,
  registrations,
}: PaymentEvidence): string[] {
  const windows = new Set(registrations.map(({ provider, providerRef }) => under(provider, providerRef)))
  const known = new Set(
    real
      .filter((payment) => moved(payment) || !HIDES_REFUSED.has(payment.provider))
      .map(({ provider, orderId }) => under(provider, orderId)),
  )
  const told = new Set(events.map(({ type, detail }) => `${type} ${detail['paymentId']}`))
  const payments = kept.flatMap(({ id, state, provider, pgOrderId, reason, cancellations }) => {
    const open = cancellations.find((one) => one.state === 'cancelling' || one.state === 'uncertain')
    const settled = state === 'paid' || state === 'declined' || state === 'cancelled'
    if (settled && !open) return []
    const what = `${id} (${provider}) is ${state}${open ? `, its cancellation ${open.id} ${open.state}` : ''}`
    const event = open ? 'payment.cancel_uncertain' : 'payment.uncertain'
    const left = (open?.state ?? state) === 'uncertain' && told.has(`${event} ${id}`)
    const name = under(provider, pgOrderId)
    // That the PG knows nothing of a window's order proves nothing: a stolen return may have charged another one.
    const tells = TELLS.has(provider) && (known.has(name) || !windows.has(name))
    const canAsk = tells && reason !== 'return_mismatch'
    return left && !canAsk ? [] : [what]
  })
  const revoking = methods.filter(({ state }) => state === 'revoking')
  return [...payments, ...revoking.map(({ id }) => `${id} is being revoked`)]
}

/** What the merchant was told for certain and is not so. */
export function mistold(evidence: PaymentEvidence): string[] {
  return [
    ...evidence.office.orders.flatMap((order) => mistoldOrder(evidence, order)),
    ...mistoldCards(evidence),
  ]
}

function mistoldOrder({ payments, kept }: PaymentEvidence, order: OrderFile): string[] {
  const of = (pgOrderId: string): TruePayment | undefined =>
    payments.find((payment) => moved(payment) && payment.orderId === pgOrderId)
  const found = order.told.flatMap(({ state, pgOrderId, amount, cancellations }) => {
    const payment = of(pgOrderId)
    const back = cancellations.reduce((sum, one) => (one.state === 'cancelled' ? sum + one.amount : sum), 0)
    if (amount !== order.amount) return ['it is of another amount']
    if (state === 'paid' && !payment) return ['it is paid']
    if (state === 'declined' && payment) return ['it was declined']
    if (state === 'cancelled' && payment?.state !== 'cancelled') return ['it is cancelled']
    return back > (payment?.cancelled ?? 0) ? [`${back} KRW went back`] : []
  })
  // Asked for at once, either may be first; never both.
  const other = order.otherAmount.length > 0 && order.told.length > 0 ? ['two amounts were taken'] : []
  // An error says that nothing was sent.
  const nothing = order.told.length + order.otherAmount.length + order.unanswered === 0
  const sent = nothing && kept.some(({ orderId }) => orderId === order.orderId) ? ['nothing was sent'] : []
  return [...new Set([...found, ...other, ...sent])].map((what) => `${order.orderId}: ${what}`)
}

function mistoldCards({ office, methods, keys }: PaymentEvidence): string[] {
  const gone = new Set(keysLeft({ methods, keys }).map((text) => text.split(' ')[0]))
  return office.revoked
    .filter(({ id, atPg }) => atPg === 'gone' && gone.has(id))
    .map(({ id }) => `${id} is gone`)
}

/** Outcomes that the merchant's books never took. */
export function untoldPayments({ kept, toldEvents }: PaymentEvidence): string[] {
  return kept
    .filter(({ state }) => ['paid', 'declined', 'cancelled', 'uncertain'].includes(state))
    .filter(({ id, state }) => !toldEvents.has(`payment.${state} ${id}`))
    .map(({ id, state }) => `${id}, which is ${state}`)
}
