// Compares the keys at the PGs with what the ledger holds and who was told. Pure, as all of the verdict.
import { repeated } from './repeated.ts'
import type { Absence, KeptMethod, KeptRegistration, SeenCall, TrueKey } from './shapes.ts'

/** What is known of registrations at the end of a run. */
export interface RegistrationEvidence {
  readonly keys: readonly TrueKey[]
  readonly calls: readonly SeenCall[]
  readonly registrations: readonly KeptRegistration[]
  readonly methods: readonly KeptMethod[]
  /** Which registration (by its reference at the PG) a transaction belongs to. */
  readonly transactions: ReadonlyMap<string, string>
  readonly absences: readonly Absence[]
  /** Ids of registrations whose customer approved in the window and brought that back in a way that counts, or whose typed card arrived. */
  readonly cameBack: ReadonlySet<string>
  /** Ids of payment methods that customers were shown. */
  readonly shown: ReadonlySet<string>
  /** Ids of registrations that the merchant was told of. */
  readonly told: ReadonlySet<string>
  /** Ids of registrations whose only returns came under another login. */
  readonly strangers: ReadonlySet<string>
  /** How long a server waits for a PG, ms. */
  readonly callTimeoutMs: number
}

/** How long after an answer it must be in the ledger, if its server and the database live so long, ms. */
const GRACE_MS = 900
/** What the clocks of processes may differ by when they note the same moment, ms. */
const NOISE_MS = 150

// PortOne V1's customer_uid is the handle by which its key is kept.
const holds = (method: KeptMethod, key: TrueKey): boolean =>
  method.key === (key.provider === 'portone-v1' ? key.customerRef : key.billingKey)

// Without the key itself: uncertain rows hold what is needed to find it.
const FINDABLE: ReadonlySet<string> = new Set(['uncertain', 'held'])

export function lostKeys({ keys, methods, registrations, transactions }: RegistrationEvidence): string[] {
  const findable = registrations.filter(({ state }) => FINDABLE.has(state))
  const refs = new Set(findable.map(({ providerRef }) => providerRef))
  // Issued for somebody who brought another one's return: that registration knows of it.
  for (const { claims } of findable) {
    for (const { transaction } of claims) refs.add(transactions.get(transaction) ?? '')
  }
  return keys
    .filter((key) => !key.revoked && !refs.has(key.registrationRef))
    .filter((key) => !methods.some((method) => holds(method, key)))
    .map(({ provider, registrationRef }) => {
      const own = registrations.find(({ providerRef }) => providerRef === registrationRef)
      return `a key of ${provider} for ${registrationRef} of ${own?.id}, which is ${own?.state}`
    })
}

// What a living server was told, it must have kept: an uncertain row is no excuse.
export function lostAnswers({
  calls,
  keys,
  registrations,
  methods,
  absences,
  callTimeoutMs,
}: RegistrationEvidence): string[] {
  const keyOf = (issuedKey: string | undefined): TrueKey | undefined =>
    keys.find(({ billingKey }) => billingKey === issuedKey)
  const ownOf = (issuedKey: string | undefined): KeptRegistration | undefined =>
    registrations.find(({ providerRef }) => providerRef === keyOf(issuedKey)?.registrationRef)
  /** Whose key it was, by the PG, and what has become of both. */
  const fate = (issuedKey: string | undefined): string => {
    const own = ownOf(issuedKey)
    const revoked = keyOf(issuedKey)?.revoked ? ', revoked' : ''
    return own ? `a key of ${own.id}, which is ${own.state}${revoked}` : 'a key of nobody'
  }
  const away = (call: SeenCall, from: number, to: number): boolean =>
    absences.some(
      ({ server, from: left, to: back }) =>
        (server === call.server || server === 'database') && left <= to && back >= from,
    )
  return (
    calls
      .filter(({ issuedKey, answeredAt, at }) => {
        return (
          issuedKey !== undefined && answeredAt !== undefined && answeredAt - at < callTimeoutMs - NOISE_MS
        )
      })
      .filter((call) => !away(call, call.at, (call.answeredAt ?? 0) + GRACE_MS))
      .filter(({ issuedKey }) => methods.every(({ key }) => key !== issuedKey))
      // While one key is held for its owner, the others of the same window are looked for when that time is over.
      .filter(({ operation, issuedKey }) => operation !== 'lookup' || ownOf(issuedKey)?.state !== 'held')
      .map(
        ({ provider, operation, claim, server, at, issuedKey }) =>
          `the answer to ${operation} at ${provider} for ${claim} that server ${server} got at ${new Date(at).toISOString()}: ${fate(issuedKey)}`,
      )
  )
}

