import { expect, test } from '../fixtures.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { expectRestored, go, goBack, goForward, watchRestores } from '../support/browsing.ts'
import { CREATE, OPEN_WINDOW, requestsOf } from '../support/requests.ts'

/** PGs whose window stands in a frame on a computer, its title, and how many there are once another has been opened. */
const FRAMED = [
  ['/portone-v1', '결제창', 2],
  ['/portone-v2', '카드 등록창', 2],
  // Its SDK can take a window away again.
  ['/toss', '자동결제 등록창', 1],
] as const

test.describe('the back button', () => {
  test(
    'leaves no endless spinner: the page that Chromium restores is ready again',
    { tag: '@pain' },
    async ({ shop, page }) => {
      await watchRestores(page)
      const element = await shop.visit(page, '/danal')
      await element.start()
      await new RegisterWindow(page).opened()
      await goBack(page)
      await expectRestored(page)
      await element.expectPhase('idle')
      await expect(element.action).toHaveText('카드 등록하기')
      await shop.expectKeys({ atPg: 0, inUse: 0 })
      await element.start()
      await new RegisterWindow(page).approve()
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    },
  )

  test('and forward again: the first window may still be finished', async ({ shop, page }) => {
    await watchRestores(page)
    const element = await shop.visit(page, '/danal')
    await element.start()
    await new RegisterWindow(page).opened()
    await goBack(page)
    await element.expectPhase('idle')
    await goForward(page)
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('inside Danal’s window goes one step back, and the way forward still registers', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, '/danal')
    await element.start()
    const window = await new RegisterWindow(page).opened()
    await window.finishDetails()
    await window.finishIdentity()
    await expect(page).toHaveURL(/step=code/)
    await goBack(page)
    await window.finishIdentity()
    await window.finishCode()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('after success meets a window that is over: pressing again leads back and changes nothing', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, '/danal')
    await element.start()
    const window = new RegisterWindow(page)
    await window.approve('GET')
    await element.expectIssued()
    await goBack(page)
    await window.approve('GET')
    await page.getByRole('link', { name: '상점으로 돌아가기' }).click()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
    expect(await shop.calls('issue')).toBe(1)
  })

  test('twice after success: the page that was left for the window knows of the card', async ({
    shop,
    page,
  }) => {
    await watchRestores(page)
    const element = await shop.visit(page, '/danal')
    await element.start()
    await new RegisterWindow(page).approve('GET')
    await element.expectIssued()
    await go(page, -2)
    await expectRestored(page)
    await element.expectIssued()
    await go(page, 2)
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
    expect(await shop.calls('issue')).toBe(1)
    expect(requestsOf(shop.wire.exchanges, 'POST', CREATE)).toHaveLength(1)
  })

  test('while finishing: coming forward again finds the outcome', async ({ shop, page }) => {
    await shop.fault({ provider: 'danal', operation: 'issue', fault: 'delay', delayMs: 1_500, times: 1 })
    const element = await shop.visit(page, '/danal')
    await element.start()
    await new RegisterWindow(page).approve('GET')
    await element.expectPhase('finishing')
    await goBack(page)
    await goForward(page)
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
    expect(await shop.calls('issue')).toBe(1)
  })

  test('to a page that had prepared its window: the restored page prepares a fresh one', async ({
    shop,
    page,
  }) => {
    await watchRestores(page)
    const element = await shop.visit(page, '/danal')
    const prepared = page.waitForResponse('**/billing/registrations')
    await element.consent.check()
    await prepared
    await page.goto('/terms')
    await goBack(page)
    await expectRestored(page)
    await element.start()
    await new RegisterWindow(page).opened()
    const launches = shop.launches()
    const [opened] = requestsOf(shop.wire.exchanges, 'POST', OPEN_WINDOW)
    expect(launches).toHaveLength(2)
    expect(opened?.requestBody).toContain(launches[1]?.reference)
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  for (const [path, title, frames] of FRAMED)
    test(`out of the shop and in again while the window of ${path} is open: the page is ready`, async ({
      shop,
      page,
    }) => {
      const frame = `iframe[title="${title}"]`
      await watchRestores(page)
      const element = await shop.visit(page, path)
      await element.start()
      await new RegisterWindow(page.frameLocator(frame)).opened()
      await page.goto('/terms')
      await goBack(page)
      await expectRestored(page)
      await element.expectPhase('idle')
      await element.agree()
      await element.action.dispatchEvent('click')
      // The restored window stands there as it was, but Playwright cannot look into a frame that was restored.
      await expect(page.locator(frame)).toHaveCount(frames)
      await new RegisterWindow(page.frameLocator(frame).last()).approve()
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })
})
