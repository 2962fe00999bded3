// Which provider a registration belongs to, with all that it does.
import { finishing } from '../providers/finishing.ts'
import type { FinishingProvider } from '../providers/provider.ts'
import { providerNamed, type Core } from './core.ts'
import type { Registration } from './record.ts'

/** The provider of a registration, in the way that its card is asked for. */
export async function providerOf(
  core: Core,
  { provider, mode }: Pick<Registration, 'provider' | 'mode'>,
): Promise<FinishingProvider> {
  const named = providerNamed(core, provider)
  return finishing(mode === undefined ? named : await (await core.cardForm()).providerFor(named))
}
