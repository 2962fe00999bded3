// What every provider's operations must keep, as cases that need no test framework: run each against a fresh bench.
import type { CancelOutcome, ChargeOutcome, RevokeOutcome } from '../payments/operations.ts'
import { LOST_CASES } from './operations-contract-lost.ts'
import {
  cancelOf,
  chargeOf,
  perform,
  registered,
  subjectOf,
  type OperationsCase,
  type OperationsBench,
  type Registered,
} from './operations-bench.ts'
import { must, mustBeRedacted, ORDER } from './provider-bench.ts'

/** Whether money was moved as asked. */
const isPaid = (outcome: ChargeOutcome): boolean => outcome.kind === 'paid' && outcome.mismatches.length === 0

interface Paid {
  readonly it: Registered
  readonly charge: ReturnType<typeof chargeOf>
  readonly transactionId: string | undefined
}

/** A key that was charged once. */
async function paid(bench: OperationsBench): Promise<Paid> {
  const it = await registered(bench)
  const charge = chargeOf(it.asked)
  const { outcome } = await perform(bench, it, subjectOf('charge', it.operations.charge, charge))
  must(isPaid(outcome), `charging came to ${JSON.stringify(outcome)}`)
  return { it, charge, transactionId: outcome.kind === 'paid' ? outcome.transactionId : undefined }
}

const charging: readonly OperationsCase[] = [
  {
    name: 'a charge is paid once and exactly, and what a cancel must name is told',
    run: async (bench) => {
      const { transactionId } = await paid(bench)
      must(transactionId !== undefined, 'tells no transaction id')
      const { paid: amounts } = bench.money()
      must(amounts.length === 1 && amounts[0] === ORDER.amount, `paid ${amounts.join(' + ')}`)
    },
  },
  {
    name: 'a charge that is asked for again moves nothing more, and comes to the same',
    run: async (bench) => {
      const it = await registered(bench)
      const subject = subjectOf('charge', it.operations.charge, chargeOf(it.asked))
      for (let time = 0; time < 3; time += 1) {
        const { outcome } = await perform(bench, it, subject, { forget: time === 1 })
        must(isPaid(outcome), `time ${time + 1} came to ${outcome.kind}`)
      }
      must(bench.money().paid.length === 1, `paid ${bench.money().paid.length} times`)
    },
  },
  {
    name: 'a declined charge is a refusal with a code, again and again, and nothing is paid',
    run: async (bench) => {
      const it = await registered(bench, 'approve-poor')
      const subject = subjectOf('charge', it.operations.charge, chargeOf(it.asked))
      for (let time = 0; time < 2; time += 1) {
        const { outcome } = await perform(bench, it, subject)
        must(outcome.kind === 'declined', `time ${time + 1} came to ${outcome.kind}`)
      }
      must(bench.money().paid.length === 0, 'paid all the same')
    },
  },
  {
    name: 'whatever it returns prints without credential and without key',
    run: async (bench) => {
      const it = await registered(bench)
      const key = it.asked.key.reveal()
      const charge = subjectOf('charge', it.operations.charge, chargeOf(it.asked))
      const one = await perform(bench, it, charge)
      mustBeRedacted(bench, one.printed, key)
      const two = await perform(bench, it, subjectOf('revoke', it.operations.revoke, it.asked))
      mustBeRedacted(bench, two.printed, key)
    },
  },
  {
    name: 'an ordinary charge is not refused in advance; one below the least amount, or without a name, is, in words',
    run: async (bench) => {
      const { operations, asked } = await registered(bench)
      const charge = chargeOf(asked)
      must(operations.refuse?.(charge) === undefined, 'refuses an ordinary charge')
      for (const change of [{ amount: 1 }, { orderName: '' }, { orderName: 'x'.repeat(1000) }]) {
        const refused = operations.refuse?.({ ...charge, ...change })
        must(refused !== undefined && refused.length > 10, `takes ${JSON.stringify(change).slice(0, 30)}`)
      }
    },
  },
]

const isCancelled = (outcome: CancelOutcome): boolean =>
  outcome.kind === 'cancelled' && outcome.mismatches.length === 0

