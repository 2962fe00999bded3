// Follows a webhook: asks the PG about the one row that it is about, and lets the usual ways settle it.
import { settleCharge } from '../payments/settle.ts'
import { chargeAsked, chargeWork } from '../payments/charge-work.ts'
import type { KeyOutcome } from '../payments/operations.ts'
import type { Payment } from '../payments/payment.ts'
import { isOwnAccount, operationsOf } from '../payments/providers.ts'
import { recoverPayment } from '../payments/recover.ts'
import { methodEvent } from '../payments/revoke.ts'
import { unsettledCancellation } from '../payments/due.ts'
import { perform } from '../payments/work.ts'
import type { ServerProvider } from '../providers/provider.ts'
import { recover } from '../recovery/recover.ts'
import type { Core } from '../registration/core.ts'
import { nameOf } from '../registration/offer.ts'
import type { PaymentMethod } from '../registration/record.ts'
import type { Secret } from '../secret.ts'
import type { Ours } from './ours.ts'

/** What one webhook's work may use. */
export interface Taking {
  readonly core: Core
  readonly provider: ServerProvider
  readonly requestId: string
}

/** Does what follows. Never rejects: the PG has its answer already, and what fails here is due to be looked at anyway. */
export async function takeHint(taking: Taking, ours: Ours): Promise<void> {
  const { core, requestId, provider } = taking
  try {
    await follow(taking, ours)
  } catch (error) {
    core.log({
      level: 'error',
      event: 'webhook_failed',
      requestId,
      provider: provider.name,
      error: nameOf(error),
    })
  }
}

async function follow(taking: Taking, ours: Ours): Promise<void> {
  switch (ours.kind) {
    case 'registration':
      await recover(taking.core, ours.registration, taking.requestId)
      return
    case 'payment':
      return followPayment(taking, ours.payment)
    case 'deleted':
      return followDeleted(taking, ours.method)
    case 'new-key':
      return followKey(taking, ours.key)
  }
}

/** A key that a window made: the PG says for which registration, and that one is looked at as if its owner had come. */
async function followKey(taking: Taking, key: Secret): Promise<void> {
  const { core, provider, requestId } = taking
  const known = await askKey(taking, key)
  if (known.kind !== 'alive' || known.ref === undefined) return
  const registration = await core.ledger.findByProviderRef(provider.name, known.ref)
  if (registration !== undefined && registration.state !== 'held')
    await recover(core, registration, requestId)
}

async function askKey({ core, provider }: Taking, key: Secret): Promise<KeyOutcome> {
  const { key: look } = await operationsOf(provider)
  if (look === undefined) return { kind: 'unknown' }
  const idempotencyKey = core.mint('opn_')
  const exchanges = await look.call(
    { key },
    { fetch: core.fetch, now: core.now, idempotencyKey, earlier: [] },
  )
  return look.judge({ key }, exchanges)
}

/**
 * A key of ours that the PG is said to have deleted. Where the PG can be asked it is; where it cannot, the key is put out
 * of use: whoever knows it has it, and the next charge would say so at the customer's cost.
 */
async function followDeleted(taking: Taking, method: PaymentMethod): Promise<void> {
  const { core, provider, requestId } = taking
  const { key: look } = await operationsOf(provider)
  if (look !== undefined && (await askKey(taking, method.key)).kind !== 'gone') return
  const context = { at: core.now(), by: 'pg', requestId, mint: core.mint } as const
  let current: PaymentMethod | undefined = method
  while (current?.state === 'active') {
    const reason = { code: 'method_gone', requestId } as const
    const next: PaymentMethod = { ...current, state: 'suspended', reason, version: current.version + 1 }
    const events = [methodEvent(next, 'method.suspended', context)]
    if ((await core.ledger.charges.replaceMethod(current, next, { events })) === 'ok') return
    current = await core.ledger.charges.method(method.id)
  }
}

const isLeased = ({ leaseUntil }: Payment, now: number): boolean =>
  leaseUntil !== undefined && leaseUntil > now

async function followPayment(taking: Taking, payment: Payment): Promise<void> {
  const { core, requestId } = taking
  // Whoever is at it will hear it from the PG itself.
  if (isLeased(payment, core.now())) return
  switch (payment.state) {
    case 'charging':
    case 'uncertain':
      await recoverPayment(core, payment, requestId)
      return
    case 'paid':
      // A cancellation of ours that is not settled is asked for by itself.
      if (unsettledCancellation(payment) === undefined) return lookAgain(taking, payment)
      await recoverPayment(core, payment, requestId)
      return
    case 'declined':
    case 'scheduling':
    case 'scheduled':
      return lookAgain(taking, payment)
    case 'due':
    case 'cancelled':
      return
  }
}

/** Asks what has become of a payment since: one that was paid may have been cancelled at the PG's own console. */
async function lookAgain({ core, provider, requestId }: Taking, payment: Payment): Promise<void> {
  const operations = await operationsOf(provider)
  const method = await core.ledger.charges.method(payment.paymentMethodId)
  if (!method || !operations.look || !isOwnAccount(provider, payment)) return
  const asked = await chargeAsked(core, payment, method)
  const work = chargeWork(core, provider, operations, asked, payment, requestId)
  const { charges } = core.ledger
  await perform(core, {
    ...work,
    kind: 'look',
    does: operations.look,
    async begin(operation) {
      const next = { ...payment, version: payment.version + 1 }
      const written = await charges.replacePayment(payment, next, { events: [], operation })
      return written === 'ok' ? next : undefined
    },
    settle: (row, outcome) =>
      // Only money that has moved is news: a look that proves nothing takes nothing back.
      outcome.kind === 'paid' || outcome.kind === 'cancelled'
        ? settleCharge(row, outcome, { at: core.now(), by: 'pg', requestId, mint: core.mint })
        : undefined,
  })
}
