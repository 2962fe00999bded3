// Guards of what webhooks may do that a run can be told to break.
import type { Sabotage } from './sabotage.ts'

/** All of them. */
export const WEBHOOK_SABOTAGES: readonly Sabotage[] = [
  {
    name: 'any-signature',
    what: 'takes a webhook whoever has signed it',
    edits: [
      {
        file: 'packages/server/src/providers/standard-webhook.ts',
        find: 'return right.some((one) => signatures.some((signature) => isSame(one, signature)))',
        put: 'return right.length >= 0 && signatures.some((signature) => signature.length > 0)',
      },
    ],
    raises: ['forged'],
  },
  {
    name: 'every-hint-looks',
    what: 'asks the PG for each webhook that names an order of ours',
    edits: [
      {
        file: 'packages/server/src/routes/webhooks.ts',
        find: 'if (may) {',
        put: 'if (may || ours) {',
      },
    ],
    raises: ['flooded'],
  },
  {
    name: 'hint-charges',
    what: 'charges where a webhook is to be followed by a look',
    edits: [
      {
        file: 'packages/server/src/payments/ask-about.ts',
        find: 'does: look,',
        put: 'does: (await operationsOf(provider)).charge ?? look,',
      },
    ],
    raises: ['double'],
  },
]
