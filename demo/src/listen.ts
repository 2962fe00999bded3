// A server on a loopback port, and its quick end.
import { IncomingMessage, ServerResponse } from 'node:http'
import { createAdaptorServer, type HttpBindings } from '@hono/node-server'

/** A server that listens. */
export interface Listening {
  readonly port: number
  /** Stops taking requests and drops the connections that are still open. */
  close(): Promise<void>
}

/** How long requests under way may take to end when the server closes. */
const DRAIN_MS = 500

/**
 * Listens on `port` (0: a free one).
 * @throws Error in words that help when the port is taken.
 */
export async function listen(
  fetch: (request: Request, bindings: HttpBindings) => Response | Promise<Response>,
  at: { port: number; host: string },
): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: (request, { incoming, outgoing }) =>
      incoming instanceof IncomingMessage && outgoing instanceof ServerResponse
        ? fetch(request, { incoming, outgoing })
        : undefined,
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${at.port} is taken. Choose another one: PORT=0 npm run demo takes a free one.`)
          : error,
      ),
    )
    server.listen(at.port, at.host, resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : at.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), DRAIN_MS).unref()
        if ('closeIdleConnections' in server) server.closeIdleConnections()
      }),
  }
}
