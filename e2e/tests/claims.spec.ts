import { expect, test } from '../fixtures.ts'
import { RegisterElement } from '../models/register-element.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { doorOf, MADE_UP } from '../support/forging.ts'

const BASIC = '/danal?plan=basic-monthly'

test.describe('what comes back is a claim, not a state', () => {
  // The door keeps six returns that came without the owner's login, and always room for two that came with it.
  for (const [junk, by] of [
    [5, 'POST'],
    [10, 'GET'],
  ] as const)
    test(`${junk} pieces of junk from elsewhere first, then the real return by ${by}: the card is registered`, async ({
      shop,
      page,
      otherBrowser,
    }) => {
      const element = await shop.visit(page, BASIC)
      await element.start()
      await new RegisterWindow(page).opened()
      const scanner = await otherBrowser()
      shop.watch.expect(/401/)
      for (let visit = 1; visit < junk; visit++)
        await scanner.request.get(doorOf(shop, { transactionId: `${MADE_UP}${visit}`, code: 'SUCCESS' }), {
          maxRedirects: 0,
        })
      await scanner.goto(doorOf(shop, { code: 'FAIL', message: '<b>no</b>' }))
      await new RegisterWindow(page).approve(by)
      await element.expectIssued()
      expect(await shop.calls('issue')).toBe(1)
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

  test('junk in the customer’s own browser first: the PG refuses it, and the real one is tried', async ({
    shop,
    page,
    context,
  }) => {
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).opened()
    await context.request.get(doorOf(shop, { transactionId: MADE_UP }), { maxRedirects: 0 })
    await new RegisterWindow(page).approve('GET')
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('a made-up transactionId alone registers nothing, and the window may still be finished', async ({
    shop,
    page,
    context,
  }) => {
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).opened()
    const second = await context.newPage()
    await second.goto(doorOf(shop, { transactionId: MADE_UP, code: 'SUCCESS' }))
    const other = new RegisterElement(second)
    await expect(other.action).toHaveText('등록 마치기')
    await other.action.click()
    await other.expectPhase('declined')
    await shop.expectKeys({ atPg: 0, inUse: 0 })
    await new RegisterWindow(page).approve('GET')
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('words from the address never become markup, and a failed return ends nothing', async ({
    shop,
    page,
    context,
  }) => {
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).opened()
    const second = await context.newPage()
    await second.goto(doorOf(shop, { code: 'X', message: '<img src=x onerror="alert(1)">' }))
    await expect(second.locator('img[src=x]')).toHaveCount(0)
    await new RegisterWindow(page).approve('GET')
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('an empty visit of the door changes nothing', async ({ shop, page, context }) => {
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).opened()
    await context.request.get(doorOf(shop, {}), { maxRedirects: 0 })
    await context.request.head(doorOf(shop, {}), { maxRedirects: 0 })
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    expect(await shop.calls('issue')).toBe(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })
})
