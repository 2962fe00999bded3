import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { RegisterElement } from '../models/register-element.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { violations } from '../support/axe.ts'
import { CREATE, OPEN_WINDOW, requestsOf } from '../support/requests.ts'

const FRAME = 'iframe[title="결제창"]'
const BASIC = '/danal?plan=basic-monthly'
const FAILED_REQUEST = /Failed to load resource/

const document = (body: string): string =>
  `<!doctype html><html lang="ko"><meta name="viewport" content="width=device-width"><title>상점</title>
   <script type="module" src="/billing-register.js"></script><body>${body}</body></html>`

/** Presses Tab until this has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  const focused = (): Promise<boolean> =>
    target.evaluate((element) => (element.getRootNode() as Document | ShadowRoot).activeElement === element)
  for (let pressed = 0; pressed < 80; pressed++) {
    if (await focused()) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reaches ${String(target)}`)
}

test.describe('in a form', () => {
  const FORM = document(`<form method="get" action="/terms">
      <input type="hidden" name="order" value="7" />
      <billing-register endpoint="/billing" plan="basic-monthly" name="payment-method" required></billing-register>
      <button>주문하기</button>
    </form>`)

  test('the payment method is a required field, and its id is what the form sends', async ({
    shop,
    page,
  }) => {
    shop.wire.serve('/form', { type: 'text/html', body: FORM })
    const element = await shop.visit(page, '/form')
    const order = page.getByRole('button', { name: '주문하기' })
    await order.click()
    expect(new URL(page.url()).pathname).toBe('/form')
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await order.click()
    await page.waitForURL('**/terms?*')
    const sent = new URL(page.url()).searchParams
    expect(sent.get('order')).toBe('7')
    expect(sent.get('payment-method')).toMatch(/^pm_[\w-]{16,}$/)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })
})

test.describe('the page’s policy', () => {
  test('needs no unsafe-inline and is kept on every page of the shop', async ({ shop, page }) => {
    await shop.login(page)
    for (const path of [
      '/',
      '/danal',
      '/danal-page-return',
      '/portone-v1',
      '/playground',
      '/terms',
      '/bare/danal',
    ]) {
      const answer = await page.goto(path)
      const policy = answer?.headers()['content-security-policy'] ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).not.toContain('unsafe-inline')
      expect(policy).not.toContain('unsafe-eval')
      if (/danal|portone|playground/.test(path)) await new RegisterElement(page).ready()
    }
    expect(shop.watch.problems()).toEqual([])
  })

  test('is watched: what breaks it is noticed by every flow here', async ({ shop, page }) => {
    await shop.visit(page, '/danal')
    await page.evaluate(() => window.document.body.setAttribute('onclick', 'x'))
    await page.evaluate(() => {
      const style = window.document.createElement('style')
      style.textContent = 'body { color: red }'
      window.document.head.append(style)
    })
    await expect.poll(() => shop.watch.problems().join()).toContain('policy violated: style-src')
    shop.watch.expect(/policy|Content Security Policy/)
  })

  test('may demand Trusted Types: the whole flow keeps working', async ({ shop, page }) => {
    shop.wire.serve('/strict', {
      type: 'text/html',
      body: document('<billing-register endpoint="/billing" plan="basic-monthly"></billing-register>'),
      headers: {
        'content-security-policy': [
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'",
          "require-trusted-types-for 'script'; trusted-types billing-register lit-html",
        ].join('; '),
      },
    })
    const element = await shop.visit(page, '/strict')
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })
})

