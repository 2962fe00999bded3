// Loads a PG's SDK once per page: single flight with one retry, a timeout, and a fresh start after failure.
import { registry } from '../registration/registry.ts'

/** Milliseconds for one try. */
const PATIENCE = 10_000
/** Milliseconds for a tag of the page itself that should have finished with the page. */
const LEFTOVER = 2_000

interface ScriptPolicy {
  createScriptURL(url: string): string
}

declare global {
  interface Window {
    trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy }
  }
}

/**
 * Resolves when `window[global]` exists. All callers of one address share one flight, its one retry included; a
 * failed flight is forgotten, so that a later call starts afresh.
 * @throws Error named after the global, when the script was refused, blocked, too late, or did not set it
 */
export function loadScript(src: string, global: string, nonce = ''): Promise<void> {
  const shared = registry()
  const { scripts } = shared
  const settled = async (tag?: HTMLScriptElement, patience = PATIENCE): Promise<void> => {
    if (tag && !(global in window))
      await new Promise((resolve) => {
        tag.onload = tag.onerror = resolve
        setTimeout(resolve, patience)
      })
    if (!(global in window)) throw new Error(global)
  }
  const attempt = (): Promise<void> => {
    const tag = document.createElement('script')
    tag.nonce = nonce
    // Where the page enforces Trusted Types, this one policy makes the address.
    shared.policy ??= window.trustedTypes?.createPolicy('billing-register', { createScriptURL: (url) => url })
    tag.src = shared.policy?.createScriptURL(src) ?? src
    document.head.append(tag)
    return settled(tag)
  }
  let flight = scripts.get(src)
  if (!flight) {
    // The page's own tag may have failed before anybody listened: then there is nothing to wait for.
    const own = [...document.scripts].find((tag) => tag.src === src)
    const over = performance.getEntriesByName(src)[0]
    const patience = over ? 0 : document.readyState === 'complete' ? LEFTOVER : PATIENCE
    flight = settled(own, patience).catch(attempt).catch(attempt)
    flight.catch(() => scripts.delete(src))
    scripts.set(src, flight)
  }
  return flight
}
