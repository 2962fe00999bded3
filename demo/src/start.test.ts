import { PROVIDER_IDS } from '@billing-register/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDemo, type RunningDemo } from './start.ts'

const MARKER = 'm4rk3rT0k3n'
const lines: string[] = []
let demo: RunningDemo
let other: RunningDemo

beforeAll(async () => {
  demo = await startDemo({
    port: 0,
    testControls: true,
    marker: MARKER,
    seed: 3,
    log: (line) => lines.push(line),
  })
  other = await startDemo({ port: 0, simulator: 'cross-site', log: () => {} })
}, 60_000)

afterAll(async () => {
  await Promise.all([demo.close(), other.close()])
})

const get = (path: string, headers: Record<string, string> = {}, at = demo): Promise<Response> =>
  fetch(`${at.origin}${path}`, { headers, redirect: 'manual' })

const post = (path: string, body: object, at = demo): Promise<Response> =>
  fetch(`${at.origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'manual',
  })

/** Those of the paths that are not answered with 200. */
async function missingOf(paths: readonly string[]): Promise<string[]> {
  const answers = await Promise.all(paths.map(async (path) => ({ path, status: (await get(path)).status })))
  return answers.filter(({ status }) => status !== 200).map(({ path }) => path)
}

async function loginAs(name: string, at = demo): Promise<string> {
  const answer = await get(`/login?as=${name}`, {}, at)
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

const offer = async (cookie: string, at = demo): Promise<{ order: { amount: number }; account: string }> =>
  (await get('/billing/offer?plan=pro-monthly&locale=ko', { cookie }, at)).json()

/** What a page would be given to open a window with. */
async function launchOf(provider: string, cookie: string, at: RunningDemo): Promise<{ launch: object }> {
  const query = `plan=basic-monthly&provider=${provider}`
  const { offer: seen } = await (await get(`/billing/offer?${query}`, { cookie }, at)).json()
  const answer = await fetch(`${at.origin}/billing/registrations`, {
    method: 'POST',
    headers: { cookie, origin: at.origin, 'content-type': 'application/json' },
    body: JSON.stringify({
      plan: 'basic-monthly',
      provider,
      offer: seen,
      returnTo: `${at.origin}/`,
      clientRef: crypto.randomUUID(),
    }),
  })
  return answer.json()
}

const PAGES = [
  '/',
  '/login',
  '/danal',
  '/danal-page-return',
  '/portone-v1',
  '/portone-v2',
  '/toss',
  '/switch',
  '/playground',
  '/terms',
  '/privacy',
  '/refund',
  '/cancel',
]

describe('the pages', () => {
  it.each([...PAGES, ...PROVIDER_IDS.map((id) => `/bare/${id}`)])('%s is there', async (path) => {
    const answer = await get(path)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('text/html')
  })

  it.each(PAGES)('%s says that this is a test and who runs the shop', async (path) => {
    const text = await (await get(path)).text()
    for (const words of [
      '테스트 모드',
      '사업자등록번호',
      '이용약관',
      '개인정보처리방침',
      '환불 안내',
      '해지 안내',
    ])
      expect(text).toContain(words)
  })

  it('has a page for what is not there', async () => {
    const answer = await get('/nothing')
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('그믐이에요')
  })

  it('has every file that its pages ask for', async () => {
    const text = await (await get('/playground')).text()
    const files = [...text.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css|svg))"/g)].flatMap(
      (match) => match[1] ?? [],
    )
    expect(files.length).toBeGreaterThan(3)
    expect(await missingOf(files)).toEqual([])
  })

  it('has the icon that browsers ask for where a page names none', async () => {
    expect((await get('/favicon.ico')).headers.get('content-type')).toBe('image/svg+xml')
  })

  it('serves the chunks beside the production script', async () => {
    for (const name of ['billing-register', 'billing-methods']) {
      const entry = await (await get(`/${name}.js`)).text()
      const chunks = [...entry.matchAll(/\.\/(billing-\w+\.[\w.-]+\.js)/g)].flatMap((match) => match[1] ?? [])
      expect(chunks.length).toBeGreaterThan(0)
      expect(await missingOf(chunks.map((chunk) => `/${chunk}`))).toEqual([])
    }
  })

  it('may be kept by the browser for the back button', async () => {
    expect((await get('/danal')).headers.get('cache-control') ?? '').not.toContain('no-store')
  })

  it('passes the language and a way on to the tag, and only those that exist', async () => {
    const text = await (await get('/danal?lang=en&provider=danal-popup&plan=basic-monthly')).text()
    expect(text).toMatch(/lang="en"[\s\S]*nonce=/)
    expect(text).toContain('provider="danal-popup"')
    const odd = await (await get('/danal?provider=portone-v1&plan=free&lang=%22%3E')).text()
    expect(odd).toContain('plan="pro-monthly"')
    expect(odd).not.toContain('provider="portone-v1"')
  })
})

describe('the policy', () => {
  it('allows nothing inline and nobody but the shop where the simulator is under its roof', async () => {
    const policy = (await get('/danal')).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/unsafe|https?:/)
  })

  it('names the simulator where it is another site', async () => {
    const policy = (await get('/danal', {}, other)).headers.get('content-security-policy') ?? ''
    for (const directive of ['script-src', 'connect-src', 'frame-src', 'form-action'])
      expect(policy).toMatch(new RegExp(`${directive} [^;]*${other.simulatorOrigin}`))
  })

  it('gives each page a nonce of its own, and the tag that nonce', async () => {
    const [first, second] = [await get('/danal'), await get('/danal')]
    const nonce = /'nonce-([^']+)'/.exec(first.headers.get('content-security-policy') ?? '')?.[1] ?? ''
    expect(nonce).not.toBe('')
    expect(await first.text()).toContain(`nonce="${nonce}"`)
    expect(second.headers.get('content-security-policy')).not.toContain(nonce)
  })
})

describe('the bare pages', () => {
  it.each(PROVIDER_IDS)('/bare/%s has the tag and the production script and nothing else', async (name) => {
    const text = await (await get(`/bare/${name}`)).text()
    expect(text.match(/<script/g)).toHaveLength(1)
    expect(text).toContain('<script type="module" src="/billing-register.js"></script>')
    expect(text).toContain('plan="pro-monthly"')
    expect(text).not.toMatch(/<style|stylesheet| style=| on\w+=/)
  })
})

describe('the switch', () => {
  const page = async (): Promise<string> => {
    const text = await (await get('/switch')).text()
    return /<billing-register[^>]*>/.exec(text)?.[0].replace(/nonce="[^"]*"/, '') ?? ''
  }
  const providerName = async (): Promise<string> => {
    const cookie = await loginAs('erin')
    const answer = await get('/switch/billing/offer?plan=pro-monthly&locale=ko', { cookie })
    const { text }: { text: { provider: string } } = await answer.json()
    return text.provider
  }
  const choose = (pg: string): Promise<Response> =>
    fetch(`${demo.origin}/switch`, { method: 'POST', body: new URLSearchParams({ pg }), redirect: 'manual' })

  it('moves a page to another PG without touching its tag, and leaves the other pages alone', async () => {
    const before = await page()
    expect(await providerName()).toBe('다날')
    await choose('toss')
    expect(await providerName()).toBe('토스페이먼츠')
    expect(await page()).toBe(before)
    const cookie = await loginAs('erin')
    const answer = await get('/billing/offer?plan=pro-monthly&locale=ko', { cookie })
    expect(await answer.text()).toContain('다날')
    await post('/__demo/reset', {})
    expect(await providerName()).toBe('다날')
  })

  it('stays where it is when it is asked for a PG that is not there', async () => {
    expect((await choose('nobody')).headers.get('location')).toBe('/switch')
    expect(await providerName()).toBe('다날')
  })
})

describe('the login', () => {
  it('makes a customer of any name, behind a cookie that tells nothing', async () => {
    const answer = await get('/login?as=alice&next=/danal?lang=en')
    const cookie = answer.headers.get('set-cookie') ?? ''
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/danal?lang=en'])
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Lax/)
    expect(cookie).not.toContain('alice')
    expect(await offer(cookie.split(';')[0] ?? '')).toMatchObject({ account: 'al***@example.com' })
  })

  it('goes back to the page that asked for it', async () => {
    const answer = await get('/login?as=alice', { referer: `${demo.origin}/portone-v1` })
    expect(answer.headers.get('location')).toBe('/portone-v1')
  })

  it.each([
    'https://elsewhere.example/',
    '//elsewhere.example',
    '/\\elsewhere.example',
    '/.//elsewhere.example',
    '/login/../..//elsewhere.example',
    'javascript:alert(1)',
  ])('leads nobody away to %s', async (next) => {
    const answer = await get(`/login?as=alice&next=${encodeURIComponent(next)}`)
    expect(answer.headers.get('location')).toBe('/')
  })

  it('refuses what is no name', async () => {
    const answer = await get('/login?as=%3Cb%3E')
    expect(answer.status).toBe(400)
    expect(await answer.text()).not.toContain('<b>"')
  })

  it('ends with the logout', async () => {
    const cookie = await loginAs('bob')
    expect((await get('/billing/offer?plan=pro-monthly&locale=ko', { cookie })).status).toBe(200)
    await get('/logout', { cookie })
    expect((await get('/billing/offer?plan=pro-monthly&locale=ko', { cookie })).status).toBe(401)
  })
})

describe('the billing handler', () => {
  it('stands at /billing and wants a login', async () => {
    expect((await get('/billing/offer?plan=pro-monthly&locale=ko')).status).toBe(401)
  })

  it('gets a POST that came to the page itself', async () => {
    const answer = await post('/danal-page-return?billing_registration=reg_1', {})
    expect([answer.status, answer.headers.get('location')]).toEqual([
      307,
      '/billing/registrations/reg_1/return',
    ])
  })

  it('logs JSON lines without secrets', async () => {
    await get('/billing/offer?plan=pro-monthly&locale=ko')
    expect(lines.length).toBeGreaterThan(0)
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty('event')
    expect(lines.join('\n')).not.toContain(MARKER)
  })
})

describe('the test controls', () => {
  it('change a price, which the next offer shows, and put it back', async () => {
    const cookie = await loginAs('carol')
    await post('/__demo/price', { plan: 'pro-monthly', amount: 12_900 })
    expect((await offer(cookie)).order.amount).toBe(12_900)
    await post('/__demo/reset', {})
    expect((await offer(cookie)).order.amount).toBe(9_900)
  })

  it('move the clock of the shop and of its PGs', async () => {
    const before = Date.now()
    const answer: { now: number } = await (await post('/__demo/clock', { advanceMs: 86_400_000 })).json()
    expect(answer.now).toBeGreaterThanOrEqual(before + 86_400_000)
    await post('/__demo/reset', {})
  })

  it('refuse what makes no sense', async () => {
    expect((await post('/__demo/price', { plan: 'free', amount: 1 })).status).toBe(400)
    expect((await post('/__demo/price', { plan: 'pro-monthly', amount: 0.5 })).status).toBe(400)
    expect((await post('/__demo/clock', {})).status).toBe(400)
  })

  it('are not there unless they were asked for', async () => {
    expect((await post('/__demo/price', { plan: 'pro-monthly', amount: 1_000 }, other)).status).toBe(404)
    expect((await get('/__demo/truth', {}, other)).status).toBe(200)
  })
})

describe('two demos', () => {
  it('know nothing of each other, though one browser holds the cookies of both', async () => {
    const cookies = `${await loginAs('alice')}; ${await loginAs('bob', other)}`
    expect((await offer(cookies)).account).toBe('al***@example.com')
    expect((await offer(cookies, other)).account).toBe('bo***@example.com')
  })

  it('meet their simulated PGs in the place that was asked for', async () => {
    expect(demo.simulatorOrigin).toBe(demo.origin)
    expect(other.simulatorOrigin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect((await fetch(`${other.simulatorOrigin}/danal/sdk.js`)).status).toBe(200)
  })
})

describe('with real keys of a PG', () => {
  let real: RunningDemo

  beforeAll(async () => {
    const danal = { clientKey: 'CL_TEST_x', merchantId: 'A000000009', secretKey: 'SK_TEST_x' }
    real = await startDemo({ port: 0, danal, log: () => {} })
  })
  afterAll(() => real.close())

  it('says on every page that this PG is real, and lets its script and windows in', async () => {
    const answer = await get('/danal', {}, real)
    expect(await answer.text()).toContain('다날은 실제 PG에 연결돼 있어요')
    expect(answer.headers.get('content-security-policy')).toContain('https://static.danalpay.com')
    expect(answer.headers.get('content-security-policy')).not.toContain('iamport')
  })

  it('leaves out the windows that only a simulator opens', async () => {
    expect(await (await get('/danal?provider=danal-popup', {}, real)).text()).not.toContain(
      'provider="danal-popup"',
    )
  })

  it('opens the window of the real PG, with the real client key and never the secret one', async () => {
    const cookie = await loginAs('dora', real)
    const { launch } = await launchOf('danal', cookie, real)
    expect(launch).toMatchObject({
      sdkUrl: 'https://static.danalpay.com/d1/sdk/index.js',
      clientKey: 'CL_TEST_x',
    })
    expect(JSON.stringify(launch)).not.toContain('SK_TEST_x')
  })

  it('keeps the other PG simulated', async () => {
    const cookie = await loginAs('dora', real)
    const { offer: seen } = await (
      await get('/billing/offer?plan=basic-monthly&provider=portone-v1', { cookie }, real)
    ).json()
    expect(seen).toEqual(expect.any(String))
  })
})

describe('with live keys of a PG', () => {
  let live: RunningDemo

  beforeAll(async () => {
    const portoneV1 = {
      userCode: 'imp12345678',
      channelKey: 'channel-key-live',
      apiKey: '1234567890123456',
      apiSecret: 's'.repeat(80),
      sandbox: false,
      pgProvider: 'danal_tpay',
    }
    live = await startDemo({ port: 0, portoneV1, log: () => {} })
  })
  afterAll(() => live.close())

  it('opens the real window', async () => {
    const cookie = await loginAs('dora', live)
    const { launch } = await launchOf('portone-v1', cookie, live)
    expect(launch).toMatchObject({ sdkUrl: 'https://cdn.iamport.kr/v1/iamport.js', userCode: 'imp12345678' })
  })

  it('has nothing that is simulated beside it, and no link that leads there', async () => {
    const home = await (await get('/', {}, live)).text()
    expect(home).toContain('href="/portone-v1"')
    expect(home).toContain('href="/bare/portone-v1"')
    for (const path of ['/danal', '/toss', '/bare/danal', '/card-form']) {
      expect(home).not.toContain(`href="${path}"`)
      expect((await get(path, {}, live)).status).toBe(404)
    }
    for (const path of ['/portone-v1', '/switch', '/methods', '/playground']) {
      const page = await get(path, {}, live)
      expect(page.status).toBe(200)
      expect(await page.text()).not.toMatch(/provider="(danal|toss)|href="\/danal"/)
    }
  })
})

it('says in plain words that a port is taken', async () => {
  const port = Number(new URL(demo.origin).port)
  await expect(startDemo({ port })).rejects.toThrow(`Port ${port} is taken`)
})