test.describe('for everybody', () => {
  test('the keyboard alone registers a card, window included', async ({ shop, page }) => {
    const element = await shop.visit(page, '/danal')
    await tabTo(page, element.consent)
    await page.keyboard.press('Space')
    await tabTo(page, element.action)
    await page.keyboard.press('Enter')
    const window = await new RegisterWindow(page).opened()
    await tabTo(page, window.place.getByLabel('모두 동의해요'))
    await page.keyboard.press('Space')
    await tabTo(page, window.place.getByRole('button', { name: '다음' }))
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/step=identity/)
    await tabTo(page, window.place.getByRole('button', { name: '인증번호 받기' }))
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/step=code/)
    await tabTo(page, window.place.getByLabel('인증번호', { exact: true }))
    await page.keyboard.type('123456')
    await page.keyboard.press('Enter')
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('the focus comes back to the action when a window in the page closes', async ({ shop, page }) => {
    const element = await shop.visit(page, '/portone-v1?plan=basic-monthly')
    await element.start()
    await new RegisterWindow(page.frameLocator(FRAME)).cancel()
    await element.expectPhase('cancelled')
    await expect(element.action).toBeFocused()
    await shop.expectKeys({ atPg: 0, inUse: 0 })
  })

  test('in English, from the price to the card', async ({ shop, page }) => {
    const element = await shop.visit(page, '/danal?lang=en')
    await expect(element.price).toHaveText('₩9,900 / month')
    await expect(element.now).toHaveText(/^Nothing is charged today\./)
    await expect(element.account).toHaveText(/^Registers to /)
    await element.action.click()
    await expect(element.message).toHaveText('Please read and agree first.')
    await element.start()
    await new RegisterWindow(page).decline()
    await element.expectPhase('declined')
    await expect(element.message).toHaveText(/^The card issuer declined/)
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectPhase('issued')
    await expect(element.message).toHaveText('Your card is registered')
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  /** Ways into each state, on a page that is logged in. */
  const STATES: Readonly<Record<string, (page: Page, element: RegisterElement) => Promise<void>>> = {
    ready: async () => {},
    'consent missing': async (_, element) => {
      await element.action.click()
      await expect(element.message).not.toBeEmpty()
    },
    'window open': async (page, element) => {
      await element.start()
      await new RegisterWindow(page.frameLocator(FRAME)).opened()
      await element.expectPhase('open')
    },
    issued: async (page, element) => {
      await element.start()
      await new RegisterWindow(page.frameLocator(FRAME)).approve()
      await element.expectPhase('issued')
    },
    declined: async (page, element) => {
      await element.start()
      await new RegisterWindow(page.frameLocator(FRAME)).decline()
      await element.expectPhase('declined')
    },
    cancelled: async (page, element) => {
      await element.start()
      await new RegisterWindow(page.frameLocator(FRAME)).cancel()
      await element.expectPhase('cancelled')
    },
    failed: async (page, element) => {
      await page.route('**/billing/registrations', (route) => route.abort())
      await element.start()
      await element.expectPhase('failed')
    },
    'logged out': async (page, element) => {
      await page.context().clearCookies()
      await page.reload()
      await expect(page.locator('billing-register [slot=login]')).toBeVisible()
      await element.expectPhase('idle')
    },
  }

  for (const [state, reach] of Object.entries(STATES))
    test(`nothing that axe-core can see is wrong: ${state}`, async ({ shop, page }) => {
      shop.watch.expect(FAILED_REQUEST)
      const element = await shop.visit(page, '/portone-v1')
      await reach(page, element)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        for (const frame of page.frames())
          expect(await violations(frame), `${colorScheme} ${frame.url()}`).toEqual([])
      }
    })

  for (const state of ['finishing', 'uncertain'] as const)
    test(`nothing that axe-core can see is wrong: ${state}`, async ({ shop, page }) => {
      const fault = state === 'finishing' ? 'delay' : 'drop-response'
      await shop.fault({ provider: 'danal', operation: 'issue', fault, delayMs: 8_000, times: 1 })
      const element = await shop.visit(page, '/danal')
      await element.start()
      await new RegisterWindow(page).approve()
      await element.expectPhase(state)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        expect(await violations(page), colorScheme).toEqual([])
      }
      await element.expectPhase(state)
    })
})

