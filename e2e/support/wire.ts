// A proxy between the browser and everything: writes down every byte, and lets nothing leave this machine.
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

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

/** A document that stands in for one of the shop's. */
export interface ServedPage {
  readonly type: 'text/html' | 'text/javascript'
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

/** What went over the wire. */
export interface Wire {
  /** For the browser's proxy setting. */
  readonly server: string
  readonly exchanges: readonly Exchange[]
  /** From now on matching requests arrive, but their answers are lost on the way, `times` times. */
  lose(method: string, path: RegExp, times?: number): void
  /** From now on matching requests are seen here and never arrive. */
  cut(method: string, path: RegExp): void
  /** Answers this address of the shop in its stead, redirects to it included. */
  serve(path: string, page: ServedPage): void
  /** Lets everything through again. */
  keep(): void
  /** Forgets what it saw, and loses nothing any more. */
  forget(): void
  close(): Promise<void>
}

/** Requests or answers to lose. */
interface Loss {
  readonly method: string
  readonly path: RegExp
  readonly what: 'request' | 'answer'
  left: number
}

interface State {
  readonly exchanges: Exchange[]
  readonly losses: Loss[]
  readonly served: Map<string, ServedPage>
}

const isHere = (hostname: string): boolean => hostname === 'localhost' || hostname === '127.0.0.1'

function forward(state: State, from: IncomingMessage, to: ServerResponse): void {
  const url = new URL(from.url ?? '', 'http://nowhere.invalid')
  if (!isHere(url.hostname)) return void to.writeHead(502).end()
  const page = from.method === 'GET' && state.served.get(url.pathname)
  if (page) {
    to.writeHead(200, { 'content-type': `${page.type}; charset=utf-8`, ...page.headers }).end(page.body)
    return
  }
  const loss = state.losses.find(
    ({ method, path, left }) => left > 0 && method === from.method && path.test(url.pathname),
  )
  if (loss) loss.left -= 1
  const asked: Buffer[] = []
  const record = (answer?: IncomingMessage, chunks: readonly Buffer[] = []): void =>
    void state.exchanges.push({
      method: from.method ?? '',
      url: url.href,
      path: url.pathname,
      requestHeaders: from.headers,
      requestBody: Buffer.concat(asked).toString(),
      status: answer?.statusCode ?? 0,
      responseHeaders: answer?.headers ?? {},
      responseBody: Buffer.concat(chunks).toString(),
    })
  if (loss?.what === 'request') {
    record()
    return void to.destroy()
  }
  const { 'proxy-connection': _, ...headers } = from.headers
  const onward = request({
    // The shop listens on 127.0.0.1; `localhost` may be another address first.
    host: '127.0.0.1',
    port: url.port,
    method: from.method,
    path: url.pathname + url.search,
    headers: { ...headers, 'accept-encoding': 'identity' },
  })
  onward.on('response', (answer) => {
    const chunks: Buffer[] = []
    if (!loss) to.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
    answer.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      if (!loss) to.write(chunk)
    })
    answer.on('error', () => to.destroy())
    answer.on('end', () => {
      record(answer, chunks)
      if (loss) to.destroy()
      else to.end()
    })
  })
  onward.on('error', () => to.destroy())
  to.on('close', () => onward.destroy())
  from.on('data', (chunk: Buffer) => {
    asked.push(chunk)
    onward.write(chunk)
  })
  from.on('end', () => onward.end())
}

/** Requests that a test makes itself come as tunnels: passed on, not written down. */
function tunnel(from: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { hostname, port } = new URL(`http://${from.url}`)
  if (!isHere(hostname)) return void socket.destroy()
  const onward = connect(Number(port), '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    onward.write(head)
    socket.pipe(onward).pipe(socket)
  })
  onward.on('error', () => socket.destroy())
  socket.on('error', () => onward.destroy())
}

/** Starts the proxy on a free port. */
export async function startWire(): Promise<Wire> {
  const state: State = { exchanges: [], losses: [], served: new Map() }
  const server = createServer((from, to) => forward(state, from, to))
  server.on('connect', tunnel)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    server: `http://127.0.0.1:${port}`,
    exchanges: state.exchanges,
    lose: (method, path, times = Infinity) =>
      void state.losses.push({ method, path, what: 'answer', left: times }),
    cut: (method, path) => void state.losses.push({ method, path, what: 'request', left: Infinity }),
    serve: (path, page) => void state.served.set(path, page),
    keep: () => void (state.losses.length = 0),
    forget() {
      state.exchanges.length = 0
      state.losses.length = 0
      state.served.clear()
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
