// Follows a webhook: asks the PG about the one row that it is about, and lets the usual ways settle it.
import { askAbout } from '../payments/ask-about.ts'
import { tellRegistration } from '../payments/charge-first.ts'
import { askKey, followDeleted } from '../payments/deleted-key.ts'
import type { Payment } from '../payments/payment.ts'
import { recoverPayment } from '../payments/recover.ts'
import { unsettledCancellation } from '../payments/due.ts'
import type { ServerProvider } from '../providers/provider.ts'
import { recover } from '../recovery/recover.ts'
import type { Core } from '../registration/core.ts'
import { nameOf } from '../registration/offer.ts'
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
      await followDeleted(taking.core, taking.provider, ours.method, taking.requestId)
      return
    case 'new-key':
      return followKey(taking, ours.key)
  }
}

/** A key that a window made: the PG says for which registration, and that one is looked at as if its owner had come. */
async function followKey(taking: Taking, key: Secret): Promise<void> {
  const { core, provider, requestId } = taking
  const known = await askKey(core, provider, key)
  if (known.kind !== 'alive' || known.ref === undefined) return
  const registration = await core.ledger.findByProviderRef(provider.name, known.ref)
  if (registration !== undefined && registration.state !== 'held')
    await recover(core, registration, requestId)
}

const isLeased = ({ leaseUntil }: Payment, now: number): boolean =>
  leaseUntil !== undefined && leaseUntil > now

async function followPayment({ core, requestId }: Taking, payment: Payment): Promise<void> {
  // Whoever is at it will hear it from the PG itself.
  if (isLeased(payment, core.now())) return
  switch (payment.state) {
    case 'charging':
    case 'uncertain':
      await recoverPayment(core, payment, requestId)
      return
    case 'paid':
      // A cancellation of ours that is not settled is asked for by itself; else one may have been made at the PG's console.
      await (unsettledCancellation(payment)
        ? recoverPayment(core, payment, requestId)
        : askAgain(core, payment, requestId))
      return
    case 'declined':
    case 'scheduling':
    case 'scheduled':
      await askAgain(core, payment, requestId)
      return
    case 'due':
    case 'cancelled':
      return
  }
}

async function askAgain(core: Core, payment: Payment, requestId: string): Promise<void> {
  await tellRegistration(core, await askAbout(core, payment, requestId, true), requestId)
}
