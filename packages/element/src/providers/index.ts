// Each PG's half as a lazy chunk: a page downloads only the PG that it uses.
import type { ProviderId } from '@billing-register/contract'
import type { BrowserProvider } from './provider.ts'

/** Loads the half of a PG. A new provider id does not compile until it has one. */
export const BROWSER_PROVIDERS: { readonly [Id in ProviderId]: () => Promise<BrowserProvider<Id>> } = {
  danal: async () => (await import('./danal.ts')).danal,
  'portone-v1': async () => (await import('./portone-v1.ts')).portoneV1,
}
