// A ledger that remembers which registrations it was given, so that the truth panel can list them, and can start anew.
import { memoryLedger, type Ledger, type PaymentMethod, type Registration } from '@billing-register/server'

/** A ledger, with a list of what is in it. */
export interface WatchedLedger {
  readonly ledger: Ledger
  registrations(): Promise<Registration[]>
  methodOf(registration: Registration): Promise<PaymentMethod | undefined>
  reset(): void
}

export function watchedLedger(): WatchedLedger {
  let current = memoryLedger()
  let ids = new Set<string>()
  const watched: Pick<Ledger, 'create'> = {
    create: async (registration, events) => {
      const kept = await current.create(registration, events)
      ids.add(kept.id)
      return kept
    },
  }
  return {
    ledger: new Proxy(current, {
      get: (_, name): unknown => Reflect.get(name === 'create' ? watched : current, name),
    }),
    async registrations() {
      const found = await Promise.all([...ids].map((id) => current.find(id)))
      return found.flatMap((registration) => registration ?? [])
    },
    async methodOf(registration) {
      const methods = await current.paymentMethods(registration.customer.id)
      return methods.find((method) => method.registrationId === registration.id)
    },
    reset() {
      current = memoryLedger()
      ids = new Set()
    },
  }
}
