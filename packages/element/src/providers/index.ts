// Each PG's half as a lazy chunk: a page downloads only the PG that it uses.
import type { WindowId } from '@billing-register/contract'
import type { BrowserProvider } from './provider.ts'

/** Loads the half of a PG. A new provider id does not compile until it has one. */
export const BROWSER_PROVIDERS: { readonly [Id in WindowId]: () => Promise<BrowserProvider<Id>> } = {
  'card-form': () => import('./card-form.ts'),
  danal: () => import('./danal.ts'),
  'portone-v1': () => import('./portone-v1.ts'),
  'portone-v2': () => import('./portone-v2.ts'),
  toss: () => import('./toss.ts'),
}
