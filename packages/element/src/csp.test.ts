import { chromium, type Browser, type Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BROWSER_ARGS, findBrowser } from '../../../scripts/find-browser.ts'
import { buildElement } from '../build.ts'
import { CARD, CONSENT_OFFER, view } from '../test/fake-endpoint.ts'

const ORIGIN = 'http://shop.localhost'
const POLICY = [
  "default-src 'none'",
  "script-src 'nonce-abc' 'strict-dynamic'",
  "connect-src 'self'",
  "style-src 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html billing-register',
].join('; ')
const SDK = 'window.IMP={init(){},request_pay(p,done){setTimeout(()=>done({imp_uid:"imp_1"}))}}'
const LAUNCH = { provider: 'portone-v1', sdkUrl: `${ORIGIN}/sdk.js`, userCode: 'imp00000000', request: {} }

const METHOD = {
  id: 'pm_1',
  kind: 'card',
  issuer: 'KB국민카드',
  state: 'active',
  default: true,
  createdAt: 0,
  provider: 'danal',
  providerLabel: '다날',
}

const pageWith = (name: 'register' | 'methods'): string =>
  `<!doctype html><script type="module" nonce="abc" src="/billing-${name}.js"></script><billing-${name} endpoint="/billing" nonce="abc"></billing-${name}>`

/** A page under this policy, with one of the production scripts and a made-up endpoint. */
async function strictPage(browser: Browser, files: ReadonlyMap<string, string>, html: string): Promise<Page> {
  const page = await browser.newPage()
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url())
    const body = pathname === '/' ? html : pathname === '/sdk.js' ? SDK : files.get(pathname.slice(1))
    if (body !== undefined) {
      const contentType = pathname === '/' ? 'text/html' : 'text/javascript'
      return route.fulfill({ contentType, body, headers: { 'content-security-policy': POLICY } })
    }
    const registered = { id: 'reg_0001', expiresInMs: 600_000, launch: LAUNCH }
    if (pathname.endsWith('/payment-methods')) return route.fulfill({ json: { methods: [METHOD] } })
    if (pathname.endsWith('/offer')) return route.fulfill({ json: CONSENT_OFFER })
    if (pathname.endsWith('/registrations')) return route.fulfill({ json: registered })
    return route.fulfill({ json: view('issued', { paymentMethod: CARD }) })
  })
  return page
}

describe('under a strict Content-Security-Policy with Trusted Types', () => {
  let browser: Browser
  let files: ReadonlyMap<string, string>
  beforeAll(async () => {
    files = new Map((await buildElement({ write: false })).map(({ fileName, code }) => [fileName, code]))
    const executablePath = findBrowser()
    browser = await chromium.launch({
      ...(executablePath ? { executablePath } : {}),
      args: [...BROWSER_ARGS],
    })
  }, 60_000)
  afterAll(() => browser.close())

  /** The open page, and what it reports. */
  async function open(html: string): Promise<{ page: Page; reports: string[] }> {
    const page = await strictPage(browser, files, html)
    const reports: string[] = []
    page.on('console', (message) => reports.push(message.text()))
    page.on('pageerror', (error) => reports.push(error.message))
    await page.goto(ORIGIN)
    return { page, reports }
  }

  it('registers a card, and nothing is reported', async () => {
    const { page, reports } = await open(pageWith('register'))
    await page.getByRole('checkbox').check()
    await page.locator('[part=action]').click()
    await page.locator('[part=card]').waitFor()
    expect(await page.locator('[part=base]').evaluate((base) => getComputedStyle(base).display)).toBe('grid')
    expect(reports).toEqual([])
  }, 30_000)

  it('lists payment methods by the list’s script alone, which brings the other tag along', async () => {
    const { page, reports } = await open(pageWith('methods'))
    await page.locator('[part=remove]').click()
    await page.locator('[part=question]').waitFor()
    expect(await page.evaluate(() => customElements.get('billing-register')?.name)).toBeDefined()
    expect(reports).toEqual([])
  }, 30_000)
})
