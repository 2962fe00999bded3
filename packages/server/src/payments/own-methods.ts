// A customer's own payment methods: which of them they see, and which one is charged. Never a key.
import type { SavedPaymentMethod } from '@billing-register/contract'
import type { Core } from '../registration/core.ts'
import type { PaymentMethod } from '../registration/record.ts'
import { checkCustomer } from './check.ts'

/** A payment method that may be charged, as the merchant's server is told of it. `createdAt`: ms since the epoch. */
export type ChargeableMethod = Omit<SavedPaymentMethod, 'state' | 'providerLabel'>

/** What the owner sees of a method. One that is suspended, held or surplus is nobody's to use, or to see. */
const SEEN: Readonly<Partial<Record<PaymentMethod['state'], SavedPaymentMethod['state']>>> = {
  active: 'active',
  revoking: 'removing',
}

/** Whether its owner sees it, or saw it until they deleted it. */
export const isSeen = ({ state }: PaymentMethod): boolean => state in SEEN || state === 'revoked'

/**
 * The one to be charged: whichever the customer chose last. Without a choice it is the oldest, so that registering
 * another one does not silently move what is charged.
 */
const standardOf = (methods: readonly PaymentMethod[]): PaymentMethod | undefined =>
  methods
    .filter(({ state }) => state === 'active')
    .toSorted((a, b) => (b.defaultSince ?? 0) - (a.defaultSince ?? 0) || a.createdAt - b.createdAt)
    .at(0)

/**
 * A customer's list: the default one first, then the newest.
 * @param labelOf the PG's name for the customer, by the name of the provider instance
 */
export function savedMethods(
  methods: readonly PaymentMethod[],
  labelOf: (provider: string) => string,
): SavedPaymentMethod[] {
  const standard = standardOf(methods)
  return methods
    .flatMap((method) => {
      const state = SEEN[method.state]
      if (state === undefined) return []
      const { id, kind, issuer, maskedNumber, createdAt, provider } = method
      return {
        id,
        kind,
        ...(issuer === undefined ? {} : { issuer }),
        ...(maskedNumber === undefined ? {} : { maskedNumber }),
        state,
        default: method === standard,
        createdAt,
        provider,
        providerLabel: labelOf(provider),
      }
    })
    .toSorted((a, b) => Number(b.default) - Number(a.default) || b.createdAt - a.createdAt)
}

/** Methods of a customer that may be charged, in the same order. */
export async function chargeableMethods(core: Core, customerId: string): Promise<ChargeableMethod[]> {
  return savedMethods(await core.ledger.paymentMethods(customerId), String)
    .filter(({ state }) => state === 'active')
    .map(({ state: _state, providerLabel: _label, ...method }) => method)
}

/** The method with this id, if it is this customer's and may be charged. Throws `invalid_request` for a customer who is nobody. */
export async function chargeableMethod(
  core: Core,
  id: unknown,
  customer: string | { readonly id: string },
): Promise<ChargeableMethod | null> {
  checkCustomer({ customer })
  const customerId = typeof customer === 'string' ? customer : customer.id
  return (await chargeableMethods(core, customerId)).find((method) => method.id === id) ?? null
}
