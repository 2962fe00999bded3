// Erases a customer for whoever asks for it by law: first what would become of everything, then, told to, does it.
import { BillingError } from '@billing-register/contract'
import { exportConsents } from '../ledger/consents.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Payment } from '../payments/payment.ts'
import type { Core } from '../registration/core.ts'
import type { Registration } from '../registration/record.ts'
import { eventOf } from '../registration/event-of.ts'
import {
  blockersOf,
  erasedPayment,
  erasedRegistration,
  keptUntil,
  NOBODY,
  type Blocker,
  type ErasureCounts,
  type HeldFile,
  type RegistrationFate,
} from './erasure-plan.ts'

/** How a customer is erased. */
export interface ErasureOptions {
  /** Erases billing keys that were not revoked, too: the PG keeps them, and nobody can revoke them from here any more. */
  readonly destroyKeys?: boolean
}

/** Who erases. */
export interface ErasureOrder extends ErasureOptions {
  /** A name or an address, for the audit trail. */
  readonly by: string
}

/** What is or would be erased, and what is kept. Times are ms since the epoch. */
export interface Erasure {
  readonly customerId: string
  /** Under which what is kept is found from then on. It cannot be led back without this ledger's digest key. */
  readonly pseudonym: string
  readonly blockers: readonly Blocker[]
  readonly registrations: readonly RegistrationFate[]
  readonly counts: ErasureCounts
  /** Registrations that were erased before and are still kept under the pseudonym. */
  readonly keptBefore: number
}

const PAGE = 200

/** What would become of everything that the ledger holds of a customer. Nothing is changed. */
export async function planErasure(
  core: Core,
  customerId: string,
  { destroyKeys = false }: ErasureOptions = {},
): Promise<Erasure> {
  const pseudonym = await pseudonymOf(core, customerId)
  const files = await filesOf(core, customerId)
  const undelivered = await undeliveredOf(core, customerId)
  let keptBefore = 0
  for await (const _ of registrationsOf(core, pseudonym)) keptBefore += 1
  let consents = 0
  for await (const _ of exportConsents(core.ledger, { customerId })) consents += 1
  return {
    customerId,
    pseudonym,
    blockers: [...files.flatMap((file) => blockersOf(file, destroyKeys)), ...undelivered],
    registrations: files.map((file) => fateOf(file, core.now())),
    counts: countsOf(files, consents),
    keptBefore,
  }
}

/**
 * Erases. Interrupted, it is done again for what is left. Throws `registration_conflict` while something stands in the
 * way, and `invalid_request` where nobody says who erases.
 */
export async function eraseCustomer(core: Core, customerId: string, order: ErasureOrder): Promise<Erasure> {
  if (order.by.trim() === '' || order.by.length > 200) {
    throw new BillingError('invalid_request', 'by: who erases?')
  }
  const plan = await planErasure(core, customerId, order)
  const [blocker] = plan.blockers
  if (blocker) conflict(`${blocker.registrationId ?? 'customer'}: ${blocker.why}`)
  for (const file of await filesOf(core, customerId)) {
    const keepUntil = keptUntil(file, core.now())
    await erase(core, file, {
      to: keepUntil === undefined ? NOBODY : plan.pseudonym,
      keepUntil,
      by: order.by,
    })
  }
  const { counts, registrations } = plan
  core.log({ level: 'info', event: 'customer_erased', pseudonym: plan.pseudonym, by: order.by, ...counts })
  return { ...plan, registrations }
}

/** Ends the keeping of what was kept for long enough. Answers how much there is; `by`: does it. */
export async function endKeeping(core: Core, by?: string): Promise<number> {
  let due = 0
  for await (const registration of registrationsOf(core)) {
    const until = registration.erased?.keepUntil
    if (until === undefined || until > core.now()) continue
    due += 1
    if (by === undefined) continue
    await erase(core, await fileOf(core, registration), { to: NOBODY, keepUntil: undefined, by })
  }
  return due
}

function conflict(message: string): never {
  throw new BillingError('registration_conflict', message)
}

