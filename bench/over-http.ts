// A handler behind a real server on the loopback: what its requests cost when they come over HTTP.
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'

type Handler = (request: Request) => Response | Promise<Response>

/** The handler as a client of a server meets it; `close` ends the server and gives back the global classes. */
export async function overHttp(handler: Handler): Promise<{ handler: Handler; close: () => void }> {
  // The adapter puts its own in their place, as it does for a merchant.
  const { Request: request, Response: response } = globalThis
  const listener = getRequestListener(handler)
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    async handler({ url, method, headers, body }) {
      const { pathname, search } = new URL(url)
      const sent = body === null ? {} : { body: await new Response(body).text() }
      return fetch(`http://127.0.0.1:${address.port}${pathname}${search}`, { method, headers, ...sent })
    },
    close() {
      server.closeAllConnections()
      server.close()
      Object.assign(globalThis, { Request: request, Response: response })
    },
  }
}
