import { expect, test } from '../fixtures.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { ask, MADE_UP } from '../support/forging.ts'
import { CREATE, OPEN_WINDOW, requestsOf } from '../support/requests.ts'

const FRAME = 'iframe[title="결제창"]'
const BASIC = '/danal?plan=basic-monthly'
const MINUTE = 60_000

test.describe('consent', () => {
  test('missing: the page says so, moves to the box, and nothing is made', async ({ shop, page }) => {
    const element = await shop.visit(page, '/danal')
    await element.action.click()
    await expect(element.message).toHaveText('내용을 확인하고 동의해 주세요.')
    await expect(element.consent).toBeFocused()
    await expect(element.consent).not.toBeChecked()
    expect(requestsOf(shop.wire.exchanges, 'POST', CREATE)).toHaveLength(0)
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('withdrawn again before the click counts as missing', async ({ shop, page }) => {
    const element = await shop.visit(page, '/danal')
    const prepared = page.waitForResponse('**/billing/registrations')
    await element.consent.check()
    await prepared
    await element.consent.uncheck()
    await element.action.click()
    await expect(element.message).toHaveText('내용을 확인하고 동의해 주세요.')
    expect(requestsOf(shop.wire.exchanges, 'POST', OPEN_WINDOW)).toHaveLength(0)
    await shop.expectKeys({ atPg: 0, inUse: 0 })
  })

  test('whose click was never told issues nothing', async ({ shop, page }) => {
    shop.watch.expect(/Failed to load resource/)
    const element = await shop.visit(page, '/danal')
    const prepared = page.waitForResponse('**/billing/registrations')
    await element.consent.check()
    await prepared
    const { id } = shop.launches().at(-1) ?? { id: '' }
    const { status, text } = await ask(page, `/registrations/${id}/complete`, {
      return: { transactionId: MADE_UP },
    })
    expect(status).toBe(400)
    expect(JSON.parse(text)).toMatchObject({ code: 'consent_required' })
    expect(await shop.calls('issue')).toBe(0)
    await shop.expectKeys({ atPg: 0, inUse: 0 })
  })

  test('is shown before it is asked for: amount, cycle, first payment and how to stop', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, '/danal')
    for (const fact of ['금액', '주기', '첫 결제일', '해지 방법'])
      await expect(element.tag.getByText(fact, { exact: true })).toBeVisible()
    await expect(element.consent).not.toBeChecked()
  })
})

test.describe('what changes meanwhile', () => {
  test('the price: the click shows the new one and opens nothing, the next click registers', async ({
    shop,
    page,
  }) => {
    shop.watch.expect(/409/)
    const element = await shop.visit(page, BASIC)
    await expect(element.price).toHaveText('4,900원 / 월')
    await shop.setPrice('basic-monthly', 5_900)
    await element.action.click()
    await expect(element.price).toHaveText('5,900원 / 월')
    await expect(element.message).toHaveText('금액이나 조건이 바뀌었어요. 확인하고 다시 눌러 주세요.')
    expect(requestsOf(shop.wire.exchanges, 'POST', OPEN_WINDOW)).toHaveLength(0)
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('a changed price takes the consent to the old one away', async ({ shop, page }) => {
    shop.watch.expect(/409/)
    const element = await shop.visit(page, '/danal')
    await shop.setPrice('pro-monthly', 12_900)
    await element.consent.check()
    await expect(element.price).toHaveText('12,900원 / 월')
    await expect(element.consent).not.toBeChecked()
    await expect(element.tag.getByText('매월 12,900원 정기결제에 동의해요')).toBeVisible()
    expect(requestsOf(shop.wire.exchanges, 'POST', OPEN_WINDOW)).toHaveLength(0)
    await shop.expectKeys({ atPg: 0, inUse: 0 })
  })

  test('the price, while the window is open: what was agreed to is what is charged', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, '/danal?plan=club-now')
    await element.start()
    await new RegisterWindow(page).opened()
    await shop.setPrice('club-now', 21_900)
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    expect((await shop.truth()).payments).toEqual([
      expect.objectContaining({ amount: 18_900, state: 'paid' }),
    ])
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('half an hour passes in the window: the customer who comes back is still served', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, '/danal')
    await element.start()
    await new RegisterWindow(page).opened()
    await shop.advance(31 * MINUTE)
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('more than a day passes in Danal’s window: no key is asked for, and the page says start over', async ({
    shop,
    page,
  }) => {
    shop.watch.expect(/410/)
    const element = await shop.visit(page, '/danal')
    await element.start()
    await new RegisterWindow(page).opened()
    await shop.advance(25 * 60 * MINUTE)
    await new RegisterWindow(page).approve()
    await element.expectPhase('failed')
    await expect(element.message).toHaveText(/^시간이 지나 처음부터 다시 시작해 주세요/)
    expect(await shop.calls('issue')).toBe(0)
    await shop.expectKeys({ atPg: 0, inUse: 0 })
    await element.action.click()
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('a key that PortOne’s window has made is never refused for its age', async ({ shop, page }) => {
    const element = await shop.visit(page, '/portone-v1')
    await element.start()
    await new RegisterWindow(page.frameLocator(FRAME)).opened()
    await shop.advance(25 * 60 * MINUTE)
    await new RegisterWindow(page.frameLocator(FRAME)).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('a launch that was prepared long ago is not opened: the click prepares a fresh one', async ({
    shop,
    page,
  }) => {
    await page.clock.install()
    const element = await shop.visit(page, '/danal')
    const prepared = page.waitForResponse('**/billing/registrations')
    await element.consent.check()
    await prepared
    await shop.advance(6 * MINUTE)
    await page.clock.fastForward(6 * MINUTE)
    await element.action.click()
    await new RegisterWindow(page).opened()
    const [stale, fresh] = shop.launches()
    const [opened] = requestsOf(shop.wire.exchanges, 'POST', OPEN_WINDOW)
    expect(opened?.requestBody).toContain(fresh?.reference)
    expect(opened?.requestBody).not.toContain(stale?.reference)
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })
})
