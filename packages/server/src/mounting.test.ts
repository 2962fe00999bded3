// The handler inside other people's servers: node:http and Express, whole paths and stripped ones.
import { createServer, type RequestListener, type Server } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import express from 'express'
import { Hono } from 'hono'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { makeShop } from './testing/shop.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const isInfo = (value: typeof address): value is AddressInfo => typeof value === 'object' && value !== null
  if (!isInfo(address)) throw new Error('no address')
  return `http://127.0.0.1:${address.port}`
}

async function register(base: string): Promise<unknown> {
  const headers = {
    cookie: 'user=alice',
    origin: 'https://shop.example',
    'content-type': 'application/json',
  }
  const post = (path: string, body: unknown): Promise<Response> =>
    fetch(base + path, { method: 'POST', headers, body: JSON.stringify(body) })
  const { offer } = await (await fetch(`${base}/billing/offer?plan=pro`, { headers })).json()
  const returnTo = 'https://shop.example/register'
  const opened = await post('/billing/registrations', {
    plan: 'pro',
    offer,
    returnTo,
    clientRef: 'a'.repeat(16),
  })
  const { id } = await opened.json()
  const form = new URLSearchParams({ code: 'SUCCESS', transactionId: 'TX-1' })
  const back = await fetch(`${base}/billing/registrations/${id}/return`, {
    method: 'POST',
    body: form,
    headers: { cookie: 'user=alice' },
    redirect: 'manual',
  })
  expect(back.status).toBe(303)
  const done = await post(`/billing/registrations/${id}/complete`, {})
  return done.json()
}

describe('billing.fetch registers a card', () => {
  it('in node:http', async () => {
    const listener = getRequestListener(makeShop().billing.fetch)
    const base = await listen((request, response) => void listener(request, response))
    expect(await register(base)).toMatchObject({ state: 'issued' })
  })

  it('in Express under a mount, which strips the path', async () => {
    const app = express()
    app.use('/billing', getRequestListener(makeShop().billing.fetch))
    app.use(express.json())
    expect(await register(await listen(app))).toMatchObject({ state: 'issued' })
  })
})

describe('a body that was read before it came to billing', () => {
  const open = (base: string): Promise<Response> =>
    fetch(`${base}/billing/registrations`, {
      method: 'POST',
      headers: {
        cookie: 'user=alice',
        origin: 'https://shop.example',
        'content-type': 'application/json',
      },
      body: '{}',
    })

  it('is answered by a problem, and the log names the remedy', async () => {
    const shop = makeShop()
    const read = async (request: Request): Promise<Response> => {
      await request.text()
      return shop.billing.fetch(request)
    }
    const listener = getRequestListener(read)
    const base = await listen((request, response) => void listener(request, response))
    const response = await open(base)
    expect(await response.json()).toMatchObject({ status: 500, code: 'misconfigured' })
    expect(shop.logs.at(-1)?.['message']).toMatch(/mount billing before every body parser/)
  })

  it('is answered so, too, where a body parser of Express has read it', async () => {
    const shop = makeShop()
    const app = express()
    app.use(express.json())
    app.use('/billing', getRequestListener(shop.billing.fetch))
    const response = await open(await listen(app))
    expect(await response.json()).toMatchObject({ status: 500, code: 'misconfigured' })
    expect(shop.logs.at(-1)?.['message']).toMatch(/mount billing before every body parser/)
  })

  it('is answered so, too, where somebody in front holds it', async () => {
    const shop = makeShop()
    const hold = (request: Request): Promise<Response> => {
      request.body?.getReader()
      return shop.billing.fetch(request)
    }
    const listener = getRequestListener(hold)
    const response = await open(await listen((incoming, outgoing) => void listener(incoming, outgoing)))
    expect(await response.json()).toMatchObject({ status: 500, code: 'misconfigured' })
  })

  it('costs no return in silence', async () => {
    const shop = makeShop()
    const { id } = await shop.as('alice').open()
    const request = new Request(`https://shop.example/billing/registrations/${id}/return`, {
      method: 'POST',
      body: new URLSearchParams({ code: 'SUCCESS', transactionId: 'TX-1' }),
    })
    await request.text()
    const response = await shop.billing.fetch(request)
    expect(response.status).toBe(500)
    expect(shop.logs.at(-1)).toMatchObject({ event: 'return_not_taken', code: 'misconfigured' })
  })

  it("is still there when it was read by Hono's own helpers", async () => {
    const app = new Hono()
    app.use(async (c, next) => {
      if (c.req.method === 'POST') await c.req.text()
      await next()
    })
    app.route('/billing', makeShop().billing.app)
    const listener = getRequestListener(app.fetch)
    const base = await listen((request, response) => void listener(request, response))
    expect(await register(base)).toMatchObject({ state: 'issued' })
  })
})

describe('a body whose length is told', () => {
  const head = {
    cookie: 'user=alice',
    origin: 'https://shop.example',
    'content-type': 'application/json',
  }

  it("is read without the stream that Node's adapter makes for whoever looks at `body`", async () => {
    const headers = { ...head, 'content-length': '2' }
    const url = 'https://shop.example/billing/registrations'
    const request = new Request(url, { method: 'POST', headers, body: '{}' })
    const looked = vi.spyOn(request, 'body', 'get')
    expect((await makeShop().billing.fetch(request)).status).toBe(400)
    expect(looked).not.toHaveBeenCalled()
  })

  it('and whose sender goes away in the middle of it is a mistake of theirs', async () => {
    const shop = makeShop()
    const listener = getRequestListener(shop.billing.fetch)
    const base = await listen((incoming, outgoing) => void listener(incoming, outgoing))
    const sender = connect(Number(new URL(base).port))
    const lines = Object.entries({ host: 'x', ...head, 'content-length': '100' }).map(
      ([k, v]) => `${k}: ${v}`,
    )
    sender.end(`POST /billing/registrations HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n{"a"`)
    await vi.waitFor(() => expect(shop.logs.at(-1)).toMatchObject({ code: 'invalid_request' }))
    expect(shop.logs.at(-1)?.['message']).toBe('body: it ended too early')
  })
})

describe('a body that is far too large', () => {
  const MEGABYTE = new Uint8Array(1_000_000).fill(0x20)
  const codesOf = async (send: () => Promise<Response>): Promise<ReadonlySet<string>> => {
    const codes = new Set<string>()
    for (let sent = 0; sent < 12; sent++) {
      codes.add(await send().then(async (answer) => (await answer.json()).code, String))
    }
    return codes
  }
  const headers = { origin: 'https://shop.example', cookie: 'user=alice', 'content-type': 'application/json' }

  it('is answered before the connection ends, whether its length was told or not', async () => {
    const shop = makeShop()
    const { id } = await shop.as('alice').open()
    const listener = getRequestListener(shop.billing.fetch)
    const base = await listen((request, response) => void listener(request, response))
    const url = `${base}/billing/registrations/${id}/complete`
    const told = await codesOf(() => fetch(url, { method: 'POST', headers, body: MEGABYTE }))
    const streamed = (): RequestInit & { duplex: 'half' } => {
      const body = new Blob([MEGABYTE]).stream()
      return { method: 'POST', headers, body, duplex: 'half' }
    }
    const untold = await codesOf(() => fetch(url, streamed()))
    expect([...told, ...untold]).toEqual(['body_too_large', 'body_too_large'])
  })
})
