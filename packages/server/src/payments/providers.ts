// Who can do what with a key: the provider instance that a payment method belongs to, and its operations.
import { BillingError, type ErrorCode } from '@billing-register/contract'
import type { ServerProvider } from '../providers/provider.ts'
import { pausedText, providerNamed, type Core } from '../registration/core.ts'
import type { PaymentMethod } from '../registration/record.ts'
import type { PaymentOperations } from './operations.ts'
import type { Payment } from './payment.ts'

type Doing = 'charge' | 'cancel' | 'revoke' | 'schedule' | 'unschedule'

const UNSUPPORTED: Readonly<Record<Exclude<Doing, 'revoke'>, ErrorCode>> = {
  charge: 'charge_unsupported',
  cancel: 'cancel_unsupported',
  schedule: 'schedule_unsupported',
  unschedule: 'schedule_unsupported',
}

/**
 * The provider of a method or payment, under the account that its key belongs to. Throws `unknown_provider`, and
 * `misconfigured` when the instance has another merchant id by now: its keys are not known there.
 */
export function ownProvider(
  core: Core,
  of: Pick<PaymentMethod | Payment, 'provider' | 'account'>,
): ServerProvider {
  const provider = providerNamed(core, of.provider)
  if (isOwnAccount(provider, of)) return provider
  throw new BillingError(
    'misconfigured',
    `${provider.name}: it has another merchant id, or mode, than what this was made with; keep the old one as an instance of its own (name)`,
  )
}

/** Whether the instance still stands for the account that something was made with. */
export const isOwnAccount = (
  { account }: ServerProvider,
  { account: { merchant, mode } }: Pick<PaymentMethod | Payment, 'account'>,
): boolean => account.merchant === merchant && account.mode === mode

/** What a provider can do, loaded when it is first used. */
export async function operationsOf(provider: ServerProvider): Promise<PaymentOperations> {
  return (await provider.operations?.()) ?? {}
}

/** One of its operations. Throws `charge_unsupported` and its like, saying which option to supply. */
export function operation<Name extends keyof typeof UNSUPPORTED>(
  { name, can }: ServerProvider,
  operations: PaymentOperations,
  doing: Name,
): NonNullable<PaymentOperations[Name]> {
  const { [doing]: able } = { ...can, unschedule: can.schedule }
  const found = operations[doing]
  if (able && found) return found
  const where =
    doing === 'charge' || doing === 'cancel'
      ? `; supply it as operations.${doing} of the provider's options`
      : ''
  throw new BillingError(UNSUPPORTED[doing], `${name}: the PG documents no way to ${doing}${where}`)
}

/** Throws `provider_paused` while the merchant has paused this provider. */
export function assertNotPaused(core: Core, provider: ServerProvider): void {
  if (pausedText(core, provider) === undefined) return
  throw new BillingError('provider_paused', `${provider.name}: it is paused (maintenance)`)
}
