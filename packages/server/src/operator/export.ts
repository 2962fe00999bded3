// Everything that a merchant needs to charge the registered cards without us: they can always leave.
import type { PaymentMethodView } from '@billing-register/contract'
import type { Ledger } from '../ledger/ledger.ts'
import type { PaymentMethod, Registration } from '../registration/record.ts'

/** A registered card, phone or account as it is exported. `billingKey` charges it: treat the file accordingly. */
export interface ExportedMethod extends PaymentMethodView {
  readonly customerId: string
  /** Name of the provider instance, and the merchant's id at the PG. */
  readonly provider: string
  readonly merchant: string
  readonly mode: 'test' | 'live'
  /** What charges it: the billing key, or PortOne V1's customer_uid. */
  readonly billingKey: string
  /** What the PG wants beside the key (Toss: customerKey). */
  readonly customerRef?: string
  /** What a cancel of the first payment needs. */
  readonly transactionId?: string
  readonly state: PaymentMethod['state']
  readonly binding: PaymentMethod['binding']
  readonly registrationId: string
  /** Under which id the PG knows the registration. */
  readonly providerRef: string
  readonly plan?: string
  /** Milliseconds since the epoch. */
  readonly createdAt: number
}

const PAGE = 200

/** Every payment method, newest registration first, its billing key revealed. */
export async function* revealMethods(ledger: Ledger): AsyncGenerator<ExportedMethod> {
  for await (const registration of withMethods(ledger)) {
    const methods = await ledger.paymentMethods(registration.customer.id)
    for (const method of methods) {
      if (method.registrationId === registration.id) yield exported(method, registration)
    }
  }
}

async function* withMethods(ledger: Ledger): AsyncGenerator<Registration> {
  let before: string | undefined
  for (;;) {
    const page = await ledger.list({ limit: PAGE, ...(before !== undefined && { before }) })
    yield* page.filter(({ paymentMethod }) => paymentMethod !== undefined)
    if (page.length < PAGE) return
    before = page.at(-1)?.id
  }
}

function exported(method: PaymentMethod, { plan, providerRef }: Registration): ExportedMethod {
  const { id, kind, issuer, maskedNumber, customerId, provider, account, customerRef } = method
  const { transactionId, state, binding, registrationId, createdAt } = method
  return {
    id,
    kind,
    ...(issuer === undefined ? {} : { issuer }),
    ...(maskedNumber === undefined ? {} : { maskedNumber }),
    customerId,
    provider,
    merchant: account.merchant,
    mode: account.mode,
    billingKey: method.key.reveal(),
    ...(customerRef === undefined ? {} : { customerRef }),
    ...(transactionId === undefined ? {} : { transactionId }),
    state,
    binding,
    registrationId,
    providerRef,
    ...(plan === undefined ? {} : { plan }),
    createdAt,
  }
}
