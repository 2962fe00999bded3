import { expect, test } from '../fixtures.ts'
import { RegisterElement } from '../models/register-element.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { OPEN_WINDOW, requestsOf } from '../support/requests.ts'
import { documentWith } from '../support/document.ts'

const FRAME = 'iframe[title="결제창"]'
const BASIC = '/danal?plan=basic-monthly'
const FAILED_REQUEST = /Failed to load resource/

test.describe('the click', () => {
  test(
    'popup blocked when opened after an await: the window opens inside the click, without asking anybody',
    { tag: '@pain' },
    async ({ shop, page }) => {
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
    },
  )

  test('may be stopped by the page: billing-start is cancelable', async ({ shop, page }) => {
    const element = await shop.visit(page, BASIC)
    await page.evaluate(() => addEventListener('billing-start', (event) => event.preventDefault()))
    await element.start()
    await element.expectPhase('idle')
    expect(requestsOf(shop.wire.exchanges, 'POST', OPEN_WINDOW)).toHaveLength(0)
    await shop.expectKeys({ atPg: 0, inUse: 0 })
  })

  test(
    'the SDK loaded or initialised twice: two tags on a page share one script and one init',
    { tag: '@pain' },
    async ({ shop, page }) => {
      shop.wire.serve('/two', {
        type: 'text/html',
        body: documentWith(`
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
    },
  )

  test(
    'the shadow tree breaks no PG’s frame: the window stands in the page’s own document',
    { tag: '@pain' },
    async ({ shop, page }) => {
      const element = await shop.visit(page, '/portone-v1?plan=basic-monthly')
      await element.start()
      await new RegisterWindow(page.frameLocator(FRAME)).opened()
      const places = await page.evaluate(() => ({
        inDocument: document.querySelectorAll('iframe').length,
        inShadow: document.querySelector('billing-register')?.shadowRoot?.querySelectorAll('iframe').length,
      }))
      expect(places).toEqual({ inDocument: 1, inShadow: 0 })
      await new RegisterWindow(page.frameLocator(FRAME)).approve()
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    },
  )
})
