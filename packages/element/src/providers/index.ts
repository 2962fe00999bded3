// Each PG's half as a lazy chunk: a page downloads only the PG that it uses.
import type { ProviderId } from '@billing-register/contract'
import type { BrowserProvider } from './provider.ts'

/** Loads the half of a PG. A new provider id does not compile until it has one. */
export const BROWSER_PROVIDERS = {
  danal: () => import('./danal.ts').then((module) => module.danal),
  'portone-v1': () => import('./portone-v1.ts').then((module) => module.portoneV1),
} satisfies { [Id in ProviderId]: () => Promise<BrowserProvider<Id>> } as {
  readonly [Id in ProviderId]: () => Promise<BrowserProvider<Id>>
}
