// A provider with all that it does: what is needed once the window was open is loaded, once, before it is used.
import type { FinishingProvider, ServerProvider } from './provider.ts'

const known = new WeakMap<ServerProvider, Promise<FinishingProvider>>()

/** The provider with its {@link Finisher}. What could not be loaded is tried anew by the next one who asks. */
export function finishing(provider: ServerProvider): Promise<FinishingProvider> {
  const loaded = known.get(provider) ?? load(provider)
  known.set(provider, loaded)
  return loaded
}

async function load(provider: ServerProvider): Promise<FinishingProvider> {
  try {
    return { ...provider, ...(await provider.finisher()) }
  } catch (error) {
    known.delete(provider)
    throw error
  }
}
