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
 * @throws Error when the script was refused, blocked, too late, or did not set its global
 */
export function loadScript(src: string, global: string, nonce = ''): Promise<void> {
  if (global in window) return Promise.resolve()
  const { scripts } = registry()
  let flight = scripts.get(src)
  if (!flight) {
    const attempt = (): Promise<void> => inject(src, global, nonce)
    flight = present(src, global).catch(attempt).catch(attempt)
    flight.catch(() => scripts.delete(src))
    scripts.set(src, flight)
  }
  return flight
}

/** Waits for a tag that the page itself has, and that may have failed before anybody listened. */
async function present(src: string, global: string): Promise<void> {
  const tag = [...document.scripts].find((script) => script.src === src)
  const over = performance.getEntriesByName(src).length > 0
  if (tag && !over) await settled(tag, document.readyState === 'complete' ? LEFTOVER : PATIENCE)
  check(src, global)
}

async function inject(src: string, global: string, nonce: string): Promise<void> {
  const tag = document.createElement('script')
  tag.nonce = nonce
  tag.src = trusted(src)
  document.head.append(tag)
  await settled(tag, PATIENCE)
  if (!(global in window)) tag.remove()
  check(src, global)
}

function check(src: string, global: string): void {
  if (!(global in window)) throw new Error(`${src} did not set ${global}`)
}

const settled = (tag: HTMLScriptElement, ms: number): Promise<unknown> =>
  new Promise((resolve) => {
    tag.onload = tag.onerror = resolve
    setTimeout(resolve, ms)
  })

/**
 * The address as Trusted Types want it. The one policy, `billing-register`, makes addresses of PG scripts only:
 * https, loopback, or this origin.
 */
function trusted(src: string): string {
  const { protocol, hostname, origin } = new URL(src, document.baseURI)
  if (protocol !== 'https:' && origin !== location.origin && !/^(localhost|127\.0\.0\.1)$/.test(hostname))
    throw new Error(`${src} is not https`)
  const shared = registry()
  shared.policy ??= window.trustedTypes?.createPolicy('billing-register', { createScriptURL: (url) => url })
  return shared.policy?.createScriptURL(src) ?? src
}
