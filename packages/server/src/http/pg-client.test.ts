// The one module that talks to PGs: what each way of failing comes to, and that nothing leaks on the way.
import { createServer, type RequestListener, type Server } from 'node:http'
import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import type { PgRequest } from './exchange.ts'
import { callPg } from './pg-client.ts'
import { readJson } from './read-json.ts'

const MARK = 'hidden-mark'
const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function listen(handler: RequestListener): Promise<string> {
  const server = createServer(handler)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('not listening on a port')
  return `http://127.0.0.1:${address.port}`
}

const request = (url: string, change: Partial<PgRequest> = {}): PgRequest => ({
  operation: 'issue',
  method: 'POST',
  url,
  headers: { authorization: `Basic ${MARK}` },
  body: { transactionId: 't1' },
  timeoutMs: 5000,
  ...change,
})

const rejecting =
  (error: unknown): typeof fetch =>
  async () => {
    throw error
  }

const failing = (fields: object): Error => Object.assign(new TypeError(`cannot reach ${MARK}`), fields)

describe('callPg', () => {
  it('sends method, headers and a JSON body, and gives status and body back', async () => {
    const seen: string[] = []
    const base = await listen((incoming, answer) => {
      const { method, url, headers } = incoming
      incoming.setEncoding('utf8').on('data', (text: string) => {
        seen.push(`${method} ${url} ${headers.authorization} ${headers['content-type']} ${text}`)
        answer.writeHead(402).end('{"code":"1"}')
      })
    })
    const exchange = await callPg(request(`${base}/issue?x=1`), { fetch })
    expect(seen).toEqual([`POST /issue?x=1 Basic ${MARK} application/json {"transactionId":"t1"}`])
    expect(exchange).toMatchObject({ operation: 'issue', status: 402 })
    expect(exchange.failure).toBeUndefined()
    expect(readJson(exchange.body)).toEqual({ code: '1' })
  })

  it('follows no redirect, so that a credential goes nowhere else', async () => {
    let visited = false
    const elsewhere = await listen((_incoming, answer) => {
      visited = true
      answer.end('{}')
    })
    const base = await listen((_incoming, answer) => answer.writeHead(307, { location: elsewhere }).end())
    const exchange = await callPg(request(base), { fetch })
    expect(exchange.status).toBe(307)
    expect(visited).toBe(false)
  })

  it('tells a refused connection from one that broke after sending', async () => {
    const base = await listen((incoming) => incoming.socket.destroy())
    expect(await callPg(request(base), { fetch })).toEqual({ operation: 'issue', failure: 'lost' })
    const [server] = servers.splice(0)
    await new Promise((resolve) => server?.close(resolve))
    expect(await callPg(request(base), { fetch })).toEqual({ operation: 'issue', failure: 'not-sent' })
  })

  it('ends a call that is never answered, also when fetch ignores its signal', async () => {
    const base = await listen(() => {})
    const timeout = { operation: 'issue', failure: 'timeout' }
    expect(await callPg(request(base, { timeoutMs: 20 }), { fetch })).toEqual(timeout)
    const deaf: typeof fetch = () => new Promise(() => {})
    expect(await callPg(request(base, { timeoutMs: 20 }), { fetch: deaf })).toEqual(timeout)
  })

  it('ends a call whose body never ends', async () => {
    const base = await listen((_incoming, answer) => {
      answer.writeHead(200).write('{"code":')
    })
    const exchange = await callPg(request(base, { timeoutMs: 50 }), { fetch })
    expect(exchange).toEqual({ operation: 'issue', failure: 'timeout' })
  })

  it.each([
    ['64 KB and no more', 65_536, undefined],
    ['one byte too many', 65_537, 'too-large'],
  ])('reads a body of %s', async (_what, size, failure) => {
    const base = await listen((_incoming, answer) => answer.end('x'.repeat(size)))
    const exchange = await callPg(request(base), { fetch })
    expect(exchange.status).toBe(200)
    expect(exchange.failure).toBe(failure)
    expect(exchange.body?.reveal().length).toBe(failure ? undefined : size)
  })

  it('keeps a letter whole that is cut between two chunks', async () => {
    const [first, second] = [new Uint8Array([0xea, 0xb5]), new Uint8Array([0xad])]
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(first)
        controller.enqueue(second)
        controller.close()
      },
    })
    const exchange = await callPg(request('https://pg.example/'), { fetch: async () => new Response(body) })
    expect(exchange.body?.reveal()).toBe('국')
  })

  it.each([
    ['a URL that is none', request('not a url')],
    [
      'a header that cannot be sent',
      request('https://pg.example/', { headers: { authorization: '줄\n바꿈' } }),
    ],
    ['a body that is no JSON', request('https://pg.example/', { body: { amount: 1n } })],
  ])('sends nothing with %s', async (_what, wrong) => {
    let sent = false
    const exchange = await callPg(wrong, {
      fetch: async () => {
        sent = true
        return new Response()
      },
    })
    expect(exchange).toEqual({ operation: 'issue', failure: 'not-sent' })
    expect(sent).toBe(false)
  })

  it.each([
    [{ cause: { code: 'ENOTFOUND' } }, 'not-sent'],
    [{ cause: { code: 'EAI_AGAIN' } }, 'not-sent'],
    [{ cause: { code: 'ECONNREFUSED' } }, 'not-sent'],
    [{ cause: { code: 'UND_ERR_CONNECT_TIMEOUT' } }, 'not-sent'],
    [{ code: 'ConnectionRefused' }, 'not-sent'],
    [{ cause: { code: 'ECONNRESET' } }, 'lost'],
    [{ cause: { code: 'ETIMEDOUT' } }, 'lost'],
    [{ cause: { code: 'UND_ERR_SOCKET' } }, 'lost'],
    [{ cause: { code: 7 } }, 'lost'],
    [{}, 'lost'],
  ])('takes %j for %s', async (fields, failure) => {
    const exchange = await callPg(request('https://pg.example/'), { fetch: rejecting(failing(fields)) })
    expect(exchange.failure).toBe(failure)
  })

  it.each([['a text'], [null], [undefined], [42]])(
    'survives %s thrown instead of an error',
    async (thrown) => {
      const exchange = await callPg(request('https://pg.example/'), { fetch: rejecting(thrown) })
      expect(exchange).toEqual({ operation: 'issue', failure: 'lost' })
    },
  )

  it('survives a fetch that throws at once', async () => {
    const broken: typeof fetch = () => {
      throw new TypeError('Illegal invocation')
    }
    expect((await callPg(request('https://pg.example/'), { fetch: broken })).failure).toBe('lost')
  })

  it('lets out neither URL nor message nor body', async () => {
    const told = await Promise.all([
      callPg(request(`https://pg.example/${MARK}`), {
        fetch: rejecting(failing({ path: MARK, cause: { code: MARK } })),
      }),
      callPg(request(`https://pg.example/${MARK}`), {
        fetch: async () => new Response(`{"billingKey":"${MARK}"}`),
      }),
      callPg(request(`:${MARK}`), { fetch }),
    ])
    const text = `${JSON.stringify(told)}${inspect(told, { depth: 9, showHidden: true })}`
    expect(text).not.toContain(MARK)
  })
})

describe('readJson', () => {
  it('reads what is not JSON as nothing, without an exception that would quote it', async () => {
    const answer = async (text: string): Promise<unknown> => {
      const exchange = await callPg(request('https://pg.example/'), { fetch: async () => new Response(text) })
      return readJson(exchange.body)
    }
    expect(await answer(`{"billingKey":"${MARK}`)).toBeUndefined()
    expect(await answer('')).toBeUndefined()
    expect(readJson(undefined)).toBeUndefined()
    expect(await answer('null')).toBeNull()
  })
})
