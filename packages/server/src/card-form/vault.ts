// Holds typed cards in this process, for a minute: long enough for one call and its repetition, and nowhere else.
import type { CardDetails } from '../providers/provider.ts'
import { HOLD_MS } from '../registration/card-form.ts'
import { Secret } from '../secret.ts'

/** Cards by their tokens. */
export interface Vault {
  hold(token: string, card: CardDetails, now: number): void
  /** The card, while it is held. */
  find(token: string, now: number): CardDetails | undefined
}

// Secrets hold texts: a dump of this process's objects shows none of the digits.
const sealed = ({ number, expiryYear, expiryMonth, identity, password }: CardDetails): Secret =>
  new Secret([number, expiryYear, expiryMonth, identity, password].join(' '))

function unsealed(secret: Secret): CardDetails {
  const [number = '', expiryYear = '', expiryMonth = '', identity = '', password = ''] = secret
    .reveal()
    .split(' ')
  return { number, expiryYear, expiryMonth, identity, password }
}

/** A vault. `later` runs work after so many ms without keeping the process alive. */
export function makeVault(later: (ms: number, work: () => void) => void): Vault {
  const held = new Map<string, { readonly card: Secret; readonly until: number }>()
  return {
    hold(token, card, now) {
      held.set(token, { card: sealed(card), until: now + HOLD_MS })
      later(HOLD_MS, () => held.delete(token))
    },
    find(token, now) {
      const one = held.get(token)
      if (one === undefined) return undefined
      if (one.until > now) return unsealed(one.card)
      held.delete(token)
      return undefined
    },
  }
}

// Node's timers are objects that keep the process alive unless told otherwise.
const isHeld = (timer: unknown): timer is { unref: () => void } =>
  typeof timer === 'object' && timer !== null && 'unref' in timer

/** Runs work after so many ms, in runtimes that live that long; a process that wants to end does not wait for it. */
export function runLater(ms: number, work: () => void): void {
  const timer: unknown = setTimeout(work, ms)
  if (isHeld(timer)) timer.unref()
}
