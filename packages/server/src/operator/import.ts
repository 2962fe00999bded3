// Brings in billing keys that were made before or elsewhere: each becomes a registration that is issued, once.
import { BillingError } from '@billing-register/contract'
import { providerNamed, type Core } from '../registration/core.ts'
import type { PaymentMethod, Registration } from '../registration/record.ts'
import { step, type SettleContext } from '../registration/settle.ts'
import { Secret } from '../secret.ts'
import type { ExportedMethod } from './export.ts'

/** A method to bring in: what {@link ExportedMethod} says of it, as far as it is known. */
export type ImportedMethod = Pick<ExportedMethod, 'customerId' | 'billingKey' | 'kind'> &
  Partial<
    Pick<
      ExportedMethod,
      'provider' | 'issuer' | 'maskedNumber' | 'customerRef' | 'transactionId' | 'plan' | 'createdAt'
    >
  >

/** `known`: the same key of the same customer is there, brought in before or registered here. */
export type ImportResult = 'imported' | 'known'

const OPTIONAL_TEXTS = ['provider', 'issuer', 'maskedNumber', 'customerRef', 'transactionId', 'plan'] as const

const KINDS: readonly string[] = ['card', 'phone', 'account'] satisfies readonly PaymentMethod['kind'][]

/**
 * Brings one in. The PG is not asked, and `onIssued` is not told: the merchant knows this customer already.
 * @param method an {@link ImportedMethod}, checked here
 * Throws `invalid_request`, naming the field and never its value, and `unknown_provider`.
 */
export async function importMethod(core: Core, method: unknown): Promise<ImportResult> {
  assertMethod(method)
  const { name } = providerNamed(core, method.provider)
  const there = await core.ledger.charges.methodByKey(name, new Secret(method.billingKey.trim()))
  if (there?.customerId === method.customerId) return 'known'
  if (there) refuse('billingKey: it is registered for another customer')
  const registration = await build(core, method)
  for (;;) {
    const stored = await core.ledger.create(registration, [])
    if (stored.state !== 'open') return 'known'
    const context: SettleContext = { at: core.now(), by: 'operator', requestId: 'import', mint: core.mint }
    const paymentMethod = methodFrom(stored, method, context.at)
    const { id, kind, issuer, maskedNumber } = paymentMethod
    const view = { id, kind, ...(issuer ? { issuer } : {}), ...(maskedNumber ? { maskedNumber } : {}) }
    const issued = step(stored, 'found-issued', context, { paymentMethod: view })
    if (!issued) return 'known'
    const events = issued.effects.events.map((event) => Object.assign(event, { deliver: false }))
    if ((await core.ledger.replace(stored, issued.next, { events, paymentMethod })) === 'ok')
      return 'imported'
  }
}

// It comes from a file.
function assertMethod(value: unknown): asserts value is ImportedMethod {
  const fields: Record<string, unknown> = typeof value === 'object' ? { ...value } : {}
  for (const name of ['customerId', 'billingKey']) {
    const field = fields[name]
    if (typeof field !== 'string' || field.trim() === '' || field.length > 512) {
      refuse(`${name}: 1 to 512 characters`)
    }
  }
  if (!KINDS.some((kind) => kind === fields['kind'])) refuse(`kind: one of ${KINDS.join(', ')}`)
  const { createdAt } = fields
  if (createdAt !== undefined && !Number.isSafeInteger(createdAt)) refuse('createdAt: ms since the epoch')
  for (const name of OPTIONAL_TEXTS) {
    const field = fields[name]
    if (field !== undefined && (typeof field !== 'string' || field.length > 512)) {
      refuse(`${name}: at most 512 characters`)
    }
  }
}

function refuse(message: string): never {
  throw new BillingError('invalid_request', message)
}

// The window is never opened, but a registration is read as one whole, and so it has all its parts.
async function build(core: Core, method: ImportedMethod): Promise<Registration> {
  const { customerId, plan, billingKey } = method
  const provider = providerNamed(core, method.provider)
  const id = core.mint('reg_')
  const customer = { id: customerId }
  const order = { name: plan ?? 'imported', amount: 0, currency: 'KRW', charge: 'later' } as const
  const open = { id, customer, order, locale: 'ko' } as const
  const urls = { server: core.publicUrl, page: core.publicUrl }
  const { launch, memo, providerRef } = provider.prepare(open, urls, core.mint)
  const now = core.now()
  return {
    ...open,
    version: 1,
    state: 'open',
    ...(plan === undefined ? {} : { plan }),
    provider: provider.name,
    account: provider.account,
    offer: 'import',
    // The same key of the same customer is the same registration, however often it is brought in.
    clientRef: `import-${await core.digest(`${provider.name}\n${billingKey.trim()}`)}`,
    returnTo: core.publicUrl,
    launch,
    memo,
    providerRef,
    createdAt: method.createdAt ?? now,
    opensUntil: now,
    returnsUntil: now,
    paymentMethodId: core.mint('pm_'),
  }
}

function methodFrom(registration: Registration, method: ImportedMethod, at: number): PaymentMethod {
  const { kind, issuer, maskedNumber, customerRef, transactionId, billingKey, createdAt = at } = method
  return {
    id: registration.paymentMethodId,
    version: 1,
    kind,
    ...(issuer ? { issuer } : {}),
    ...(maskedNumber ? { maskedNumber } : {}),
    ...(customerRef ? { customerRef } : {}),
    ...(transactionId ? { transactionId } : {}),
    customerId: registration.customer.id,
    registrationId: registration.id,
    provider: registration.provider,
    account: registration.account,
    key: new Secret(billingKey.trim()),
    // Nobody compared anything: the merchant says that it is this customer's.
    binding: 'weak',
    state: 'active',
    mismatches: [],
    createdAt,
  }
}
