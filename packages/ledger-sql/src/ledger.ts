// The Ledger on a store: each method seals what it writes, runs one transaction, and opens what it has read.
import type { SealedLedger, Sealer } from '@billing-register/server'
import { backlog } from './backlog.ts'
import { charges } from './charges.ts'
import { addClaim, claimsOf, doorsOf } from './claims.ts'
import { consentsFrom } from './consents.ts'
import { attemptsOf, consumerOf, landAnswer } from './attempts.ts'
import { settleDelivery, takeDeliveries } from './deliveries.ts'
import { briefSecrets } from './brief-secrets.ts'
import { digestKey } from './digest-key.ts'
import { erase } from './erase.ts'
import { eventsOf, record } from './events.ts'
import { methodsOf } from './methods.ts'
import { create, find, findByProviderRef, list, pending, takeUnsettled } from './registrations.ts'
import { replace } from './step.ts'
import { reseal } from './reseal.ts'
import type { Store } from './store.ts'
import { tallied, tally, tallyBelow } from './tallies.ts'

/** What every query works with. */
export interface Context {
  readonly store: Store
  readonly sealer: Sealer
  /** Whose rows: no query reaches beyond it. */
  readonly tenant: string
}

/** The ledger of one tenant. */
export function makeLedger(store: Store, sealer: Sealer, tenant: string): SealedLedger {
  const context: Context = { store, sealer, tenant }
  return {
    durability: 'durable',
    digestKey: () => digestKey(context),
    create: (registration, events) => create(context, registration, events),
    find: (id) => find(context, id),
    findByProviderRef: (provider, ref) => findByProviderRef(context, provider, ref),
    list: (query) => list(context, query),
    pending: (customerId) => pending(context, customerId),
    replace: (expected, next, effects) => replace(context, expected, next, effects),
    addClaim: (claim) => addClaim(context, claim),
    claims: (registrationId) => claimsOf(context, registrationId),
    doorsOf: (claimDigest) => doorsOf(context, claimDigest),
    consumerOf: (claimDigest) => consumerOf(context, claimDigest),
    attempts: (registrationId) => attemptsOf(context, registrationId),
    landAnswer: (attemptId, exchanges, at) => landAnswer(context, attemptId, exchanges, at),
    paymentMethods: (customerId) => methodsOf(context, customerId),
    tally: (customerId, at) => tally(context, customerId, at),
    tallyBelow: (customerId, at, since, limit) => tallyBelow(context, customerId, at, since, limit),
    tallied: (customerId, since) => tallied(context, customerId, since),
    record: (events) => record(context, events),
    events: (registrationId) => eventsOf(context, registrationId),
    takeDeliveries: (now, leaseUntil, limit, registrationId) =>
      takeDeliveries(context, now, leaseUntil, limit, registrationId),
    settleDelivery: (eventId, retryAt) => settleDelivery(context, eventId, retryAt),
    backlog: (now, customerId) => backlog(context, now, customerId),
    erase: (expected, next, effects) => erase(context, expected, next, effects),
    takeUnsettled: (now, leaseUntil, limit) => takeUnsettled(context, now, leaseUntil, limit),
    consents: (limit, after) => consentsFrom(context, limit, after),
    charges: charges(context),
    briefSecrets: briefSecrets(context),
    reseal: (limit, from) => reseal(context, limit, from),
  }
}
