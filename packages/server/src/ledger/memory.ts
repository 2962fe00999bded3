// The ledger in memory: for tests, demos and first steps. Everything is gone when the process ends.
import type { Delivery, FreshEvent } from '../registration/event.ts'
import type { Attempt, Claim, ConsentEvidence, Registration } from '../registration/record.ts'
import type { Secret } from '../secret.ts'
import type { BriefSecrets } from './brief-secrets.ts'
import {
  consentEvidence,
  isFull,
  mergeBinding,
  type Effects,
  type ErasureEffects,
  type Ledger,
  type RegistrationQuery,
  type ReplaceResult,
  type Queued,
} from './ledger.ts'
import {
  append,
  emptyCharges,
  eraseCharges,
  memoryCharges,
  noteLook,
  present,
  saveFirstPayment,
  saveMethod,
  takeDue,
  type ChargeTables,
} from './memory-payments.ts'

interface Tables {
  readonly registrations: Map<string, Registration>
  readonly byClientRef: Map<string, string>
  readonly byProviderRef: Map<string, string>
  readonly byCustomer: Map<string, string[]>
  readonly claims: Map<string, Claim[]>
  readonly attempts: Map<string, Attempt>
  readonly attemptsOf: Map<string, string[]>
  /** Claim digest → the registration that consumed it. */
  readonly consumed: Map<string, string>
  readonly charges: ChargeTables
  readonly events: Map<string, FreshEvent[]>
  readonly deliveries: Map<string, Delivery & { dueAt: number }>
  readonly tallies: Map<string, number[]>
  /** Registration → when to look at it. */
  readonly lookAt: Map<string, number>
  readonly consents: ConsentEvidence[]
  readonly brief: Map<string, { readonly value: Secret; readonly until: number }>
}

// One statement block per method and no await inside: within one process that is a transaction.
function write(tables: Tables, next: Registration, effects: Effects): void {
  const evidence = consentEvidence(next)
  if (evidence && tables.registrations.get(next.id)?.consent?.at === undefined) tables.consents.push(evidence)
  tables.registrations.set(next.id, next)
  noteLook(tables.lookAt, next.id, next.lookAt)
  recordEvents(tables, effects.events)
  const { attempt, paymentMethod, payment } = effects
  if (attempt) {
    tables.attempts.set(attempt.id, attempt)
    append(tables.attemptsOf, attempt.registrationId, attempt.id)
    if (attempt.kind === 'issue') tables.consumed.set(attempt.claimDigest, attempt.registrationId)
  }
  if (paymentMethod) saveMethod(tables.charges, paymentMethod)
  if (payment) saveFirstPayment(tables.charges, payment)
}

function recordEvents(tables: Tables, events: readonly FreshEvent[]): void {
  for (const event of events) {
    append(tables.events, event.registrationId, event)
    if (event.deliver) tables.deliveries.set(event.id, { event, tries: 0, dueAt: 0 })
  }
}

function replaceIn(
  tables: Tables,
  expected: Registration,
  next: Registration,
  effects: Effects,
): ReplaceResult {
  if (tables.registrations.get(expected.id)?.version !== expected.version) return 'conflict'
  const { attempt } = effects
  if (attempt?.kind === 'issue') {
    const owner = tables.consumed.get(attempt.claimDigest)
    if (owner !== undefined && owner !== expected.id) return 'claim-taken'
  }
  write(tables, next, effects)
  return 'ok'
}

function eraseIn(
  tables: Tables,
  expected: Registration,
  next: Registration,
  { events, payments }: ErasureEffects,
): 'ok' | 'conflict' | 'undelivered' {
  const { id, version } = expected
  const [from, to] = [expected.customer.id, next.customer.id]
  if (tables.registrations.get(id)?.version !== version) return 'conflict'
  if ([...tables.deliveries.values()].some(({ event }) => event.registrationId === id)) return 'undelivered'
  if (!eraseCharges(tables.charges, id, payments)) return 'conflict'
  for (const { exchanges: _, ...attempt } of present(tables.attemptsOf.get(id), tables.attempts)) {
    tables.attempts.set(attempt.id, attempt)
  }
  tables.claims.delete(id)
  tables.tallies.delete(from)
  tables.byClientRef.delete(JSON.stringify([from, expected.clientRef]))
  tables.byClientRef.set(JSON.stringify([to, next.clientRef]), id)
  const others = (tables.byCustomer.get(from) ?? []).filter((one) => one !== id)
  tables.byCustomer.set(from, others)
  append(tables.byCustomer, to, id)
  const own = (tables.events.get(id) ?? []).map((event) => Object.assign({}, event, { customerId: to }))
  tables.events.set(id, own)
  const at = tables.consents.findIndex(({ registrationId }) => registrationId === id)
  const consent = tables.consents[at]
  if (consent) tables.consents[at] = { ...consent, customerId: to }
  write(tables, next, { events })
  return 'ok'
}