// The same customer has the same pseudonym: somebody who asks for their records later can be shown them.
async function pseudonymOf(core: Core, customerId: string): Promise<string> {
  return `erased_${(await core.digest(JSON.stringify(['customer', customerId]))).slice(0, 22)}`
}

async function* registrationsOf(core: Core, customerId?: string): AsyncGenerator<Registration> {
  let before: string | undefined
  for (;;) {
    const page = await core.ledger.list({
      limit: PAGE,
      ...(customerId === undefined ? {} : { customerId }),
      ...(before === undefined ? {} : { before }),
    })
    yield* page
    before = page.at(-1)?.id
    if (page.length < PAGE) return
  }
}

async function filesOf(core: Core, customerId: string): Promise<readonly HeldFile[]> {
  const files: HeldFile[] = []
  for await (const registration of registrationsOf(core, customerId)) {
    files.push(await fileOf(core, registration))
  }
  return files
}

async function fileOf({ ledger }: Core, registration: Registration): Promise<HeldFile> {
  const { id, customer } = registration
  const [methods, payments, events, claims, attempts] = await Promise.all([
    ledger.paymentMethods(customer.id),
    paymentsOf(ledger, customer.id),
    ledger.events(id),
    ledger.claims(id),
    ledger.attempts(id),
  ])
  return {
    registration,
    methods: methods.filter(({ registrationId }) => registrationId === id),
    payments: payments.filter(({ registrationId }) => registrationId === id),
    events,
    claims: claims.length,
    answers: attempts.filter(({ exchanges }) => exchanges !== undefined).length,
  }
}

async function paymentsOf(ledger: Ledger, customerId: string): Promise<readonly Payment[]> {
  const all: Payment[] = []
  for (;;) {
    const before = all.at(-1)?.id
    const query = { limit: PAGE, customerId, ...(before === undefined ? {} : { before }) }
    const page = await ledger.charges.payments(query)
    all.push(...page)
    if (page.length < PAGE) return all
  }
}

async function undeliveredOf(core: Core, customerId: string): Promise<readonly Blocker[]> {
  const { undelivered } = await core.ledger.backlog(core.now(), customerId)
  return undelivered.count === 0
    ? []
    : [{ why: `events that onEvent has not taken: ${undelivered.count} (run reconcile)` }]
}

function fateOf(file: HeldFile, now: number): RegistrationFate {
  const { id, state } = file.registration
  const keepUntil = keptUntil(file, now)
  return { id, state, ...(keepUntil === undefined ? {} : { keepUntil }) }
}

function countsOf(files: readonly HeldFile[], consents: number): ErasureCounts {
  const sum = (count: (file: HeldFile) => number): number => files.reduce((all, file) => all + count(file), 0)
  return {
    registrations: files.length,
    claims: sum(({ claims }) => claims),
    answers: sum(({ answers }) => answers),
    keys: sum(({ methods }) => methods.length),
    payments: sum(({ payments }) => payments.length),
    events: sum(({ events }) => events.length),
    consents,
  }
}

interface Erasing {
  readonly to: string
  readonly keepUntil: number | undefined
  readonly by: string
}

async function erase(core: Core, file: HeldFile, { to, keepUntil, by }: Erasing): Promise<void> {
  const { registration } = file
  const at = core.now()
  const next = erasedRegistration(file, to, at, keepUntil)
  const context = { at, by: 'operator', requestId: 'erase', mint: core.mint } as const
  const detail = { by, ...(keepUntil === undefined ? {} : { keepUntil: new Date(keepUntil).toISOString() }) }
  const told = await core.ledger.erase(registration, next, {
    events: [eventOf(next, 'registration.erased', context, { detail })],
    payments: file.payments.map((payment) => erasedPayment(payment, to)),
  })
  if (told === 'conflict') conflict(`${registration.id}: it has changed meanwhile; run it again`)
  if (told === 'undelivered') conflict(`${registration.id}: onEvent has not taken all of its events yet`)
}
