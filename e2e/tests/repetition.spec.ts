import { expect, test } from '../fixtures.ts'
import { RegisterElement } from '../models/register-element.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { ask } from '../support/forging.ts'
import { CREATE, OPEN_WINDOW, requestsOf } from '../support/requests.ts'

const FRAME = 'iframe[title="결제창"]'

test.describe('impatience', () => {
  for (const path of ['/danal', '/portone-v1'] as const)
    test(`a double click on ${path} opens one window of one registration`, async ({ shop, page }) => {
      const element = await shop.visit(page, path)
      await element.agree()
      await element.action.dblclick()
      const window = new RegisterWindow(path === '/danal' ? page : page.frameLocator(FRAME))
      await window.approve()
      await element.expectIssued()
      expect(requestsOf(shop.wire.exchanges, 'POST', CREATE)).toHaveLength(1)
      expect(requestsOf(shop.wire.exchanges, 'POST', OPEN_WINDOW)).toHaveLength(1)
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

  test('ten clicks in one task open one window', async ({ shop, page }) => {
    const element = await shop.visit(page, '/portone-v1')
    await element.agree()
    await element.action.evaluate((action: HTMLElement) => {
      for (let click = 0; click < 10; click++) action.click()
    })
    await new RegisterWindow(page.frameLocator(FRAME)).approve()
    await element.expectIssued()
    expect(requestsOf(shop.wire.exchanges, 'POST', OPEN_WINDOW)).toHaveLength(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('two tabs are two registrations, and neither disturbs the other', async ({ shop, page, context }) => {
    const first = await shop.visit(page, '/danal?plan=basic-monthly')
    const other = await context.newPage()
    await other.goto('/danal?plan=basic-monthly')
    const second = new RegisterElement(other)
    await first.start()
    await second.start()
    await new RegisterWindow(other).cancel()
    await second.expectPhase('cancelled')
    await new RegisterWindow(page).approve()
    await first.expectIssued()
    await second.expectPhase('cancelled')
    expect(new Set(shop.launches().map(({ id }) => id)).size).toBe(2)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('the page of a return opened in two tabs asks the PG for a key once', async ({
    shop,
    page,
    context,
  }) => {
    await shop.fault({ provider: 'danal', operation: 'issue', fault: 'delay', delayMs: 1_000, times: 1 })
    const element = await shop.visit(page, '/danal')
    await element.start()
    await new RegisterWindow(page).approve('GET')
    await element.expectPhase('finishing')
    const [launch] = shop.launches()
    const other = await context.newPage()
    await other.goto(`/danal?billing_registration=${launch?.id}`)
    const second = new RegisterElement(other)
    // This tab did not start it: it asks for one click.
    await expect(second.action).toHaveText('등록 마치기')
    await second.action.click()
    await second.expectIssued()
    await element.expectIssued()
    expect(await shop.calls('issue')).toBe(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('a return that is visited twice is one claim and one key', async ({ shop, page }) => {
    const element = await shop.visit(page, '/danal')
    await element.start()
    await new RegisterWindow(page).approve('GET')
    await element.expectIssued()
    const [door] = requestsOf(shop.wire.exchanges, 'GET', /\/return$/)
    await page.goto(door?.url ?? '')
    await element.expectIssued()
    await page.goto(door?.url ?? '')
    await element.expectIssued()
    expect(await shop.calls('issue')).toBe(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('a card that is changed afterwards is a second registration with its own key', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, '/danal?plan=basic-monthly')
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await element.action.click()
    await element.expectPhase('idle')
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 2, inUse: 2 })
  })

  test('a cancel that comes too late changes nothing', async ({ shop, page }) => {
    shop.watch.expect(/409/)
    const element = await shop.visit(page, '/danal?plan=basic-monthly')
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    const { status, text } = await ask(page, `/registrations/${shop.launches()[0]?.id}/cancel`, {})
    expect(status).toBe(409)
    expect(JSON.parse(text)).toMatchObject({
      code: 'registration_conflict',
      registration: { state: 'issued' },
    })
    await page.reload()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })
})
