import { expect, test } from '../fixtures.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { COMPLETE, OPEN_WINDOW, requestsOf } from '../support/requests.ts'

const FRAME = 'iframe[title="결제창"]'

function removeAndAdd(tag: Element): void {
  const parent = tag.parentElement
  tag.remove()
  parent?.append(tag)
}

test.describe('an element that is moved about', () => {
  test('removed and added again before the click is the same element', async ({ shop, page }) => {
    const element = await shop.visit(page, '/danal?plan=basic-monthly')
    await element.tag.evaluate(removeAndAdd)
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('removed and added again while the window is open still gets the answer, once', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, '/portone-v1')
    await element.start()
    const window = await new RegisterWindow(page.frameLocator(FRAME)).opened()
    await element.tag.evaluate(removeAndAdd)
    await window.approve()
    await element.expectIssued()
    expect(requestsOf(shop.wire.exchanges, 'POST', OPEN_WINDOW)).toHaveLength(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('replaced by another one while the window is open: the other one shows the card', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, '/portone-v1')
    await element.start()
    const window = await new RegisterWindow(page.frameLocator(FRAME)).opened()
    await element.tag.evaluate((tag) => {
      const { parentElement } = tag
      const copy = tag.cloneNode(true)
      tag.remove()
      parentElement?.append(copy)
    })
    await window.approve()
    await element.expectIssued()
    expect(requestsOf(shop.wire.exchanges, 'POST', OPEN_WINDOW)).toHaveLength(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('removed for good while finishing: the card is registered all the same', async ({ shop, page }) => {
    await shop.fault({
      provider: 'portone-v1',
      operation: 'lookup',
      fault: 'delay',
      delayMs: 1_000,
      times: 1,
    })
    const element = await shop.visit(page, '/portone-v1')
    await element.start()
    const completing = page.waitForRequest((request) => COMPLETE.test(new URL(request.url()).pathname))
    await new RegisterWindow(page.frameLocator(FRAME)).approve()
    await completing
    await element.tag.evaluate((tag) => tag.remove())
    await expect.poll(async () => (await shop.ledgerOf()).map(({ state }) => state)).toEqual(['issued'])
    await shop.expectKeys({ atPg: 1, inUse: 1 })
    await page.reload()
    await element.expectIssued()
  })
})
