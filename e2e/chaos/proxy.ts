// The one address of all servers: hands requests on in turn, skips servers that are not there, survives those that die.
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** A running proxy. */
export interface Proxy {
  readonly origin: string
  /** Where server `index` listens from now on; undefined when it does not. */
  place(index: number, port: number | undefined): void
  close(): void
}

/** Starts one on a free port. `handedOn` hears which server gets a request. */
export async function startProxy(handedOn: (server: number) => void): Promise<Proxy> {
  const ports = new Map<number, number>()
  let turn = 0
  const inTurn = (): [number, number][] => {
    const all = [...ports].toSorted(([a], [b]) => a - b)
    turn += 1
    const first = all.length === 0 ? 0 : turn % all.length
    return [...all.slice(first), ...all.slice(0, first)]
  }
  const server = createServer((incoming, outgoing) => {
    void pass(incoming, outgoing, inTurn(), handedOn).catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    place: (index, at) => void (at === undefined ? ports.delete(index) : ports.set(index, at)),
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  servers: readonly [number, number][],
  handedOn: (server: number) => void,
): Promise<void> {
  const body = await buffer(incoming)
  for (const [index, port] of servers) {
    const end = await tryServer(incoming, outgoing, body, port, () => handedOn(index))
    if (end === 'done') return
    if (end === 'broken') break
  }
  if (outgoing.headersSent) outgoing.destroy()
  else outgoing.writeHead(502).end()
}

/** `absent`: nobody listened, so another server may be asked. `broken`: it may have been at work already. */
function tryServer(
  { method, url, headers }: IncomingMessage,
  outgoing: ServerResponse,
  body: Buffer,
  port: number,
  connected: () => void,
): Promise<'done' | 'absent' | 'broken'> {
  return new Promise((resolve) => {
    const forwarded = request({ host: '127.0.0.1', port, method, path: url, headers, agent: false })
    outgoing.once('close', () => forwarded.destroy())
    forwarded.once('socket', (socket) => socket.once('connect', connected))
    forwarded.once('error', (error) =>
      resolve('code' in error && error.code === 'ECONNREFUSED' ? 'absent' : 'broken'),
    )
    forwarded.once('response', (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(outgoing)
      response.once('error', () => resolve('broken'))
      response.once('end', () => resolve('done'))
    })
    forwarded.end(body)
  })
}
