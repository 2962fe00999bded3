// What the page's half of a PG does: make its SDK ready, and open its window.
import type { LaunchFor, ReturnFor, WindowId } from '@billing-register/contract'

/** What a window handed back. */
export type WindowResult<Id extends WindowId = WindowId> =
  /** The window gave its result to this page. It proves nothing; the server decides. */
  | { readonly kind: 'returned'; readonly value: ReturnFor<Id> }
  /** The window is gone and gave nothing. A return that comes all the same still counts. */
  | { readonly kind: 'cancelled' }
  /** The page itself is being replaced by the window. */
  | { readonly kind: 'leaving' }

/** The page's half of one PG: a module that exports these two. */
export interface BrowserProvider<Id extends WindowId> {
  /** What the PG's script sets on `window`. It is loaded before the click, so that `open` needs no wait inside it. */
  readonly global: string
  /**
   * Opens the window. The SDK is called before the first await, so that the click still counts as a gesture.
   * @param context.host element in the light DOM for PGs that need a container
   */
  open(launch: LaunchFor<Id>, context: { signal: AbortSignal; host: HTMLElement }): Promise<WindowResult<Id>>
}