test.describe('the click', () => {
  test('popup blocked when opened after an await: the window opens inside the click, without asking anybody', async ({
    shop,
    page,
  }) => {
    shop.watch.expect(FAILED_REQUEST)
    const element = await shop.visit(page, '/danal?provider=danal-popup')
    const prepared = page.waitForResponse('**/billing/registrations')
    const script = page.waitForResponse('**/danal/sdk.js*')
    await element.consent.check()
    await prepared
    await script
    await expect.poll(() => page.evaluate(() => 'DanalPayments' in window)).toBe(true)
    shop.wire.cut('POST', /^\/billing\//)
    const opened = page.waitForEvent('popup')
    await element.action.click()
    const popup = await opened
    shop.wire.keep()
    const closed = popup.waitForEvent('close')
    await new RegisterWindow(popup).approve()
    await closed
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('a blocked popup is said, and the next click opens it', async ({ shop, page }) => {
    const element = await shop.visit(page, '/danal?provider=danal-popup')
    await page.evaluate(() => {
      const genuine = window.open
      window.open = () => {
        window.open = genuine
        return null
      }
    })
    await element.start()
    await element.expectPhase('failed')
    await expect(element.message).not.toBeEmpty()
    const opened = page.waitForEvent('popup')
    await element.start()
    const popup = await opened
    const closed = popup.waitForEvent('close')
    await new RegisterWindow(popup).approve()
    await closed
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('may be stopped by the page: billing-start is cancelable', async ({ shop, page }) => {
    const element = await shop.visit(page, BASIC)
    await page.evaluate(() => addEventListener('billing-start', (event) => event.preventDefault()))
    await element.start()
    await element.expectPhase('idle')
    expect(requestsOf(shop.wire.exchanges, 'POST', OPEN_WINDOW)).toHaveLength(0)
  })

  test('the SDK loaded or initialised twice: two tags on a page share one script and one init', async ({
    shop,
    page,
  }) => {
    shop.wire.serve('/two', {
      type: 'text/html',
      body: document(`
        <billing-register id="one" endpoint="/billing" plan="basic-monthly" provider="portone-v1"></billing-register>
        <billing-register id="two" endpoint="/billing" plan="club-now" provider="portone-v1"></billing-register>`),
    })
    await shop.login(page)
    await page.goto('/two')
    const one = new RegisterElement(page, '#one')
    const two = new RegisterElement(page, '#two')
    await one.start()
    await new RegisterWindow(page.frameLocator(FRAME)).approve()
    await one.expectIssued()
    await two.expectPhase('idle')
    await two.start()
    await new RegisterWindow(page.frameLocator(FRAME)).approve()
    await two.expectIssued()
    await one.expectPhase('issued')
    expect(requestsOf(shop.wire.exchanges, 'GET', /iamport\.js$/)).toHaveLength(1)
    expect(shop.watch.console.join()).not.toContain('IMP.init')
    await shop.expectKeys({ atPg: 2, inUse: 2 })
  })

  test('the shadow tree breaks no PG’s frame: the window stands in the page’s own document', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, '/portone-v1?plan=basic-monthly')
    await element.start()
    await new RegisterWindow(page.frameLocator(FRAME)).opened()
    const places = await page.evaluate(() => ({
      inDocument: window.document.querySelectorAll('iframe').length,
      inShadow: window.document.querySelector('billing-register')?.shadowRoot?.querySelectorAll('iframe')
        .length,
    }))
    expect(places).toEqual({ inDocument: 1, inShadow: 0 })
    await new RegisterWindow(page.frameLocator(FRAME)).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })
})

test.describe('what a merchant may get wrong', () => {
  test('a secret key shipped to the browser: the tag refuses to work and does not repeat it', async ({
    shop,
    page,
  }) => {
    shop.watch.expect(/looks like a secret key/)
    const secret = 'SK_TEST_0123456789abcdef'
    shop.wire.serve('/secret', {
      type: 'text/html',
      body: document(
        `<billing-register endpoint="/billing" plan="basic-monthly" data-key="${secret}"></billing-register>`,
      ),
    })
    await shop.login(page)
    await page.goto('/secret')
    const element = new RegisterElement(page)
    await element.expectPhase('failed')
    expect(requestsOf(shop.wire.exchanges, 'GET', /^\/billing\//)).toHaveLength(0)
    expect(shop.watch.console.join()).toContain('looks like a secret key')
    expect(shop.watch.console.join()).not.toContain(secret)
  })

  test('a charge endpoint open to any caller: there is none, nor one that tells of keys', async ({
    shop,
    page,
  }) => {
    shop.watch.expect(FAILED_REQUEST)
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    const statuses = await page.evaluate(async () => {
      const paths = ['charge', 'payments', 'keys', 'customers', 'billing-keys']
      const answers = paths.map((path) =>
        fetch(`/billing/${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{}',
        }),
      )
      return (await Promise.all(answers)).map(({ status }) => status)
    })
    expect(statuses).toEqual([404, 404, 404, 404, 404])
  })

  test('a customer_uid or order id that can be guessed: every registration has its own random ones', async ({
    shop,
    page,
  }) => {
    await shop.visit(page, '/portone-v1?plan=basic-monthly')
    const create = (provider: string): Promise<unknown> =>
      page.evaluate(async (provider) => {
        const offer = await (
          await fetch(`/billing/offer?plan=basic-monthly&locale=ko&provider=${provider}`)
        ).json()
        const answer = await fetch('/billing/registrations', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            offer: offer.offer,
            plan: 'basic-monthly',
            provider,
            clientRef: crypto.randomUUID(),
            returnTo: location.href,
          }),
        })
        return answer.status
      }, provider)
    for (const provider of ['portone-v1', 'portone-v1', 'danal', 'danal'])
      expect(await create(provider)).toBe(201)
    const launches = shop.launches()
    const ids = launches.flatMap(({ id, reference, handle }) =>
      handle ? [id, reference, handle] : [id, reference],
    )
    expect(new Set(ids).size).toBe(10)
    for (const id of ids) {
      expect(id.length).toBeGreaterThanOrEqual(22)
      expect(id).not.toContain(shop.customer)
    }
  })

  test('many prepared launches that nobody opened: only the newest five are kept open', async ({
    shop,
    page,
  }) => {
    await shop.visit(page, BASIC)
    for (let opened = 0; opened < 7; opened++) {
      const fresh = new RegisterElement(page)
      await page.reload()
      await fresh.ready()
      const prepared = page.waitForResponse('**/billing/registrations')
      await fresh.action.hover()
      await prepared
      await page.mouse.move(0, 0)
    }
    const states = (await shop.ledgerOf()).map(({ state }) => state)
    expect(states.filter((state) => state === 'open')).toHaveLength(5)
    expect(states.filter((state) => state === 'expired')).toHaveLength(2)
    expect(requestsOf(shop.wire.exchanges, 'POST', CREATE)).toHaveLength(7)
  })
})

test.describe('secrets', () => {
  test('billing key logged and returned: the search that follows every flow would find it', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    const [key] = await shop.keysOf()
    expect(key?.billingKey).toContain(shop.marker)
    await shop.expectFound('page', () =>
      page.evaluate((text) => sessionStorage.setItem('planted', text), `before-${shop.marker}-after`),
    )
    await page.evaluate(() => sessionStorage.removeItem('planted'))
    await shop.expectFound('console', () => page.evaluate((text) => console.log(text), `key ${shop.marker}`))
  })
})
