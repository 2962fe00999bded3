// Guards of typed cards, and of keys that a window makes, that a run can be told to break.
import type { Sabotage } from './sabotage.ts'

const CARD_FORM = 'packages/server/src/card-form/index.ts'
const PROVIDERS = 'packages/server/src/providers'

/** All of them. */
export const CARD_SABOTAGES: readonly Sabotage[] = [
  {
    name: 'form-key-kept',
    what: 'keeps the key of a form once its card was taken, and takes the same card again',
    edits: [
      {
        file: CARD_FORM,
        find: 'if (!(await keysOf(core).destroy(registration.id))) return takenOrExpired(registration, now)',
        put: '',
      },
      { file: CARD_FORM, find: "if (registration.state !== 'open') return 'begun'", put: '' },
    ],
    raises: ['double', 'mistold'],
  },
  {
    name: 'card-sent-again',
    what: 'sends a card whose answer was lost once more to a PG that knows no repetition',
    edits: [
      {
        file: `${PROVIDERS}/portone-v1/key-in.ts`,
        find: 'if (card === undefined || context.earlier.length > 0) return ask(LOOKUPS.key)',
        put: 'if (card === undefined) return ask(LOOKUPS.key)',
      },
    ],
    raises: ['double'],
  },
  {
    name: 'card-stored',
    what: 'writes the card into the stored return, sealed',
    edits: [
      {
        file: CARD_FORM,
        find: 'return { [TOKEN_FIELD]: token }',
        put: 'return { [TOKEN_FIELD]: token, number: card.number }',
      },
    ],
    raises: ['leaked'],
  },
  {
    name: 'card-logged',
    what: 'logs the end of a card number, after its first six digits',
    edits: [
      {
        file: CARD_FORM,
        find: 'vault.hold(token, card, now)',
        put:
          'vault.hold(token, card, now)\n' +
          "  core.log({ level: 'info', event: 'card_taken', code: card.number.slice(6) })",
      },
    ],
    raises: ['leaked'],
  },
  {
    name: 'surplus-left',
    what: 'does not look for the keys that a window of PortOne V2 made beside the one that is kept',
    edits: [
      {
        file: `${PROVIDERS}/portone-v2/surplus.ts`,
        find: "if (typeof memo['customerId'] !== 'string') return []",
        put: 'if (memo !== undefined) return []',
      },
    ],
    raises: ['lost'],
  },
]
