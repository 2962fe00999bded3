// Guards of the product that a run can be told to break, one at a time: chaos that cannot fail proves nothing.
import { CARD_SABOTAGES } from './sabotage-cards.ts'
import { PAYMENT_SABOTAGES } from './sabotage-payments.ts'
import { WEBHOOK_SABOTAGES } from './sabotage-webhooks.ts'
import type { Count } from './verdict.ts'

/** One change of one file: `find` must stand in it exactly once. */
export interface Edit {
  /** Path of the file in the project. */
  readonly file: string
  readonly find: string
  readonly put: string
}

/** A broken guard, and the counts of which at least one must rise. */
export interface Sabotage {
  readonly name: string
  /** What the server does wrong now. */
  readonly what: string
  readonly edits: readonly Edit[]
  readonly raises: readonly Count[]
}

const REGISTRATION = 'packages/server/src/registration'
const LEDGER = 'packages/ledger-sql/src'

/** All of them. */
export const SABOTAGES: readonly Sabotage[] = [
  {
    name: 'no-attempt',
    what: 'calls the PG without having written the intent',
    edits: [
      {
        file: `${REGISTRATION}/attempt.ts`,
        find: '{ attempt, ...begun.effects }',
        put: 'begun.effects',
      },
    ],
    raises: ['double'],
  },
  {
    name: 'late-seal',
    what: 'checks the answer for two seconds before it is written',
    edits: [
      {
        file: `${REGISTRATION}/attempt.ts`,
        find: 'await land(core, attempt, attempt.exchanges, settling)',
        put:
          'await new Promise((resolve) => setTimeout(resolve, 2000))\n' +
          '  await land(core, attempt, attempt.exchanges, settling)',
      },
    ],
    raises: ['lost'],
  },
  {
    name: 'answer-thrown-away',
    what: 'throws when an answer does not match, before it is written',
    edits: [
      {
        file: `${REGISTRATION}/attempt.ts`,
        find: 'await land(core, attempt, attempt.exchanges, settling)',
        put:
          'const early = judge(input, attempt.exchanges)\n' +
          "  if (early.kind === 'issued' && early.mismatches.length > 0) throw new Error('mismatch')\n" +
          '  await land(core, attempt, attempt.exchanges, settling)',
      },
      {
        file: `${REGISTRATION}/attempt.ts`,
        find: "import { land } from './land.ts'",
        put: "import { judge } from './judge.ts'\nimport { land } from './land.ts'",
      },
    ],
    raises: ['lost', 'broken'],
  },
  {
    name: 'short-lease',
    what: 'leases an attempt for a shorter time than its call may take',
    edits: [
      {
        file: `${REGISTRATION}/lease.ts`,
        find: 'const MIN_MS = 75_000',
        put: 'const MIN_MS = 5_000',
      },
      {
        file: `${REGISTRATION}/lease.ts`,
        find: 'const MARGIN_MS = 15_000',
        put: 'const MARGIN_MS = 0',
      },
    ],
    raises: ['early'],
  },
  {
    name: 'no-compare-and-set',
    what: 'writes a registration whatever its version is',
    edits: [
      {
        file: `${LEDGER}/step.ts`,
        find: ".where('version', '=', p.expected)",
        put: '',
      },
    ],
    raises: ['double'],
  },
  {
    name: 'claim-not-consumed',
    what: 'issues from a claim that another registration has used',
    edits: [
      {
        file: `${LEDGER}/attempts.ts`,
        find: "if (consumed?.registration_id !== registrationId) throw new Undo('the claim is taken')",
        put: 'void consumed',
      },
    ],
    raises: ['double'],
  },
  {
    name: 'tried-again',
    what: 'forgets which claims it has called the PG for',
    edits: [
      {
        file: `${REGISTRATION}/claims.ts`,
        find: '!tried.has(claim.digest) && ',
        put: 'tried.size >= 0 && ',
      },
    ],
    raises: ['double'],
  },
  {
    name: 'issued-again',
    what: 'goes on with the next claim although a key was issued',
    edits: [
      {
        file: `${REGISTRATION}/complete.ts`,
        find: "if (registration.state === 'issued' || registration.state === 'suspended') return registration",
        put: "if (registration.state === 'suspended') return registration",
      },
      { file: `${REGISTRATION}/transition.ts`, find: '  issued: {', put: '  issued: { ...ENDED,' },
    ],
    raises: ['double', 'doubleCharge'],
  },
  {
    name: 'any-login',
    what: 'uses a return that came under another login',
    edits: [
      {
        file: `${REGISTRATION}/claims.ts`,
        find: '!claim.binding.quarantined && (claim.binding.owner || rank(claim) === 1)',
        put: 'claim.digest !== undefined',
      },
      {
        file: `${REGISTRATION}/quarantine.ts`,
        find: 'return held ? { ...outcome',
        put: 'return held && !claims ? { ...outcome',
      },
      {
        file: `${REGISTRATION}/quarantine.ts`,
        find: "if (current?.state !== 'issued' || ",
        put: 'if (current?.id === id || ',
      },
    ],
    raises: ['misbound'],
  },
  {
    name: 'key-logged',
    what: 'logs what the PG answered',
    edits: [
      {
        file: `${REGISTRATION}/attempt.ts`,
        find: 'const answered = { exchanges, ...attempt }\n  const merged',
        put:
          'const answered = { exchanges, ...attempt }\n' +
          "  core.log({ level: 'info', event: 'answered', body: exchanges.at(-1)?.body?.reveal() })\n" +
          '  const merged',
      },
    ],
    raises: ['leaked'],
  },
  {
    name: 'not-sealed',
    what: 'writes secrets as they are',
    edits: [
      {
        file: 'packages/server/src/sealing/sealer.ts',
        find: 'return `${VERSION}.${id}.${check}.${await cipher.seal(text, bindTo(place, id))}`',
        put: 'return `plain${text}`',
      },
      {
        file: 'packages/server/src/sealing/sealer.ts',
        find: "const [, id = '', check, body = ''] = ENVELOPE.exec(envelope) ?? []",
        put:
          "if (envelope.startsWith('plain')) return envelope.slice(5)\n" +
          "      const [, id = '', check, body = ''] = ENVELOPE.exec(envelope) ?? []",
      },
    ],
    raises: ['leaked'],
  },
  {
    name: 'no-outbox',
    what: 'does not write down that the merchant must be told of a card',
    edits: [
      {
        file: `${LEDGER}/events.ts`,
        find: 'events.filter(({ deliver }) => deliver)',
        put: 'events.filter(() => false)',
      },
    ],
    raises: ['untold'],
  },
  {
    name: 'stays-issuing',
    what: 'leaves a registration alone whose lease is over',
    edits: [
      {
        file: `${REGISTRATION}/take-over.ts`,
        find: 'if (leaseUntil !== undefined && leaseUntil > core.now()) return registration',
        put: 'if (leaseUntil !== undefined) return registration',
      },
    ],
    raises: ['stuck'],
  },
  ...CARD_SABOTAGES,
  ...PAYMENT_SABOTAGES,
  ...WEBHOOK_SABOTAGES,
]

/** The text with the guard broken. Throws when the guard is not where it was. */
export function breakGuard(text: string, { file, find, put }: Edit): string {
  const parts = text.split(find)
  if (parts.length === 2) return parts.join(put)
  throw new Error(`${file}: the guard stands there ${parts.length - 1} times, not once: ${find}`)
}

/** The sabotage of this name. Throws when there is none. */
export function sabotageNamed(name: string): Sabotage {
  const found = SABOTAGES.find((one) => one.name === name)
  if (found) return found
  throw new Error(`--break must be one of ${SABOTAGES.map((one) => one.name).join(', ')}`)
}
