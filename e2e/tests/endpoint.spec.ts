import type { Route } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { RegisterElement } from '../models/register-element.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { hold } from '../support/browsing.ts'
import { COMPLETE, CREATE, OPEN_WINDOW, requestsOf } from '../support/requests.ts'

const BASIC = '/danal?plan=basic-monthly'
const FAILED_REQUEST = /Failed to load resource/
const OFFER = '**/billing/offer?*'
const COMPLETE_URL = '**/billing/registrations/*/complete'

/** Ways in which an endpoint can be in trouble. */
const TROUBLES: Readonly<Record<string, (route: Route) => Promise<void>>> = {
  'is down': (route) => route.abort('connectionrefused'),
  'answers 500': (route) => route.fulfill({ status: 500, contentType: 'text/plain', body: 'oops' }),
  'answers something that is not JSON': (route) =>
    route.fulfill({ status: 200, contentType: 'text/html', body: '<!doctype html><title>Login</title>' }),
}

test.describe('the endpoint', () => {
  for (const [trouble, cause] of Object.entries(TROUBLES)) {
    test(`${trouble} when the page asks for the price: it says so, and asks again on the click`, async ({
      shop,
      page,
    }) => {
      shop.watch.expect(FAILED_REQUEST)
      await page.route(OFFER, cause)
      await shop.login(page)
      await page.goto(BASIC)
      const element = new RegisterElement(page)
      await element.expectPhase('failed')
      await expect(element.message).not.toBeEmpty()
      await page.unroute(OFFER)
      await element.action.click()
      await element.ready()
      await element.start()
      await new RegisterWindow(page).approve()
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

    test(`${trouble} at the click: no window opens, and the next click goes on`, async ({ shop, page }) => {
      shop.watch.expect(FAILED_REQUEST)
      const element = await shop.visit(page, BASIC)
      await page.route('**/billing/registrations', cause)
      await element.start()
      await element.expectPhase('failed')
      expect(requestsOf(shop.wire.exchanges, 'POST', OPEN_WINDOW)).toHaveLength(0)
      await page.unroute('**/billing/registrations')
      await element.action.click()
      await new RegisterWindow(page).approve()
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

    test(`${trouble} after the window: the outcome is called unknown, never failed, and is found later`, async ({
      shop,
      page,
    }) => {
      shop.watch.expect(FAILED_REQUEST)
      const element = await shop.visit(page, BASIC)
      await page.route(COMPLETE_URL, cause, { times: 2 })
      await element.start()
      await new RegisterWindow(page).approve('GET')
      await element.expectIssued()
      expect(shop.watch.phases).not.toContain('failed')
      expect(shop.watch.phases).not.toContain('declined')
      expect(await shop.calls('issue')).toBe(1)
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })
  }

  test('is slow at the click: the window opens once the answer is there, only once', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, BASIC)
    const release = await hold(page, '**/billing/registrations')
    await element.start()
    await element.expectPhase('preparing')
    await element.action.click({ force: true })
    release()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    expect(requestsOf(shop.wire.exchanges, 'POST', CREATE)).toHaveLength(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test(
    'duplicate registration on retry: the request arrived, its answer was lost, and the retry is the same one',
    { tag: '@pain' },
    async ({ shop, page }) => {
      shop.watch.expect(FAILED_REQUEST)
      const element = await shop.visit(page, BASIC)
      shop.wire.lose('POST', CREATE)
      await element.start()
      await element.expectPhase('failed')
      shop.wire.keep()
      await element.action.click()
      await new RegisterWindow(page).approve()
      await element.expectIssued()
      expect(requestsOf(shop.wire.exchanges, 'POST', CREATE).length).toBeGreaterThan(1)
      expect(await shop.ledgerOf()).toHaveLength(1)
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    },
  )

  test('the answer of the finish is lost: asking again reads the outcome, the PG is not called again', async ({
    shop,
    page,
  }) => {
    shop.watch.expect(FAILED_REQUEST)
    const element = await shop.visit(page, BASIC)
    // Twice: a browser repeats a request by itself when a kept connection turns out to be dead.
    shop.wire.lose('POST', COMPLETE, 2)
    await element.start()
    await new RegisterWindow(page).approve('GET')
    await element.expectIssued()
    expect(requestsOf(shop.wire.exchanges, 'POST', COMPLETE).length).toBeGreaterThan(1)
    expect(await shop.calls('issue')).toBe(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })
})
