// A proxy between the browser and everything: writes down every byte, and lets nothing leave this machine.
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request of the browser and its answer. */
export interface Exchange {
  readonly method: string
  readonly url: string
  readonly path: string
  readonly requestHeaders: IncomingMessage['headers']
  readonly requestBody: string
  readonly status: number
  readonly responseHeaders: IncomingMessage['headers']
  readonly responseBody: string
}

/** What went over the wire. */
export interface Wire {
  /** For the browser's proxy setting. */
  readonly server: string
  readonly exchanges: readonly Exchange[]
  forget(): void
  close(): Promise<void>
}

const isHere = (hostname: string): boolean => hostname === 'localhost' || hostname === '127.0.0.1'

function forward(exchanges: Exchange[], from: IncomingMessage, to: ServerResponse): void {
  const url = new URL(from.url ?? '', 'http://nowhere.invalid')
  if (!isHere(url.hostname)) {
    to.writeHead(502).end()
    return
  }
  const { 'proxy-connection': _, ...headers } = from.headers
  const asked: Buffer[] = []
  const onward = request(
    // The shop listens on 127.0.0.1; `localhost` may be another address first.
    {
      host: '127.0.0.1',
      port: url.port,
      method: from.method,
      path: url.pathname + url.search,
      headers: { ...headers, 'accept-encoding': 'identity' },
    },
    (answer) => {
      const chunks: Buffer[] = []
      to.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        to.write(chunk)
      })
      answer.on('end', () => {
        exchanges.push({
          method: from.method ?? '',
          url: url.href,
          path: url.pathname,
          requestHeaders: from.headers,
          requestBody: Buffer.concat(asked).toString(),
          status: answer.statusCode ?? 0,
          responseHeaders: answer.headers,
          responseBody: Buffer.concat(chunks).toString(),
        })
        to.end()
      })
      answer.on('error', () => to.destroy())
    },
  )
  onward.on('error', () => to.destroy())
  to.on('close', () => onward.destroy())
  from.on('data', (chunk: Buffer) => {
    asked.push(chunk)
    onward.write(chunk)
  })
  from.on('end', () => onward.end())
}

/** Starts the proxy on a free port. */
export async function startWire(): Promise<Wire> {
  const exchanges: Exchange[] = []
  const server = createServer((from, to) => forward(exchanges, from, to))
  server.on('connect', (_, socket) => void socket.destroy())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    server: `http://127.0.0.1:${port}`,
    exchanges,
    forget: () => void (exchanges.length = 0),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
