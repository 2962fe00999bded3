import { expect, test } from '../fixtures.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { hold } from '../support/browsing.ts'
import { OPEN_WINDOW, requestsOf } from '../support/requests.ts'

const FRAME = 'iframe[title="결제창"]'
const BASIC = '/danal?plan=basic-monthly'
const SDK = /\/(danal\/sdk|iamport)\.js/
const FAILED_REQUEST = /Failed to load resource/

test.describe('the PG’s script', () => {
  for (const path of [BASIC, '/portone-v1?plan=basic-monthly'])
    test(
      `blocked for some customers: a plain sentence and another try, on ${path}`,
      { tag: '@pain' },
      async ({ shop, page }) => {
        shop.watch.expect(FAILED_REQUEST)
        await page.route(SDK, (route) => route.abort('blockedbyclient'))
        const element = await shop.visit(page, path)
        await element.start()
        await element.expectPhase('failed')
        await expect(element.message).toHaveText(/^등록 창을 불러오지 못했어요\. 광고 차단 기능을 끄거나/)
        await expect(element.action).toHaveText('다시 시도')
        await shop.expectKeys({ atPg: 0, inUse: 0 })
        await page.unroute(SDK)
        await element.action.click()
        await new RegisterWindow(path === BASIC ? page : page.frameLocator(FRAME)).approve()
        await element.expectIssued()
        await shop.expectKeys({ atPg: 1, inUse: 1 })
      },
    )

  test('slow: the page stays calm, opens one window when the script is there, and registers', async ({
    shop,
    page,
  }) => {
    const release = await hold(page, SDK)
    const element = await shop.visit(page, BASIC)
    await element.start()
    await element.expectPhase('preparing')
    await element.action.click({ force: true })
    release()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    expect(requestsOf(shop.wire.exchanges, 'POST', OPEN_WINDOW)).toHaveLength(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('failing once is tried once more without a word', async ({ shop, page }) => {
    shop.watch.expect(FAILED_REQUEST)
    await page.route(SDK, (route) => route.abort('connectionreset'), { times: 1 })
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    expect(shop.watch.phases).not.toContain('failed')
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('that loads but is not the PG’s ends in the same plain sentence', async ({ shop, page }) => {
    await page.route(SDK, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: '/* captive portal */' }),
    )
    const element = await shop.visit(page, BASIC)
    await element.start()
    await element.expectPhase('failed')
    await expect(element.message).toHaveText(/^등록 창을 불러오지 못했어요/)
    await shop.expectKeys({ atPg: 0, inUse: 0 })
  })
})
