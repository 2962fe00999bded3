// Compares the keys that typed cards have made with what the ledger holds. Pure, as all of the verdict.
import type { KeptMethod, KeptRegistration, TrueKey } from './shapes.ts'

interface TypedEvidence {
  readonly keys: readonly TrueKey[]
  readonly registrations: readonly KeptRegistration[]
  readonly methods: readonly KeptMethod[]
  readonly toldDeclined: ReadonlySet<string>
}

/** PGs that find a key by our own id, so that a lost answer leaves nothing uncertain there. Toss has no such search. */
const FINDS: ReadonlySet<string> = new Set(['portone-v1', 'portone-v2'])

const typed = (keys: readonly TrueKey[]): TrueKey[] => keys.filter(({ card }) => card !== undefined)

/** Registrations for which typed cards made more than one key, whatever became of them. */
export function madeTwice({ keys }: TypedEvidence): string[] {
  const first = new Set<string>()
  const twice = new Set<string>()
  for (const { provider, registrationRef } of typed(keys)) {
    const name = `${provider} ${registrationRef}`
    if (first.has(name)) twice.add(name)
    first.add(name)
  }
  return [...twice].map((name) => `keys from what was typed for ${name}`)
}

/** Registrations that are uncertain although the PG holds their key and would have told. */
export function leftUncertain({ keys, registrations, methods }: TypedEvidence): string[] {
  const made = new Set(
    typed(keys)
      .filter(({ provider, revoked }) => FINDS.has(provider) && !revoked)
      .map(({ registrationRef }) => registrationRef),
  )
  const kept = new Set(methods.map(({ registrationId }) => registrationId))
  return registrations
    .filter(({ id, state, providerRef }) => state === 'uncertain' && made.has(providerRef) && !kept.has(id))
    .map(({ id, provider }) => `${id} (${provider}) is uncertain, and its key could be found`)
}

/** Registrations whose typed card was called declined, and was registered all the same: the customer has begun anew by then. */
export function declinedAndIssued({ registrations, toldDeclined }: TypedEvidence): string[] {
  return registrations
    .filter(({ id, state }) => state === 'issued' && toldDeclined.has(id))
    .map(({ id, provider }) => `${id} (${provider}) was declined, and is issued`)
}
