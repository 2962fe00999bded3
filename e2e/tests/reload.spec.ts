import { expect, test } from '../fixtures.ts'
import { RegisterWindow } from '../models/register-window.ts'

const FRAME = 'iframe[title="결제창"]'

test.describe('reload', () => {
  test('before anything: the consent is asked anew and nothing is registered', async ({ shop, page }) => {
    const element = await shop.visit(page, '/danal')
    await element.agree()
    await page.reload()
    await element.ready()
    await element.expectPhase('idle')
    await expect(element.consent).not.toBeChecked()
    await shop.expectKeys({ atPg: 0, inUse: 0 })
  })

  test('of every step of Danal’s window: the window is still there and finishes', async ({ shop, page }) => {
    const element = await shop.visit(page, '/danal')
    await element.start()
    const window = await new RegisterWindow(page).opened()
    await page.reload()
    await window.finishDetails()
    await expect(page).toHaveURL(/step=identity/)
    await page.reload()
    await window.finishIdentity()
    await expect(page).toHaveURL(/step=code/)
    await page.reload()
    await window.finishCode()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('while PortOne’s window is open: the page starts over, and only one card is registered', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, '/portone-v1')
    await element.start()
    await new RegisterWindow(page.frameLocator(FRAME)).opened()
    await page.reload()
    await element.ready()
    await element.expectPhase('idle')
    await element.start()
    await new RegisterWindow(page.frameLocator(FRAME)).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  for (const path of ['/danal', '/portone-v1'] as const)
    test(`while ${path} is finishing: the outcome is found, and the PG is asked for a key once`, async ({
      shop,
      page,
    }) => {
      const [provider, operation] =
        path === '/danal' ? (['danal', 'issue'] as const) : (['portone-v1', 'lookup'] as const)
      await shop.fault({ provider, operation, fault: 'delay', delayMs: 2_000, times: 1 })
      const element = await shop.visit(page, path)
      await element.start()
      await new RegisterWindow(path === '/danal' ? page : page.frameLocator(FRAME)).approve()
      await element.expectPhase('finishing')
      await page.reload()
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
      if (path === '/danal') expect(await shop.calls('issue')).toBe(1)
    })

  for (const path of ['/danal', '/portone-v1'] as const)
    test(
      `of the success page is no failure: it stays success, on ${path}`,
      { tag: '@pain' },
      async ({ shop, page }) => {
        const element = await shop.visit(page, path)
        await element.start()
        await new RegisterWindow(path === '/danal' ? page : page.frameLocator(FRAME)).approve()
        await element.expectIssued()
        await page.reload()
        await element.expectIssued()
        await page.reload()
        await element.expectIssued()
        await shop.expectKeys({ atPg: 1, inUse: 1 })
        if (path === '/danal') expect(await shop.calls('issue')).toBe(1)
      },
    )

  test('of the page that says declined never turns it into something else', async ({ shop, page }) => {
    const element = await shop.visit(page, '/danal')
    await element.start()
    await new RegisterWindow(page).decline()
    await element.expectPhase('declined')
    await page.reload()
    await element.ready()
    await element.expectPhase('idle')
    await shop.expectKeys({ atPg: 0, inUse: 0 })
    expect(await shop.calls('issue')).toBe(1)
  })
})
