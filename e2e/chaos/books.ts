// The merchant's own books: what `onIssued` and `onEvent` have told them, and they have taken.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** What the merchant's books have taken. */
export interface Told {
  /** Ids of registrations whose card was told through `onIssued`. */
  readonly issued: ReadonlySet<string>
  /** Through `onEvent`, each as its type and what it is about: `payment.paid pay_…`. */
  readonly events: ReadonlySet<string>
}

/** Books that listen. */
export interface Books {
  readonly origin: string
  readonly told: Told
  close(): void
}

interface Notice {
  readonly eventId: string
  readonly type?: string
  readonly registrationId: string
  readonly detail?: Readonly<Record<string, string>>
}

/** Opens them. Every seventh event finds the merchant busy at first. */
export async function openBooks(): Promise<Books> {
  const told = { issued: new Set<string>(), events: new Set<string>() }
  const turnedAway = new Set<string>()
  const take = (path: string | undefined, body: string): number => {
    const { eventId, type, registrationId, detail }: Notice = JSON.parse(body)
    const name = `${path} ${eventId}`
    const busy = /[A-H]$/.test(eventId) && !turnedAway.has(name)
    turnedAway.add(name)
    if (!busy && path === '/issued') told.issued.add(registrationId)
    if (!busy && path === '/event') told.events.add(`${type} ${detail?.['paymentId']}`)
    return busy ? 503 : 204
  }
  const server = createServer((request, response) => {
    void text(request)
      .then((body) => response.writeHead(take(request.url, body)).end())
      // Whoever was telling may have been killed in the middle of it.
      .catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    told,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
