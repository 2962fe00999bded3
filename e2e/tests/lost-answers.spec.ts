import { expect, test } from '../fixtures.ts'
import { RegisterWindow } from '../models/register-window.ts'

const FRAME = 'iframe[title="결제창"]'
const BASIC = '/danal?plan=basic-monthly'
const MINUTE = 60_000

test.describe('the PG’s answer is lost', () => {
  for (const fault of ['drop-response', 'http-500', 'not-json', 'empty'] as const)
    test(
      `key unrecoverable after a lost answer (${fault}): 확인 중, never success or failure, and exactly one issue call`,
      { tag: '@pain' },
      async ({ shop, page }) => {
        await shop.fault({ provider: 'danal', operation: 'issue', fault })
        const element = await shop.visit(page, BASIC)
        await element.start()
        await new RegisterWindow(page).approve()
        await element.expectPhase('uncertain')
        await expect(element.message).toHaveText(/^결과를 확인하고 있어요/)
        await page.reload()
        await element.expectPhase('uncertain')
        expect(await shop.calls('issue')).toBe(1)
        for (const phase of ['issued', 'failed', 'declined']) expect(shop.watch.phases).not.toContain(phase)
        const [row] = await shop.ledgerOf()
        expect(row?.state).toBe('uncertain')
        await shop.expectKeys({ atPg: fault === 'http-500' ? 0 : 1, inUse: 0 })
      },
    )

  test('and after two minutes the customer may start again; the lost key is not attached later', async ({
    shop,
    page,
  }) => {
    await shop.fault({ provider: 'danal', operation: 'issue', fault: 'drop-response', times: 1 })
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectPhase('uncertain')
    await shop.advance(3 * MINUTE)
    await page.reload()
    await expect(element.action).toHaveText('다시 시도')
    await element.action.click()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 2, inUse: 1 })
  })

  test('where money may have moved there is no second try', async ({ shop, page }) => {
    await shop.fault({ provider: 'danal', operation: 'issue', fault: 'drop-response', times: 1 })
    const element = await shop.visit(page, '/danal?plan=club-now')
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectPhase('uncertain')
    await shop.advance(3 * MINUTE)
    await page.reload()
    await element.expectPhase('uncertain')
    await expect(element.action).not.toHaveText('다시 시도')
    expect((await shop.truth()).payments).toHaveLength(1)
    expect(await shop.calls('issue')).toBe(1)
    await shop.expectKeys({ atPg: 1, inUse: 0 })
  })

  for (const fault of ['drop-response', 'http-500', 'not-json'] as const)
    test(`${fault} at PortOne’s lookup: it is asked again, and the card is registered`, async ({
      shop,
      page,
    }) => {
      await shop.fault({ provider: 'portone-v1', operation: 'lookup', fault, times: 1 })
      const element = await shop.visit(page, '/portone-v1')
      await element.start()
      await new RegisterWindow(page.frameLocator(FRAME)).approve()
      await element.expectPhase('issued')
      expect(shop.watch.phases).not.toContain('failed')
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

  test(
    'the user closes the window after PortOne has made the key: it is found, not lost',
    { tag: '@pain' },
    async ({ shop, page }) => {
      const element = await shop.visit(page, '/portone-v1')
      await element.start()
      await new RegisterWindow(page.frameLocator(FRAME)).opened()
      // The window makes the key, and the page is never told.
      shop.watch.expect(/Failed to load|frame/)
      shop.wire.lose('POST', /\/request-pay\/\w+$/)
      await new RegisterWindow(page.frameLocator(FRAME)).approve()
      await expect.poll(async () => (await shop.keysOf()).length).toBe(1)
      await element.stop.dispatchEvent('click')
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    },
  )
})
