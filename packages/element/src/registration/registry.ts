// What all elements and all copies of this script on one page share, so that each thing happens once.
import type { RawReturn, RegistrationView } from '@billing-register/contract'
import type { WindowResult } from '../providers/provider.ts'
import type { Answer } from './endpoint-client.ts'

/** A return that was taken from the page's URL. */
export interface TakenReturn {
  readonly id: string
  readonly fields: RawReturn
}

/** Shared by everything on the page. */
export interface Registry {
  /** Windows of this page view by registration id; undefined once a window is over. */
  readonly windows: Map<string, Promise<WindowResult> | undefined>
  /** Requests that finish a registration: one at a time for each. */
  readonly flights: Map<string, Promise<Answer<RegistrationView>>>
  /** SDK scripts that are loading or loaded, by address. */
  readonly scripts: Map<string, Promise<void>>
  /** The Trusted Types policy for PG scripts. */
  policy?: { createScriptURL(url: string): string } | undefined
  /** A return that no element has claimed yet. */
  taken?: TakenReturn | undefined
}

const KEY: unique symbol = Symbol.for('billing-register')

declare global {
  interface Window {
    [KEY]?: Registry
  }
}

/** The page's registry, made at the first use. */
export const registry = (): Registry =>
  (window[KEY] ??= { windows: new Map(), flights: new Map(), scripts: new Map() })
