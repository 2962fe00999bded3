import { expect, test } from '../fixtures.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { RETURN, requestsOf } from '../support/requests.ts'

const FRAME = 'iframe[title="결제창"]'

test.describe('PortOne V1 by callback', () => {
  test('an approved card is registered with its issuer and masked number', async ({ shop, page }) => {
    const element = await shop.visit(page, '/portone-v1')
    await element.start()
    await new RegisterWindow(page.frameLocator(FRAME)).approve()
    await element.expectIssued()
    await expect(element.card).toContainText('신한카드')
    await expect(element.card).toContainText('3332')
    await expect(page.locator(FRAME)).toHaveCount(0)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
    expect((await shop.truth()).payments).toEqual([])
  })

  test('a declined card ends in a plain sentence, and another try is another order', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, '/portone-v1')
    await element.start()
    await new RegisterWindow(page.frameLocator(FRAME)).decline()
    await element.expectPhase('declined')
    await expect(element.message).toHaveText(/카드사|다시 시도/)
    await expect(element.support).not.toBeEmpty()
    await shop.expectKeys({ atPg: 0, inUse: 0 })
    await element.start()
    await new RegisterWindow(page.frameLocator(FRAME)).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
    const [first, second] = shop.launches()
    expect(first?.reference).not.toBe(second?.reference)
    expect(first?.handle).not.toBe(second?.handle)
  })

  test('a cancel is calm and costs nothing', async ({ shop, page }) => {
    const element = await shop.visit(page, '/portone-v1')
    await element.start()
    await new RegisterWindow(page.frameLocator(FRAME)).cancel()
    await element.expectPhase('cancelled')
    await expect(element.message).toHaveText('등록을 멈췄어요. 결제된 금액은 없어요.')
    expect(shop.watch.events).not.toContain('billing-error')
    await shop.expectKeys({ atPg: 0, inUse: 0 })
  })

  test('the window by hand registers too', async ({ shop, page }) => {
    const element = await shop.visit(page, '/portone-v1')
    await element.start()
    const window = await new RegisterWindow(page.frameLocator(FRAME)).opened()
    await window.finishDetails()
    await window.finishIdentity()
    await window.finishCode()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('a window that never answers can be given up from the page', async ({ shop, page }) => {
    const element = await shop.visit(page, '/portone-v1')
    await element.start()
    await new RegisterWindow(page.frameLocator(FRAME)).opened()
    // Whoever looks for the one action by its words must not find this one.
    await expect(element.tag.getByRole('button').and(page.locator(':not([part=action])'))).toHaveText([
      /보기|닫기|취소/,
    ])
    await element.stop.dispatchEvent('click')
    await element.expectPhase('cancelled')
    await shop.expectKeys({ atPg: 0, inUse: 0 })
  })

  for (const successFlag of ['absent', 'success', 'imp_success'])
    test(`the flag of the callback decides nothing (${successFlag})`, async ({ shop, page }) => {
      await shop.setQuirks({ successFlag })
      const element = await shop.visit(page, '/portone-v1?plan=basic-monthly')
      await element.start()
      await new RegisterWindow(page.frameLocator(FRAME)).approve()
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

  test('a PG that is slow to tell PortOne is waited for', async ({ shop, page }) => {
    await shop.setQuirks({ propagationMs: 60_000 })
    const element = await shop.visit(page, '/portone-v1?plan=basic-monthly')
    await element.start()
    await new RegisterWindow(page.frameLocator(FRAME)).approve()
    await element.expectPhase('finishing')
    await shop.advance(61_000)
    await element.expectIssued()
    expect(shop.watch.phases).not.toContain('failed')
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('a charge with the registration is charged once and said before', async ({ shop, page }) => {
    const element = await shop.visit(page, '/portone-v1?plan=club-now')
    await expect(element.now).toHaveText('지금 18,900원이 결제돼요.')
    await element.start()
    await new RegisterWindow(page.frameLocator(FRAME)).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
    expect((await shop.truth()).payments).toEqual([
      expect.objectContaining({ amount: 18_900, state: 'paid', orderId: shop.launches()[0]?.reference }),
    ])
  })
})

test(
  'customer_uid reused would replace the card: a second registration has its own, and both keys stay',
  { tag: '@pain' },
  async ({ shop, page }) => {
    const element = await shop.visit(page, '/portone-v1?plan=basic-monthly')
    for (let card = 0; card < 2; card++) {
      await element.start()
      await new RegisterWindow(page.frameLocator(FRAME)).approve()
      await element.expectIssued()
      await element.action.click()
      await element.expectPhase('idle')
    }
    const [first, second] = shop.launches()
    expect(first?.handle).not.toBe(second?.handle)
    await shop.expectKeys({ atPg: 2, inUse: 2 })
  },
)

test('the page with nothing but the tag registers too', async ({ shop, page }) => {
  const element = await shop.visit(page, '/bare/portone-v1')
  await element.start()
  await new RegisterWindow(page.frameLocator(FRAME)).approve()
  await element.expectIssued()
  await shop.expectKeys({ atPg: 1, inUse: 1 })
})

test.describe('PortOne V1 in a popup', () => {
  test.beforeEach(async ({ page }) => {
    await page.route('**/iamport.js', (route) =>
      route.continue({ url: `${route.request().url()}?window=popup` }),
    )
  })

  test('calls back into the page behind it', async ({ shop, page }) => {
    const element = await shop.visit(page, '/portone-v1')
    const opened = page.waitForEvent('popup')
    await element.start()
    await new RegisterWindow(await opened).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('that the customer closes leaves a calm page and no key', async ({ shop, page }) => {
    const element = await shop.visit(page, '/portone-v1')
    const opened = page.waitForEvent('popup')
    await element.start()
    const popup = await opened
    await new RegisterWindow(popup).opened()
    await popup.close()
    await page.bringToFront()
    await element.expectPhase('cancelled')
    await shop.expectKeys({ atPg: 0, inUse: 0 })
  })
})

test('a wallet that would open a popup opens in this page: a browser that blocks popups stops nothing', async ({
  shop,
  page,
}) => {
  await page.addInitScript(() => {
    window.open = () => null
  })
  const element = await shop.visit(page, '/portone-v1?provider=portone-v1-naverpay')
  await element.start()
  await new RegisterWindow(page).approve()
  await element.expectIssued()
  expect(shop.launches()).toHaveLength(1)
  await shop.expectKeys({ atPg: 1, inUse: 1 })
})

for (const impUidInRedirect of [true, false])
  test.describe(`PortOne V1 by redirect, ${impUidInRedirect ? 'with' : 'without'} imp_uid`, () => {
    test.beforeEach(({ shop }) => shop.setQuirks({ resultPath: 'redirect', impUidInRedirect }))

    test('an approved card is registered', async ({ shop, page }) => {
      const element = await shop.visit(page, '/portone-v1')
      await element.start()
      await new RegisterWindow(page).approve()
      await element.expectIssued()
      expect(page.url()).toBe(`${shop.origin}/portone-v1`)
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

    test('a return that is visited twice is one claim and one card', async ({ shop, page }) => {
      const element = await shop.visit(page, '/portone-v1')
      await element.start()
      await new RegisterWindow(page).approve()
      await element.expectIssued()
      const [door] = requestsOf(shop.wire.exchanges, 'GET', RETURN)
      for (let visit = 0; visit < 2; visit++) {
        await page.goto(door?.url ?? '')
        await element.expectIssued()
      }
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

    test('a declined card is declined', async ({ shop, page }) => {
      const element = await shop.visit(page, '/portone-v1')
      await element.start()
      await new RegisterWindow(page).decline()
      await element.expectPhase('declined')
      await shop.expectKeys({ atPg: 0, inUse: 0 })
    })

    test('a cancel is a cancel', async ({ shop, page }) => {
      const element = await shop.visit(page, '/portone-v1')
      await element.start()
      await new RegisterWindow(page).cancel()
      await element.expectPhase('cancelled')
      await shop.expectKeys({ atPg: 0, inUse: 0 })
    })
  })
