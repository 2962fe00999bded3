import type { Page } from '@playwright/test'
import { expect, test, type Shop } from '../fixtures.ts'
import { RegisterElement } from '../models/register-element.ts'
import { RegisterWindow } from '../models/register-window.ts'

async function openPlayground(shop: Shop, page: Page): Promise<RegisterElement> {
  await shop.login(page)
  await page.goto('/playground')
  return new RegisterElement(page)
}

test.describe('the playground', () => {
  test('builds the tag from its knobs, calls its methods, and tells its events', async ({ shop, page }) => {
    const element = await openPlayground(shop, page)
    await page.getByLabel('provider', { exact: true }).selectOption('portone-v1')
    await page.getByLabel('plan', { exact: true }).selectOption('basic-monthly')
    await page.getByLabel('lang', { exact: true }).selectOption('en')
    await page.getByLabel('preset', { exact: true }).selectOption('dense')
    await page.getByLabel('required').check()
    await expect(page.locator('#pg-code')).toHaveText(
      /endpoint="\/billing"\s+plan="basic-monthly"\s+provider="portone-v1"\s+lang="en"\s+preset="dense"\s+required/,
    )
    await element.ready()
    await expect(element.price).toHaveText('₩4,900 / month')
    await page.getByRole('button', { name: '떼었다 붙이기' }).click()
    await page.getByRole('button', { name: 'start() 부르기' }).click()
    await new RegisterWindow(page.frameLocator('iframe[title="결제창"]')).approve()
    await element.expectPhase('issued')
    const events = page.getByRole('list', { name: '이벤트' })
    for (const name of ['billing-start', 'billing-phase', 'billing-issued'])
      await expect(events).toContainText(name)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
    await page.getByRole('button', { name: 'reset() 부르기' }).click()
    await element.expectPhase('idle')
    await page.getByLabel('disabled').check()
    await element.ready()
    await expect(element.action).toBeDisabled()
  })

  test('paints the tag light or dark, in any width and accent, whatever the device wants', async ({
    shop,
    page,
  }) => {
    const element = await openPlayground(shop, page)
    await element.ready()
    const look = (): Promise<{ width: number; background: string; scheme: string }> =>
      element.action.evaluate((action) => {
        const { backgroundColor, colorScheme } = getComputedStyle(action)
        const tag = document.querySelector('billing-register')
        return {
          width: Math.round(tag?.getBoundingClientRect().width ?? 0),
          background: backgroundColor,
          scheme: colorScheme,
        }
      })
    await page.getByLabel('--billing-accent').fill('#aa0000')
    await page.getByLabel('너비').fill('320')
    await page.getByLabel('밝기').selectOption('dark')
    await expect.poll(look).toEqual({ width: 320, background: 'rgb(170, 0, 0)', scheme: 'dark' })
    await page.getByLabel('밝기').selectOption('light')
    await expect.poll(async () => (await look()).scheme).toBe('light')
  })

  test('breaks a PG and fixes its whims by hand, and keeps its knobs through the window', async ({
    shop,
    page,
  }) => {
    const element = await openPlayground(shop, page)
    const said = page.locator('#pg-sim-said')
    await page.getByLabel('plan', { exact: true }).selectOption('basic-monthly')
    await page.getByLabel('returnMethod').selectOption('POST')
    await expect(said).toHaveText('바꿨어요.')
    await page.getByLabel('무엇이').selectOption('issue')
    await page.getByLabel('어떻게').selectOption('drop-response')
    await page.getByLabel('몇 번').selectOption('1')
    await page.getByRole('button', { name: '고장 내기' }).click()
    await expect(said).toHaveText('바꿨어요.')
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectPhase('uncertain')
    expect(page.url()).toBe(`${shop.origin}/playground`)
    await expect(page.getByLabel('plan', { exact: true })).toHaveValue('basic-monthly')
    expect(
      shop.wire.exchanges.some(({ method, path }) => method === 'POST' && path.endsWith('/return')),
    ).toBe(true)
    await shop.expectKeys({ atPg: 1, inUse: 0 })
  })
})