function addClaimTo(tables: Tables, claim: Claim): 'added' | 'known' | 'full' {
  const stored = tables.claims.get(claim.registrationId) ?? []
  const index = stored.findIndex((one) => one.digest === claim.digest)
  const known = stored[index]
  if (known) {
    stored[index] = { ...known, binding: mergeBinding(known.binding, claim.binding) }
    return 'known'
  }
  if (isFull(stored, claim)) return 'full'
  append(tables.claims, claim.registrationId, claim)
  return 'added'
}

function takeFrom(
  tables: Tables,
  now: number,
  leaseUntil: number,
  limit: number,
  only: string | undefined,
): Delivery[] {
  const first = new Map<string, Delivery & { dueAt: number }>()
  for (const delivery of tables.deliveries.values()) {
    const { registrationId } = delivery.event
    if ((only ?? registrationId) === registrationId && !first.has(registrationId))
      first.set(registrationId, delivery)
  }
  const due = [...first.values()].filter((delivery) => delivery.dueAt <= now).slice(0, limit)
  for (const { event, tries } of due) {
    tables.deliveries.set(event.id, { event, tries: tries + 1, dueAt: leaseUntil })
  }
  return due.map(({ event, tries }) => ({ event, tries }))
}

function listIn(tables: Tables, { states, customerId, before, limit }: RegistrationQuery): Registration[] {
  const newestFirst = [...tables.registrations.values()].toReversed()
  const end = before === undefined ? -1 : newestFirst.findIndex(({ id }) => id === before)
  if (before !== undefined && end < 0) return []
  return newestFirst
    .slice(end + 1)
    .filter(
      ({ state, customer }) =>
        (states?.includes(state) ?? true) && customer.id === (customerId ?? customer.id),
    )
    .slice(0, limit)
}

type Part<Name extends keyof Ledger> = Pick<Ledger, Name>

const registrations = (
  tables: Tables,
): Part<'create' | 'find' | 'findByProviderRef' | 'list' | 'pending' | 'replace'> => ({
  async create(registration, events) {
    const { id, customer, clientRef, provider, providerRef } = registration
    const key = JSON.stringify([customer.id, clientRef])
    const existing = tables.registrations.get(tables.byClientRef.get(key) ?? '')
    if (existing) return existing
    tables.byClientRef.set(key, id)
    tables.byProviderRef.set(JSON.stringify([provider, providerRef]), id)
    append(tables.byCustomer, registration.customer.id, registration.id)
    write(tables, registration, { events })
    return registration
  },
  async find(id) {
    return tables.registrations.get(id)
  },
  async findByProviderRef(provider, providerRef) {
    const id = tables.byProviderRef.get(JSON.stringify([provider, providerRef]))
    return tables.registrations.get(id ?? '')
  },
  async list(query) {
    return listIn(tables, query)
  },
  async pending(customerId) {
    const all = present(tables.byCustomer.get(customerId), tables.registrations)
    return all.filter(({ state }) => state === 'open' || state === 'uncertain')
  },
  async replace(expected, next, effects) {
    return replaceIn(tables, expected, next, effects)
  },
})

const evidence = (
  tables: Tables,
): Part<'addClaim' | 'claims' | 'doorsOf' | 'consumerOf' | 'attempts' | 'landAnswer' | 'paymentMethods'> => ({
  async addClaim(claim) {
    return addClaimTo(tables, claim)
  },
  async claims(registrationId) {
    return [...(tables.claims.get(registrationId) ?? [])]
  },
  async doorsOf(claimDigest) {
    const all = [...tables.claims.values()].flat().filter(({ digest }) => digest === claimDigest)
    return all.map(({ registrationId }) => registrationId)
  },
  async consumerOf(claimDigest) {
    return tables.consumed.get(claimDigest)
  },
  async attempts(registrationId) {
    return present(tables.attemptsOf.get(registrationId), tables.attempts)
  },
  async landAnswer(attemptId, exchanges, at) {
    const attempt = tables.attempts.get(attemptId)
    if (!attempt) return
    const { exchanges: _, answeredAt: __, ...asked } = attempt
    tables.attempts.set(attemptId, { exchanges, answeredAt: at, ...asked })
  },
  async paymentMethods(customerId) {
    const { methodsOf, methods } = tables.charges
    return present(methodsOf.get(customerId), methods).toReversed()
  },
})

