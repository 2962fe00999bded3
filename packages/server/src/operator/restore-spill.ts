// Puts an answer back that the ledger could not take when it came, and finishes what it belongs to.
import { BillingError } from '@billing-register/contract'
import type { Exchange } from '../http/exchange.ts'
import type { Settled } from '../payments/restore.ts'
import { settleLanded } from '../registration/merge.ts'
import type { Core } from '../registration/core.ts'
import { providerOf } from '../registration/provider-of.ts'
import type { Registration } from '../registration/record.ts'
import { makeSealer } from '../sealing/sealer.ts'
import { openSpill, parseSpill, type Spill } from '../sealing/spill.ts'

/** What an answer belongs to that was put back. */
export type Restored = { readonly registration: Registration } | Settled

/** Lands the answer of a spill, however often it is told, and answers what it belongs to, as it is then. */
export async function restoreSpill(core: Core, given: Spill | string): Promise<Restored> {
  const spill = typeof given === 'string' ? parseSpill(given) : given
  // Without keys this says which option is missing.
  const exchanges = await openSpill(makeSealer(core.sealingKeys), spill)
  const operation = await core.ledger.charges.operation(spill.attemptId)
  if (!operation) return { registration: await restoreAttempt(core, spill, exchanges) }
  // What came later than the spill, in the same process, is the same answer.
  if (!operation.exchanges) await core.ledger.charges.landOperation(operation.id, exchanges, spill.at)
  const { settleOperation } = await import('../payments/restore.ts')
  return settleOperation(core, operation, core.mint('spill_'))
}

async function restoreAttempt(
  core: Core,
  spill: Spill,
  exchanges: readonly Exchange[],
): Promise<Registration> {
  const registration = await core.ledger.find(spill.registrationId)
  const attempts = await core.ledger.attempts(spill.registrationId)
  const index = attempts.findIndex(({ id }) => id === spill.attemptId)
  const attempt = attempts[index]
  if (!registration || !attempt) {
    throw new BillingError(
      'not_found',
      'spill: its registration is not in this ledger; is it the right database?',
    )
  }
  if (registration.erased) {
    throw new BillingError('registration_conflict', 'spill: its customer was erased; delete the line')
  }
  // What came later than the spill, in the same process, is the same answer.
  if (!attempt.exchanges) await core.ledger.landAnswer(attempt.id, exchanges, spill.at)
  const answered = { ...attempt, exchanges: attempt.exchanges ?? exchanges, answeredAt: spill.at }
  const provider = await providerOf(core, registration)
  return settleLanded(core, provider, registration, [...attempts.slice(0, index), answered], {
    requestId: core.mint('spill_'),
    by: 'operator',
  })
}
