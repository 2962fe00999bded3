// Guards of charges, cancellations and revocations that a run can be told to break.
import type { Sabotage } from './sabotage.ts'

const PAYMENTS = 'packages/server/src/payments'

/** All of them. */
export const PAYMENT_SABOTAGES: readonly Sabotage[] = [
  {
    name: 'charged-anew',
    what: 'takes an uncertain charge for one that may be tried again under another order',
    edits: [
      {
        file: `${PAYMENTS}/decide.ts`,
        find: "if (payment.state === 'due') return { do: 'charge' }",
        put: "if (payment.state !== 'paid' && payment.state !== 'charging') return { do: 'charge' }",
      },
      {
        file: `${PAYMENTS}/transition.ts`,
        find: "  uncertain: {\n    ...FOUND,\n    look: 'uncertain',",
        put: "  uncertain: {\n    ...FOUND,\n    begin: 'charging',\n    look: 'uncertain',",
      },
    ],
    raises: ['doubleCharge', 'lostMoney'],
  },
  {
    name: 'first-call-forgotten',
    what: 'sends a charge whose answer was lost once more, under another Idempotency-Key',
    edits: [
      {
        file: `${PAYMENTS}/work.ts`,
        find: 'idempotencyKey: (earlier[0] ?? operation).id,\n      earlier: earlier.map(asTry),',
        put: 'idempotencyKey: operation.id,\n      earlier: earlier.slice(0, 0).map(asTry),',
      },
    ],
    raises: ['double', 'lostMoney'],
  },
  {
    name: 'lost-is-declined',
    what: 'calls a charge declined whose answer was lost',
    edits: [
      {
        file: `${PAYMENTS}/settle.ts`,
        find: 'outcome.absent === true && isFinalLook(looked(payment, at), at)',
        put: 'payment.state !== undefined',
      },
    ],
    raises: ['lostMoney', 'mistold'],
  },
  {
    name: 'any-amount',
    what: 'takes the same order with another amount',
    edits: [
      {
        file: `${PAYMENTS}/decide.ts`,
        find: 'if (payment.amount !== amount) conflict(',
        put: 'if (payment.amount < 0 && amount < 0) conflict(',
      },
    ],
    raises: ['mistold'],
  },
  {
    name: 'revoked-is-charged',
    what: 'charges a card that was revoked',
    edits: [
      {
        file: `${PAYMENTS}/begin-charge.ts`,
        find: "if (state === 'active') return\n",
        put: "if (state === 'active' || state.startsWith('revok')) return\n",
      },
      {
        file: 'packages/ledger-sql/src/payment-step.ts',
        find: "operation?.kind === 'charge' || operation?.kind === 'schedule'",
        put: "operation?.kind === 'schedule'",
      },
    ],
    raises: ['chargedRevoked'],
  },
  {
    name: 'key-kept',
    what: 'calls a card revoked without telling the PG',
    edits: [
      {
        file: `${PAYMENTS}/revoke.ts`,
        find: 'if (!provider?.can.revoke || !does) return end(',
        put: "if (!provider?.can.revoke || !does || method.state === 'revoking') return end(",
      },
    ],
    raises: ['keyLeft'],
  },
  {
    name: 'cancel-is-lost',
    what: 'calls a cancellation declined whose answer was lost',
    edits: [
      {
        file: `${PAYMENTS}/settle.ts`,
        find: 'const final = outcome.absent === true && isFinalLook(waiting, at)',
        put: 'const final = outcome.absent === true || !isFinalLook(waiting, 0)',
      },
    ],
    raises: ['wrongRefund'],
  },
  {
    name: 'stays-charging',
    what: 'leaves a charge alone whose lease is over',
    edits: [
      {
        file: `${PAYMENTS}/due.ts`,
        find: 'if (leaseUntil !== undefined) return leaseUntil\n',
        put: 'if (leaseUntil !== undefined) return undefined\n',
      },
    ],
    raises: ['unfinished'],
  },
]
