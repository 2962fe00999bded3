import { expect, test, type Shop } from '../fixtures.ts'
import { RegisterWindow } from '../models/register-window.ts'

/** Addresses of the shop's pages that a transactionId stood in. */
const pagesWithResult = (shop: Shop): string[] =>
  shop.wire.exchanges
    .filter(({ url, path }) => url.startsWith(shop.origin) && !/^\/(billing|__simulator)\//.test(path))
    .map(({ url }) => url)
    .filter((url) => url.includes('transactionId'))

for (const by of ['GET', 'POST'] as const) {
  test.describe(`Danal returns to the server by ${by}`, () => {
    test('an approved card is registered, and no result ever stands in the page’s address', async ({
      shop,
      page,
    }) => {
      const element = await shop.visit(page, '/danal')
      await element.start()
      await new RegisterWindow(page).approve(by)
      await element.expectIssued()
      expect(page.url()).toBe(`${shop.origin}/danal`)
      expect(pagesWithResult(shop)).toEqual([])
      expect(shop.watch.events).toContain('billing-issued')
      await shop.expectKeys({ atPg: 1, inUse: 1 })
      expect(await shop.calls('issue')).toBe(1)
    })

    test('a declined card ends in a plain sentence, a support code and another try', async ({
      shop,
      page,
    }) => {
      const element = await shop.visit(page, '/danal')
      await element.start()
      await new RegisterWindow(page).decline(by)
      await element.expectPhase('declined')
      await expect(element.message).toHaveText(/^카드사가 등록을 거절했어요\. 다른 카드로/)
      await expect(element.action).toHaveText('다른 카드로 등록하기')
      const code = await element.support.textContent()
      expect(code).toMatch(/^\w{12}$/)
      expect(shop.log()).toContain(`"requestId":"${code}"`)
      await shop.expectKeys({ atPg: 0, inUse: 0 })
      await element.start()
      await new RegisterWindow(page).approve(by)
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

    test('a cancel is calm, costs nothing, and the same page starts again', async ({ shop, page }) => {
      const element = await shop.visit(page, '/danal')
      await element.start()
      await new RegisterWindow(page).cancel(by)
      await element.expectPhase('cancelled')
      await expect(element.message).toHaveText('등록을 멈췄어요. 결제된 금액은 없어요.')
      expect(shop.watch.events).toContain('billing-cancel')
      expect(shop.watch.events).not.toContain('billing-error')
      await shop.expectKeys({ atPg: 0, inUse: 0 })
      expect(await shop.calls('issue')).toBe(0)
      await element.start()
      await new RegisterWindow(page).approve(by)
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })
  })

  test.describe(`Danal returns to the page itself by ${by}`, () => {
    test('the element takes the result out of the address and finishes', async ({ shop, page }) => {
      const element = await shop.visit(page, '/danal-page-return?plan=pro-monthly')
      await element.start()
      await new RegisterWindow(page).approve(by)
      await element.expectIssued()
      expect(page.url()).toBe(`${shop.origin}/danal-page-return?plan=pro-monthly`)
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

    test('a cancel is a cancel', async ({ shop, page }) => {
      const element = await shop.visit(page, '/danal-page-return')
      await element.start()
      await new RegisterWindow(page).cancel(by)
      await element.expectPhase('cancelled')
      expect(page.url()).toBe(`${shop.origin}/danal-page-return`)
      await shop.expectKeys({ atPg: 0, inUse: 0 })
    })
  })
}

test.describe('Danal in a popup', () => {
  const PATH = '/danal?provider=danal-popup'

  for (const by of ['GET', 'POST'] as const)
    test(`hands its ${by} return to the page behind it and closes itself`, async ({ shop, page }) => {
      const element = await shop.visit(page, PATH)
      const opened = page.waitForEvent('popup')
      await element.start()
      const popup = await opened
      await element.expectPhase('open')
      const closed = popup.waitForEvent('close')
      await new RegisterWindow(popup).approve(by)
      await closed
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

  test('that the customer closes leaves a calm page and no key', async ({ shop, page }) => {
    const element = await shop.visit(page, PATH)
    const opened = page.waitForEvent('popup')
    await element.start()
    const popup = await opened
    await new RegisterWindow(popup).opened()
    await popup.close()
    await page.bringToFront()
    await element.expectPhase('cancelled')
    await shop.expectKeys({ atPg: 0, inUse: 0 })
  })

  test('that the browser refuses becomes this page, and comes back to it with one registration', async ({
    shop,
    page,
  }) => {
    await page.addInitScript(() => {
      const open = window.open.bind(window)
      window.open = (url, target) => (target === '_self' ? open(url, target) : null)
    })
    const element = await shop.visit(page, PATH)
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    expect(shop.launches()).toHaveLength(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('that is cancelled ends calmly', async ({ shop, page }) => {
    const element = await shop.visit(page, PATH)
    const opened = page.waitForEvent('popup')
    await element.start()
    const popup = await opened
    const closed = popup.waitForEvent('close')
    await new RegisterWindow(popup).cancel()
    await closed
    await element.expectPhase('cancelled')
    await shop.expectKeys({ atPg: 0, inUse: 0 })
  })

  test('is brought back by the action while it is open, and never opened twice', async ({ shop, page }) => {
    const popups: unknown[] = []
    page.on('popup', (popup) => popups.push(popup))
    const element = await shop.visit(page, PATH)
    const opened = page.waitForEvent('popup')
    await element.start()
    const popup = await opened
    await new RegisterWindow(popup).opened()
    await expect(element.action).toHaveText('등록 창에서 계속해 주세요')
    await element.action.click()
    await element.action.click()
    expect(popups).toHaveLength(1)
    const closed = popup.waitForEvent('close')
    await new RegisterWindow(popup).approve()
    await closed
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })
})

test.describe('Danal in a layer', () => {
  const PATH = '/danal?provider=danal-layer'
  const LAYER = 'iframe[title="등록 창"]'

  for (const by of ['GET', 'POST'] as const)
    test(`hands its ${by} return to the page around it`, async ({ shop, page }) => {
      const element = await shop.visit(page, PATH)
      await element.start()
      await new RegisterWindow(page.frameLocator(LAYER)).approve(by)
      await element.expectIssued()
      await expect(page.locator(LAYER)).toHaveCount(0)
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

  test('that is cancelled ends calmly', async ({ shop, page }) => {
    const element = await shop.visit(page, PATH)
    await element.start()
    await new RegisterWindow(page.frameLocator(LAYER)).cancel()
    await element.expectPhase('cancelled')
    await expect(page.locator(LAYER)).toHaveCount(0)
    await shop.expectKeys({ atPg: 0, inUse: 0 })
  })

  test('that never answers can be given up from the page', async ({ shop, page }) => {
    const element = await shop.visit(page, PATH)
    await element.start()
    await new RegisterWindow(page.frameLocator(LAYER)).opened()
    await element.stop.dispatchEvent('click')
    await element.expectPhase('cancelled')
    await shop.expectKeys({ atPg: 0, inUse: 0 })
  })
})

test.describe('Danal’s window by hand', () => {
  test(
    'no sandbox before the contract: this one refuses a mistyped number, walks through identity and code, and registers',
    { tag: '@pain' },
    async ({ shop, page }) => {
      const element = await shop.visit(page, '/danal')
      await element.start()
      const window = await new RegisterWindow(page).opened()
      await window.typeCard('9410111122223331')
      await window.finishDetails()
      await expect(page.getByText('카드번호를 다시 확인해 주세요')).toBeVisible()
      await window.typeCard('9410111122223332')
      await window.finishDetails()
      await window.finishIdentity()
      await window.finishCode('000000')
      await expect(page.getByText('인증번호가 달라요')).toBeVisible()
      await window.finishCode()
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    },
  )

  test('a card over its limit is refused in the window, another one is registered', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, '/danal')
    await element.start()
    const window = await new RegisterWindow(page).opened()
    await window.typeCard('9430111122223338')
    await window.finishDetails()
    await expect(page.getByRole('alert')).toContainText('한도를 넘어')
    await window.typeCard('9410111122223332')
    await window.finishDetails()
    await window.finishIdentity()
    await window.finishCode()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('a phone is registered like a card', async ({ shop, page }) => {
    const element = await shop.visit(page, '/danal?provider=danal-mobile')
    await expect(element.action).toHaveText('휴대폰 등록하기')
    await expect(element.now).toHaveText('오늘은 결제되지 않아요.')
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectPhase('issued')
    await expect(element.message).toHaveText('휴대폰이 등록됐어요')
    await expect(element.card).not.toContainText('카드')
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })
})

test('the page with nothing but the tag registers too', async ({ shop, page }) => {
  const element = await shop.visit(page, '/bare/danal')
  await element.start()
  await new RegisterWindow(page).approve()
  await element.expectIssued()
  await shop.expectKeys({ atPg: 1, inUse: 1 })
})

test('Danal charges with the registration only where the plan says so, and the page says it before', async ({
  shop,
  page,
}) => {
  const element = await shop.visit(page, '/danal?plan=club-now')
  await expect(element.now).toHaveText('지금 18,900원이 결제돼요.')
  await element.start()
  await new RegisterWindow(page).approve()
  await element.expectIssued()
  await shop.expectKeys({ atPg: 1, inUse: 1 })
  expect((await shop.truth()).payments).toEqual([expect.objectContaining({ amount: 18_900, state: 'paid' })])
})

test(
  'a surprise charge: Danal’s default would charge, so the page always asks for the key alone',
  { tag: '@pain' },
  async ({ shop, page }) => {
    const element = await shop.visit(page, '/danal')
    await expect(element.now).toHaveText(/^오늘은 결제되지 않아요/)
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    expect(shop.launches()[0]?.launch.request['issueKeyOnly']).toBe(true)
    expect((await shop.truth()).payments).toEqual([])
  },
)
