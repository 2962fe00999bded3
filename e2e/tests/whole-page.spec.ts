// Two-step PGs that come back by redirect on a computer, too: the window takes the page, or stands in a frame of it. And a bank
// account in place of a card.
import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { expectRestored, goBack, watchRestores } from '../support/browsing.ts'

test.beforeEach(({ shop }) => shop.setQuirks({ v2BillingKeyOnFailure: false }))

interface Way {
  readonly id: string
  readonly path: string
  readonly window: (page: Page) => RegisterWindow
}

const SELF: Way = {
  id: 'toss, in this page',
  path: '/toss?provider=toss-self&plan=basic-monthly',
  window: (page) => new RegisterWindow(page),
}
const WAYS: readonly Way[] = [
  SELF,
  {
    id: 'portone-v2, from a frame',
    path: '/portone-v2?provider=portone-v2-redirect&plan=basic-monthly',
    window: (page) => new RegisterWindow(page.frameLocator('iframe[title="카드 등록창"]')),
  },
]

for (const { id, path, window } of WAYS)
  test.describe(`by redirect: ${id}`, () => {
    test('an approved card is registered, and nothing of it stays in the address', async ({ shop, page }) => {
      const element = await shop.visit(page, path)
      await element.start()
      await window(page).approve()
      await element.expectIssued()
      expect(page.url()).toBe(`${shop.origin}${path}`)
      expect(await shop.calls('issue')).toBe(1)
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

    test('a decline and a cancel are what they are, and the next try registers', async ({ shop, page }) => {
      const element = await shop.visit(page, path)
      await element.start()
      await window(page).decline()
      await element.expectPhase('declined')
      await element.start()
      await window(page).cancel()
      await element.expectPhase('cancelled')
      await expect(element.message).toHaveText('등록을 멈췄어요. 결제된 금액은 없어요.')
      await shop.expectKeys({ atPg: 0, inUse: 0 })
      await element.start()
      await window(page).approve()
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })
  })

test.describe('a window that is this page', () => {
  test('the window survives a reload, and the card is registered once', async ({ shop, page }) => {
    const element = await shop.visit(page, SELF.path)
    await element.start()
    await new RegisterWindow(page).opened()
    await page.reload()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await page.reload()
    await element.expectIssued()
    expect(await shop.calls('issue')).toBe(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('back out of the window leaves a page that can start again', async ({ shop, page }) => {
    await watchRestores(page)
    const element = await shop.visit(page, SELF.path)
    await element.start()
    await new RegisterWindow(page).opened()
    await goBack(page)
    await expectRestored(page)
    await element.expectPhase('idle')
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('a window that is over, visited again, changes nothing', async ({ shop, page }) => {
    const element = await shop.visit(page, SELF.path)
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await goBack(page)
    await new RegisterWindow(page).approve()
    await page.getByRole('link', { name: '상점으로 돌아가기' }).click()
    await element.expectIssued()
    expect(await shop.calls('issue')).toBe(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })
})

test('a bank account is registered as an account, in words of its own', async ({ shop, page }) => {
  // What a window reports of a refusal proves nothing; what the issue call answers does.
  await shop.setQuirks({ declineAt: 'issue' })
  const element = await shop.visit(page, '/toss?provider=toss-account&plan=basic-monthly')
  await expect(element.action).toHaveText('계좌 등록하기')
  await element.start()
  const window = new RegisterWindow(page.frameLocator('iframe[title="자동결제 등록창"]'))
  await window.decline()
  await element.expectPhase('declined')
  await expect(element.message).toHaveText(/은행/)
  await element.start()
  await window.approve()
  await element.expectPhase('issued')
  await expect(element.message).toHaveText('계좌가 등록됐어요')
  await expect(element.card).toContainText('*')
  await shop.expectKeys({ atPg: 1, inUse: 1 })
})
