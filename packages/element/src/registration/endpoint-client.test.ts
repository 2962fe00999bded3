import { afterEach, describe, expect, it, vi } from 'vitest'
import { ask, type Endpoint } from './endpoint-client.ts'

const endpoint: Endpoint = { url: '/billing', locale: 'en', headers: undefined }
const answer = (body: string, status = 200): void => {
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(body, { status })),
  )
}

describe('asking the endpoint', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('sends version, language, credentials and the page’s own headers', async () => {
    answer('{"offer":"o"}')
    const headers = async (): Promise<HeadersInit> => ({ Authorization: 'Bearer t' })
    await ask({ ...endpoint, headers }, '/offer', 'offer')
    const [url, init] = vi.mocked(fetch).mock.calls[0] ?? []
    expect(url).toBe('/billing/offer')
    expect(init).toMatchObject({ method: 'GET', credentials: 'include', body: undefined })
    expect(Object.fromEntries(new Headers(init?.headers))).toMatchObject({
      'billing-version': '1',
      'accept-language': 'en',
      authorization: 'Bearer t',
    })
  })

  it('posts JSON that survives the page', async () => {
    answer('{"state":"open"}')
    await ask(endpoint, '/x', 'state', { a: 1 })
    expect(vi.mocked(fetch).mock.calls[0]?.[1]).toMatchObject({
      method: 'POST',
      keepalive: true,
      body: '{"a":1}',
    })
  })

  it.each([
    ['HTML', '<html>', 200],
    ['an empty answer', '', 200],
    ['null', 'null', 200],
    ['an answer of another shape', '{"ok":true}', 200],
    ['a broken gateway', '<h1>502</h1>', 502],
  ])('calls %s a bad response', async (_name, body, status) => {
    answer(body, status)
    const { problem } = await ask(endpoint, '/offer', 'offer')
    expect(problem).toMatchObject({ code: 'bad_response', status })
  })

  it('passes the server’s problem on as it is', async () => {
    answer('{"code":"card_limit","detail":"한도","status":402,"retry":"new"}', 402)
    expect((await ask(endpoint, '/offer', 'offer')).problem).toMatchObject({
      code: 'card_limit',
      detail: '한도',
    })
  })

  it('calls a request that did not arrive, and headers that cannot be had, a network problem', async () => {
    vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('offline')))
    expect((await ask(endpoint, '/offer', 'offer')).problem).toMatchObject({ code: 'network', status: 0 })
    const headers = (): never => {
      throw new Error('no token')
    }
    expect((await ask({ ...endpoint, headers }, '/offer', 'offer')).problem?.code).toBe('network')
  })
})