const cancelling: readonly OperationsCase[] = [
  {
    name: 'a payment is cancelled whole, once, however often it is asked',
    run: async (bench) => {
      const { it, charge, transactionId } = await paid(bench)
      const subject = subjectOf('cancel', it.operations.cancel, cancelOf(charge, transactionId))
      for (let time = 0; time < 3; time += 1) {
        const { outcome } = await perform(bench, it, subject, { forget: time === 1 })
        must(isCancelled(outcome), `time ${time + 1} came to ${JSON.stringify(outcome)}`)
      }
      must(bench.money().cancelled.length === 1, 'is not cancelled at the PG')
    },
  },
  {
    name: 'a part is cancelled once, and then exactly the rest is left',
    run: async (bench) => {
      const { it, charge, transactionId } = await paid(bench)
      const part = subjectOf('cancel', it.operations.cancel, cancelOf(charge, transactionId, 3000))
      for (let time = 0; time < 2; time += 1) {
        const { outcome } = await perform(bench, it, part, { forget: time === 0 })
        must(isCancelled(outcome), `the part, time ${time + 1}, came to ${JSON.stringify(outcome)}`)
      }
      must(bench.money().cancelled.length === 0, 'cancelled all of it')
      const left = charge.amount - 3000
      const rest = subjectOf('cancel', it.operations.cancel, cancelOf(charge, transactionId, left, left))
      const { outcome } = await perform(bench, it, rest)
      must(isCancelled(outcome), `the rest came to ${JSON.stringify(outcome)}`)
      must(bench.money().cancelled.length === 1, 'is not cancelled at the PG')
    },
  },
  {
    name: 'a cancel that thinks more is left than there is cancels nothing, and claims nothing',
    run: async (bench) => {
      const { it, charge, transactionId } = await paid(bench)
      const part = cancelOf(charge, transactionId, 3000)
      await perform(bench, it, subjectOf('cancel', it.operations.cancel, part))
      const late = subjectOf('cancel', it.operations.cancel, cancelOf(charge, transactionId))
      const { outcome } = await perform(bench, it, late)
      must(!isCancelled(outcome), 'claims that all was cancelled')
      must(bench.money().cancelled.length === 0, 'cancelled more than was asked')
    },
  },
  {
    name: 'a look tells how much of a charge has gone back, whoever asked for that, and charges nothing',
    run: async (bench) => {
      const { it, charge, transactionId } = await paid(bench)
      const part = subjectOf('cancel', it.operations.cancel, cancelOf(charge, transactionId, 3000))
      for (const gone of [0, 3000]) {
        const { outcome } = await perform(bench, it, subjectOf('charge', it.operations.look, charge))
        const told = outcome.kind === 'paid' && outcome.mismatches.length === 0 && outcome.cancelled === gone
        must(told, `after ${gone} KRW went back it came to ${JSON.stringify(outcome)}`)
        await perform(bench, it, part)
      }
      must(bench.money().paid.length === 1, 'charged again')
    },
  },
  {
    name: 'a charge that was cancelled at the PG is found as cancelled',
    run: async (bench) => {
      const { it, charge, transactionId } = await paid(bench)
      const all = subjectOf('cancel', it.operations.cancel, cancelOf(charge, transactionId))
      await perform(bench, it, all)
      const again = subjectOf('charge', it.operations.charge, charge)
      // The ledger knows that it was sent, and nothing more.
      const { credentialFingerprint } = it.provider.account
      again.tries.push({ sentAt: Date.now() - 13 * 3_600_000, credentialFingerprint, exchanges: [] })
      const { outcome } = await perform(bench, it, again)
      must(outcome.kind === 'cancelled', `came to ${JSON.stringify(outcome)}`)
    },
  },
]

const isGone = ({ kind }: RevokeOutcome): boolean => kind === 'revoked'

const revoking: readonly OperationsCase[] = [
  {
    name: 'a revoked key charges nothing any more',
    run: async (bench) => {
      const it = await registered(bench)
      const revoke = subjectOf('revoke', it.operations.revoke, it.asked)
      const { outcome } = await perform(bench, it, revoke)
      must(isGone(outcome), `came to ${JSON.stringify(outcome)}`)
      must(bench.money().keys === 0, 'left the key at the PG')
      const charge = subjectOf('charge', it.operations.charge, chargeOf(it.asked))
      const charged = (await perform(bench, it, charge)).outcome
      must(charged.kind === 'declined', `charging it came to ${JSON.stringify(charged)}`)
      must(bench.money().paid.length === 0, 'paid all the same')
    },
  },
  {
    name: 'revoking twice says that it is gone, or that nobody knows, and never that it is kept',
    run: async (bench) => {
      const it = await registered(bench)
      const revoke = subjectOf('revoke', it.operations.revoke, it.asked)
      await perform(bench, it, revoke, { forget: true })
      const { outcome } = await perform(bench, it, revoke)
      must(isGone(outcome) || outcome.kind === 'uncertain', `came to ${outcome.kind}`)
    },
  },
]

/** The contract of every provider that can charge, cancel and revoke. */
export const OPERATIONS_CONTRACT: readonly OperationsCase[] = [
  ...charging,
  ...cancelling,
  ...revoking,
  ...LOST_CASES,
]
