// How the card of a new registration is asked for: in the PG's own window, or by our form.
import { BillingError, type RegisterMode } from '@billing-register/contract'
import type { ServerProvider } from '../providers/provider.ts'
import type { CardForm } from './card-form.ts'
import type { Core } from './core.ts'

/** A provider in one of its ways. */
export interface Way {
  readonly provider: ServerProvider
  /** Present where our form asks for the card. */
  readonly form?: CardForm
}

/** The ways in which a provider may be used here. */
export const modesOf = ({ options }: Core, { noWindow, keyIn }: ServerProvider): RegisterMode[] => [
  ...(noWindow ? [] : (['window'] as const)),
  ...(keyIn && options.dangerouslyAcceptCardNumbers ? (['card-form'] as const) : []),
]

/** The provider in this way. Throws `invalid_request`, in words for the developer, where there is no such way. */
export async function wayOf(core: Core, base: ServerProvider, mode: RegisterMode): Promise<Way> {
  if (mode === 'window') {
    if (!base.noWindow) return { provider: base }
    throw new BillingError(
      'invalid_request',
      `mode: '${base.name}' has no register window; the tag needs mode="card-form"`,
    )
  }
  const form = await core.cardForm()
  form.assertAllowed()
  return { provider: await form.providerFor(base), form }
}