const events = (
  tables: Tables,
): Part<'tally' | 'tallyBelow' | 'tallied' | 'record' | 'events' | 'takeDeliveries' | 'settleDelivery'> => ({
  async tally(customerId, at) {
    append(tables.tallies, customerId, at)
  },
  async tallyBelow(customerId, at, since, limit) {
    const recent = (tables.tallies.get(customerId) ?? []).filter((one) => one >= since)
    if (recent.length >= limit) return false
    append(tables.tallies, customerId, at)
    return true
  },
  async tallied(customerId, since) {
    const recent = (tables.tallies.get(customerId) ?? []).filter((at) => at >= since)
    if (recent.length === 0) tables.tallies.delete(customerId)
    else tables.tallies.set(customerId, recent)
    return { count: recent.length, oldest: recent[0] ?? since }
  },
  async record(events) {
    recordEvents(tables, events)
  },
  async events(registrationId) {
    const all = tables.events.get(registrationId) ?? []
    return all.map(({ deliver: _deliver, ...event }) => event)
  },
  async takeDeliveries(now, leaseUntil, limit, registrationId) {
    return takeFrom(tables, now, leaseUntil, limit, registrationId)
  },
  async settleDelivery(eventId, retryAt) {
    const delivery = tables.deliveries.get(eventId)
    if (!delivery) return
    if (retryAt === undefined) tables.deliveries.delete(eventId)
    else tables.deliveries.set(eventId, { ...delivery, dueAt: retryAt })
  },
})

const waiting = (times: readonly number[]): Queued =>
  times.length === 0 ? { count: 0 } : { count: times.length, since: Math.min(...times) }

const unsettled = (tables: Tables): Part<'takeUnsettled' | 'backlog' | 'consents' | 'erase'> => ({
  async takeUnsettled(now, leaseUntil, limit) {
    return present(takeDue(tables.lookAt, now, leaseUntil, limit), tables.registrations)
  },
  async backlog(now, customerId) {
    const isOf = (id: string): boolean =>
      customerId === undefined || tables.registrations.get(id)?.customer.id === customerId
    const due = (table: Map<string, number>, ownerOf: (id: string) => string = String): Queued =>
      waiting([...table].flatMap(([id, at]) => (at <= now && isOf(ownerOf(id)) ? [at] : [])))
    const untold = [...tables.deliveries.values()].flatMap(({ event }) =>
      isOf(event.registrationId) ? [event.at] : [],
    )
    const { paymentLookAt, methodLookAt, payments, methods } = tables.charges
    return {
      unsettled: due(tables.lookAt),
      payments: due(paymentLookAt, (id) => payments.get(id)?.registrationId ?? ''),
      methods: due(methodLookAt, (id) => methods.get(id)?.registrationId ?? ''),
      undelivered: waiting(untold),
    }
  },
  async erase(expected, next, effects) {
    return eraseIn(tables, expected, next, effects)
  },
  async consents(limit, after) {
    const from = Number(after ?? 0)
    const consents = tables.consents.slice(from, from + limit)
    const next = from + consents.length
    return { consents, ...(next < tables.consents.length ? { next: String(next) } : {}) }
  },
})

function briefSecrets({ brief }: Tables): BriefSecrets {
  const expire = (now: number): void => {
    for (const [name, { until }] of brief) if (until <= now) brief.delete(name)
  }
  return {
    async keep(name, value, until, now) {
      expire(now)
      const kept = brief.get(name)?.value ?? value
      if (kept === value) brief.set(name, { value, until })
      return kept
    },
    async find(name, now) {
      const kept = brief.get(name)
      return kept && kept.until > now ? kept.value : undefined
    },
    async destroy(name) {
      return brief.delete(name)
    },
    async expire(now) {
      expire(now)
    },
  }
}

/** A ledger that lives in this process. `createBilling` refuses it when NODE_ENV is `production`, unless told. */
export function memoryLedger(): Ledger {
  const tables: Tables = {
    registrations: new Map(),
    byClientRef: new Map(),
    byProviderRef: new Map(),
    byCustomer: new Map(),
    claims: new Map(),
    attempts: new Map(),
    attemptsOf: new Map(),
    consumed: new Map(),
    charges: emptyCharges(),
    events: new Map(),
    deliveries: new Map(),
    tallies: new Map(),
    lookAt: new Map(),
    consents: [],
    brief: new Map(),
  }
  // Minted when it is first asked for: a worker at the edge may draw nothing random before its first request.
  let digestKey: Uint8Array<ArrayBuffer> | undefined
  return {
    durability: 'memory',
    digestKey: async () => (digestKey ??= crypto.getRandomValues(new Uint8Array(32))),
    ...registrations(tables),
    ...evidence(tables),
    ...events(tables),
    ...unsettled(tables),
    charges: memoryCharges(tables.charges, (fresh) => recordEvents(tables, fresh)),
    briefSecrets: briefSecrets(tables),
  }
}