export function lostCards({ shown, methods }: RegistrationEvidence): string[] {
  // One that another login's return has suspended since is held all the same.
  const kept = new Set(methods.map(({ id }) => id))
  return [...shown].filter((id) => !kept.has(id)).map((id) => `${id}, which was shown as registered`)
}

export function twiceAdopted({ methods }: RegistrationEvidence): string[] {
  const active = methods.filter(({ state }) => state === 'active')
  return [
    ...repeated(active.map(({ registrationId }) => registrationId)).map((id) => `two keys for ${id}`),
    ...repeated(active.map(({ key }) => key)).map((key) => {
      const ids = active.filter((method) => method.key === key).map(({ id }) => id)
      return `one key in ${ids.join(' and ')}`
    }),
  ]
}

// The same Idempotency-Key again is a replay, which is no second call.
export function twiceCalled({ calls }: RegistrationEvidence): string[] {
  const issues = calls.filter(({ operation, claim }) => operation === 'issue' && claim !== undefined)
  const distinct = new Map(
    issues.map((call, index) => [`${call.claim} ${call.idempotencyKey ?? index}`, `${call.claim}`]),
  )
  return repeated([...distinct.values()]).map((claim) => `issue calls for ${claim}`)
}

/** Those that the ledger leaves to nobody: neither an end, nor an event that calls somebody. */
export function stuck({ registrations, cameBack }: RegistrationEvidence): string[] {
  const isStuck = ({ id, state, events }: KeptRegistration): boolean => {
    if (state === 'issuing' || state === 'returned' || state === 'open') return true
    // It was given up although its customer had brought what it takes.
    if (state === 'expired') return cameBack.has(id)
    return state === 'uncertain' && events.every(({ type }) => type !== 'registration.uncertain')
  }
  return registrations.filter(isStuck).map(({ id, state, provider }) => `${id} (${provider}) is ${state}`)
}

export function misbound({ methods, registrations, keys, strangers }: RegistrationEvidence): string[] {
  const owners = new Map(registrations.map(({ id, providerRef }) => [id, providerRef]))
  return methods
    .filter(({ state }) => state === 'active')
    .filter((method) => {
      if (strangers.has(method.registrationId)) return true
      const key = keys.find((one) => holds(method, one))
      // Where the PG tells nothing by which a return could be told from another one's, the method says so itself.
      return method.binding === 'strong' && key?.registrationRef !== owners.get(method.registrationId)
    })
    .map(({ id, registrationId }) => `${id} of ${registrationId}`)
}

export function untold({ registrations, told }: RegistrationEvidence): string[] {
  return registrations.filter(({ id, state }) => state === 'issued' && !told.has(id)).map(({ id }) => id)
}

// A call that nobody has answered may still make a key until its time is over. That of a replay says nothing: what it
// repeats is uncertain already, also for whoever's return it was.
export function early({
  registrations,
  calls: all,
  absences,
  callTimeoutMs,
}: RegistrationEvidence): string[] {
  const known = new Set<string>()
  const calls = all.filter(({ operation, idempotencyKey }) => {
    if (operation !== 'issue' || idempotencyKey === undefined) return operation === 'issue'
    const first = !known.has(idempotencyKey)
    known.add(idempotencyKey)
    return first
  })
  return registrations
    .filter(({ events, claims }) =>
      events.some(
        ({ type, at }) =>
          type === 'registration.uncertain' &&
          calls.some((call) => {
            const end = Math.min(call.answeredAt ?? Infinity, call.at + callTimeoutMs)
            const under = call.at + NOISE_MS < at && at < end - NOISE_MS
            const own = claims.some(({ transaction }) => transaction === call.claim)
            const lived = !absences.some(
              ({ server, from }) => server === call.server && from >= call.at && from <= end,
            )
            return own && under && lived && call.answeredAt !== undefined
          }),
      ),
    )
    .map(({ id }) => id)
}
