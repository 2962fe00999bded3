import { expect, test } from '../fixtures.ts'
import { RegisterElement } from '../models/register-element.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { documentWith } from '../support/document.ts'
import { CREATE, requestsOf } from '../support/requests.ts'

const BASIC = '/danal?plan=basic-monthly'
const FAILED_REQUEST = /Failed to load resource/

test.describe('what a merchant may get wrong', () => {
  test(
    'a secret key shipped to the browser: the tag refuses to work and does not repeat it',
    { tag: '@pain' },
    async ({ shop, page }) => {
      shop.watch.expect(/looks like a secret key/)
      const secret = 'SK_TEST_0123456789abcdef'
      shop.wire.serve('/secret', {
        type: 'text/html',
        body: documentWith(
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
    },
  )

  test(
    'a charge endpoint open to any caller: there is none, nor one that tells of keys',
    { tag: '@pain' },
    async ({ shop, page }) => {
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
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    },
  )

  test(
    'a customer_uid or order id that can be guessed: every registration has its own random ones',
    { tag: '@pain' },
    async ({ shop, page }) => {
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
    },
  )

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
    // Preparing asks no PG for anything.
    expect((await shop.truth()).calls).toEqual([])
  })

  test('a page to come back to on another site is refused, before anything is made', async ({
    shop,
    page,
  }) => {
    shop.watch.expect(FAILED_REQUEST)
    for (const [index, returnTo] of [
      'https://evil.example/',
      '//evil.example',
      'javascript:alert(1)',
    ].entries())
      shop.wire.serve(`/away-${index}`, {
        type: 'text/html',
        body: documentWith(
          `<billing-register endpoint="/billing" plan="basic-monthly" return-to="${returnTo}"></billing-register>`,
        ),
      })
    await shop.login(page)
    for (const index of [0, 1, 2]) {
      await page.goto(`/away-${index}`)
      const element = new RegisterElement(page)
      await element.start()
      await element.expectPhase('failed')
    }
    expect(await shop.ledgerOf()).toEqual([])
  })

  test('another page of the shop to come back to shows the card', async ({ shop, page }) => {
    shop.wire.serve('/elsewhere', {
      type: 'text/html',
      body: documentWith(
        '<billing-register endpoint="/billing" plan="basic-monthly" return-to="/danal?plan=basic-monthly"></billing-register>',
      ),
    })
    const element = await shop.visit(page, '/elsewhere')
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    expect(page.url()).toBe(`${shop.origin}${BASIC}`)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })
})

test.describe('the shop’s drawer for developers', () => {
  test('shows what the PG holds beside what the ledger holds, masked', async ({ shop, page }) => {
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await page.getByRole('button', { name: '달의 뒷면 보기' }).click()
    const drawer = page.getByRole('complementary', { name: '달의 뒷면' })
    await expect(drawer).toContainText('PG와 원장이 같아요')
    const [key] = await shop.keysOf()
    await expect(drawer).toContainText(`····${key?.billingKey.slice(-4)}`)
    await expect(drawer).not.toContainText(key?.billingKey.slice(-8) ?? '')
  })
})

test.describe('secrets', () => {
  test(
    'billing key logged and returned: the search that follows every flow would find it',
    { tag: '@pain' },
    async ({ shop, page }) => {
      shop.watch.expect(FAILED_REQUEST)
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
      await shop.expectFound('console', () =>
        page.evaluate((text) => console.log(text), `key ${shop.marker}`),
      )
      const icon = 'GET /favicon.ico 200'
      await shop.expectFound(`${icon}, URL`, () =>
        page.evaluate((text) => fetch(`/favicon.ico?key=${text}`).then(() => {}), shop.marker),
      )
      shop.wire.forget()
      // As it stands in HTTP Basic credentials.
      await shop.expectFound(`${icon}, request headers`, () =>
        page.evaluate(
          (text) => fetch('/favicon.ico', { headers: { 'x-planted': text } }).then(() => {}),
          Buffer.from(`SK_${shop.marker}_key:`).toString('base64'),
        ),
      )
      shop.wire.forget()
      const quirks = 'POST /__simulator/control/quirks 400'
      await shop.expectFound([`${quirks}, request body`, `${quirks}, response body`], () =>
        page.evaluate(
          (text) =>
            fetch('/__simulator/control/quirks', {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify({ [text]: 1 }),
            }).then(() => {}),
          shop.marker,
        ),
      )
      shop.wire.forget()
    },
  )
})
