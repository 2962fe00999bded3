import { expect, test } from '../fixtures.ts'
import { RegisterElement } from '../models/register-element.ts'
import { RegisterWindow } from '../models/register-window.ts'

test.describe('the login ends', () => {
  test('before the click: a login slot, and after the login the same page goes on', async ({
    shop,
    page,
  }) => {
    shop.watch.expect(/401/)
    await page.goto('/danal')
    const element = new RegisterElement(page)
    const login = page.locator('billing-register [slot=login]')
    await expect(login).toBeVisible()
    await expect(element.message).toHaveText(/^로그인하면 이어서 등록할 수 있어요/)
    await login.click()
    await page.getByLabel('이름').fill(shop.customer)
    await page.getByRole('button', { name: '로그인', exact: true }).click()
    await element.ready()
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('while the window is open: it is asked for again, and then the card is registered', async ({
    shop,
    page,
    context,
  }) => {
    shop.watch.expect(/401/)
    const element = await shop.visit(page, '/danal')
    await element.start()
    await new RegisterWindow(page).opened()
    await context.clearCookies()
    await new RegisterWindow(page).approve('POST')
    await expect(page.locator('billing-register [slot=login]')).toBeVisible()
    expect(await shop.calls('issue')).toBe(0)
    await page.locator('billing-register [slot=login]').click()
    await page.getByLabel('이름').fill(shop.customer)
    await page.getByRole('button', { name: '로그인', exact: true }).click()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })
})
