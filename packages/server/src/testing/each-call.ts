// A view of a ledger on which something happens around every call, also of those of its parts.
import type { Ledger } from '../ledger/ledger.ts'

/** Makes a call, or does not. */
export type Around = (call: () => Promise<unknown>) => Promise<unknown>

/** The ledger with `around` about each of its calls. */
export const eachCall = (ledger: Ledger, around: Around): Ledger => viewOf(ledger, around)

function viewOf<T extends object>(target: T, around: Around): T {
  return new Proxy(target, {
    get(of, name, receiver) {
      const value: unknown = Reflect.get(of, name, receiver)
      if (typeof value === 'object' && value !== null) return viewOf(value, around)
      if (typeof value !== 'function') return value
      return (...args: unknown[]): Promise<unknown> =>
        around(async (): Promise<unknown> => Reflect.apply(value, of, args))
    },
  })
}
