import type { Page } from '@playwright/test'
import { expect, test, type Shop } from '../fixtures.ts'
import { MethodsList } from '../models/methods-list.ts'
import { expectRestored, goBack, watchRestores } from '../support/browsing.ts'
import { violations } from '../support/axe.ts'

const FAILED_REQUEST = /Failed to load resource/

/** Logs in and opens the list. */
async function openList(
  shop: Shop,
  page: Page,
  count: number,
  customer = shop.customer,
): Promise<MethodsList> {
  await page.goto(`/login?as=${customer}&next=/methods`)
  const list = new MethodsList(page)
  await list.expectCount(count)
  return list
}

/** Asks the endpoint as the page's customer. */
const ask = (page: Page, method: string, path: string): Promise<{ status: number; text: string }> =>
  page.evaluate(
    async ([method, path]) => {
      const answer = await fetch(`/billing${path}`, { method })
      const text = await answer.text()
      return { status: answer.status, text: text.replace(/"requestId":"[^"]*"/, '') }
    },
    [method, path] as const,
  )

const idAt = async (list: MethodsList, place: number): Promise<string> =>
  (await list.at(place).getAttribute('id')) ?? ''

test.describe('a customer’s own cards', () => {
  test('are registered, chosen and deleted on one page, and the PG’s keys go with them', async ({
    shop,
    page,
  }) => {
    const list = await openList(shop, page, 0)
    await list.addOne()
    await list.addOne()
    const [first, second] = [await idAt(list, 0), await idAt(list, 1)]
    await shop.expectKeys({ atPg: 2, inUse: 2 })
    await list.button(1, 'default').click()
    await expect(list.message).toHaveText('기본 결제수단을 바꿨어요.')
    expect([await idAt(list, 0), await idAt(list, 1)]).toEqual([second, first])
    await page.reload()
    await expect(list.at(0)).toContainText('기본')
    expect(await idAt(list, 0)).toBe(second)
    await list.button(0, 'remove').click()
    await list.button(0, 'no').click()
    await list.expectCount(2)
    await list.remove(0)
    await expect(list.message).toHaveText('삭제했어요.')
    await list.expectCount(1)
    expect(await idAt(list, 0)).toBe(first)
    await expect(list.at(0)).toContainText('기본')
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('are asked for once by a page that opens, and once by one that comes back as it was', async ({
    shop,
    page,
  }) => {
    const asked = (): number =>
      shop.wire.exchanges.filter(
        ({ method, path }) => method === 'GET' && path.endsWith('/billing/payment-methods'),
      ).length
    await watchRestores(page)
    await openList(shop, page, 0)
    await page.waitForLoadState('load')
    await page.goto('/')
    expect(asked()).toBe(1)
    await goBack(page)
    await expectRestored(page)
    await expect.poll(asked).toBe(2)
  })

  test('are replaced without a gap: the new one is the default before the old key is deleted', async ({
    shop,
    page,
  }) => {
    const list = await openList(shop, page, 0)
    await list.addOne()
    const old = await idAt(list, 0)
    await list.button(0, 'replace').click()
    await list.registerShown()
    await expect(list.message).toHaveText('새 결제수단으로 바꿨어요.')
    await list.expectCount(1)
    const fresh = await idAt(list, 0)
    expect(fresh).not.toBe(old)
    const changes = shop.wire.exchanges.filter(
      ({ method, path }) => /PUT|DELETE/.test(method) && path.includes('pay'),
    )
    expect(changes.map(({ method, path }) => `${method} ${path.split('/payment-methods/')[1]}`)).toEqual([
      `PUT ${fresh}/default`,
      `DELETE ${old}`,
    ])
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('are nobody else’s: another login finds nothing there, byte for byte', async ({
    shop,
    page,
    otherBrowser,
  }) => {
    const list = await openList(shop, page, 0)
    await list.addOne()
    const id = await idAt(list, 0)
    const stranger = await otherBrowser()
    shop.watch.expect(FAILED_REQUEST)
    await openList(shop, stranger, 0, `${shop.customer}-2`)
    for (const [method, action] of [
      ['PUT', '/default'],
      ['DELETE', ''],
    ] as const) {
      const theirs = await ask(stranger, method, `/payment-methods/${id}${action}`)
      expect(theirs).toEqual(await ask(stranger, method, `/payment-methods/pm_unknown${action}`))
      expect(theirs.status).toBe(404)
    }
    await page.reload()
    await list.expectCount(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('are shown as being checked while nobody knows whether one is gone, also after a reload', async ({
    shop,
    page,
  }) => {
    const list = await openList(shop, page, 0)
    await list.addOne()
    await shop.fault({ provider: 'toss', operation: 'revoke', fault: 'drop-response', times: 1 })
    await list.remove(0)
    await expect(list.at(0)).toContainText('삭제됐는지 확인하고 있어요.')
    await page.reload()
    await expect(list.at(0)).toContainText('삭제됐는지 확인하고 있어요.')
  })

  test('are paid with once, however often the button is pressed', async ({ shop, page }) => {
    const list = await openList(shop, page, 0)
    await list.addOne()
    const pay = page.getByRole('button', { name: '결제하기' })
    await pay.evaluate((button: HTMLButtonElement) => {
      button.form?.requestSubmit()
      button.form?.requestSubmit()
    })
    await expect(page.getByText('결제됐어요. 다음 보름에')).toBeVisible()
    await expect(page.getByRole('region', { name: '결제 내역' }).locator('tbody tr')).toHaveCount(1)
    expect(await shop.calls('charge')).toBe(1)
    await expect(page.getByRole('region', { name: '상점 직원이 보는 화면' })).toContainText('결제됐어요')
  })

  test('can be deleted by the keyboard alone, and Escape takes the question back', async ({ shop, page }) => {
    const list = await openList(shop, page, 0)
    await list.addOne()
    await list.button(0, 'remove').focus()
    await page.keyboard.press('Enter')
    await expect(list.button(0, 'no')).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(list.button(0, 'remove')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(list.button(0, 'no')).toBeFocused()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await list.expectCount(0)
    await expect(list.tag).toBeFocused()
    await shop.expectKeys({ atPg: 0, inUse: 0 })
  })

  for (const colorScheme of ['light', 'dark'] as const)
    test(`raise no complaint of assistive technology (${colorScheme})`, async ({ shop, page }) => {
      await page.emulateMedia({ colorScheme })
      const list = await openList(shop, page, 0)
      await list.addOne()
      await page.reload()
      await list.expectCount(1)
      expect(await violations(page)).toEqual([])
      await list.button(0, 'remove').click()
      expect(await violations(page)).toEqual([])
      shop.watch.expect(FAILED_REQUEST)
      await page.goto('/logout?next=/methods')
      await expect(list.message).toHaveText('로그인하면 볼 수 있어요.')
      expect(await violations(page)).toEqual([])
    })
})
