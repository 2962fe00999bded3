import type { Page, Route } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { RegisterElement } from '../models/register-element.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { COMPLETE, CREATE, OPEN_WINDOW, requestsOf } from '../support/requests.ts'

const FRAME = 'iframe[title="결제창"]'
const BASIC = '/danal?plan=basic-monthly'
const SDK = /\/(danal\/sdk|iamport)\.js/
const FAILED_REQUEST = /Failed to load resource/
const MINUTE = 60_000

const OFFER = '**/billing/offer?*'
const COMPLETE_URL = '**/billing/registrations/*/complete'

/** Ways in which an endpoint can be in trouble. */
const TROUBLES: Readonly<Record<string, (route: Route) => Promise<void>>> = {
  'is down': (route) => route.abort('connectionrefused'),
  'answers 500': (route) => route.fulfill({ status: 500, contentType: 'text/plain', body: 'oops' }),
  'answers something that is not JSON': (route) =>
    route.fulfill({ status: 200, contentType: 'text/html', body: '<!doctype html><title>Login</title>' }),
}

/** Holds matching requests back until it is told to let them go. */
async function hold(page: Page, url: string | RegExp): Promise<() => void> {
  let release = (): void => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  await page.route(url, async (route) => {
    await released
    await route.continue().catch(() => {})
  })
  return release
}

test.describe('the PG’s script', () => {
  for (const path of [BASIC, '/portone-v1?plan=basic-monthly'])
    test(`blocked for some customers: a plain sentence and another try, on ${path}`, async ({
      shop,
      page,
    }) => {
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
    })

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

test.describe('the endpoint', () => {
  for (const [trouble, cause] of Object.entries(TROUBLES)) {
    test(`${trouble} when the page asks for the price: it says so, and asks again on the click`, async ({
      shop,
      page,
    }) => {
      shop.watch.expect(FAILED_REQUEST)
      await page.route(OFFER, cause)
      await shop.login(page)
      await page.goto(BASIC)
      const element = new RegisterElement(page)
      await element.expectPhase('failed')
      await expect(element.message).not.toBeEmpty()
      await page.unroute(OFFER)
      await element.action.click()
      await element.ready()
      await element.start()
      await new RegisterWindow(page).approve()
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

    test(`${trouble} at the click: no window opens, and the next click goes on`, async ({ shop, page }) => {
      shop.watch.expect(FAILED_REQUEST)
      const element = await shop.visit(page, BASIC)
      await page.route('**/billing/registrations', cause)
      await element.start()
      await element.expectPhase('failed')
      expect(requestsOf(shop.wire.exchanges, 'POST', OPEN_WINDOW)).toHaveLength(0)
      await page.unroute('**/billing/registrations')
      await element.action.click()
      await new RegisterWindow(page).approve()
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

    test(`${trouble} after the window: the outcome is called unknown, never failed, and is found later`, async ({
      shop,
      page,
    }) => {
      shop.watch.expect(FAILED_REQUEST)
      const element = await shop.visit(page, BASIC)
      await page.route(COMPLETE_URL, cause, { times: 2 })
      await element.start()
      await new RegisterWindow(page).approve('GET')
      await element.expectIssued()
      expect(shop.watch.phases).not.toContain('failed')
      expect(shop.watch.phases).not.toContain('declined')
      expect(await shop.calls('issue')).toBe(1)
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })
  }

  test('is slow at the click: the window opens once the answer is there, only once', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, BASIC)
    const release = await hold(page, '**/billing/registrations')
    await element.start()
    await element.expectPhase('preparing')
    await element.action.click({ force: true })
    release()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    expect(requestsOf(shop.wire.exchanges, 'POST', CREATE)).toHaveLength(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('duplicate registration on retry: the request arrived, its answer was lost, and the retry is the same one', async ({
    shop,
    page,
  }) => {
    shop.watch.expect(FAILED_REQUEST)
    const element = await shop.visit(page, BASIC)
    shop.wire.lose('POST', CREATE)
    await element.start()
    await element.expectPhase('failed')
    shop.wire.keep()
    await element.action.click()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    expect(requestsOf(shop.wire.exchanges, 'POST', CREATE).length).toBeGreaterThan(1)
    expect(await shop.ledgerOf()).toHaveLength(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('the answer of the finish is lost: asking again reads the outcome, the PG is not called again', async ({
    shop,
    page,
  }) => {
    shop.watch.expect(FAILED_REQUEST)
    const element = await shop.visit(page, BASIC)
    // Twice: a browser repeats a request by itself when a kept connection turns out to be dead.
    shop.wire.lose('POST', COMPLETE, 2)
    await element.start()
    await new RegisterWindow(page).approve('GET')
    await element.expectIssued()
    expect(requestsOf(shop.wire.exchanges, 'POST', COMPLETE).length).toBeGreaterThan(1)
    expect(await shop.calls('issue')).toBe(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })
})

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

  test('the login ends before the click: a login slot, and after the login the same page goes on', async ({
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

  test('the login ends while the window is open: it is asked for again, and then the card is registered', async ({
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

test.describe('the PG’s answer is lost', () => {
  for (const fault of ['drop-response', 'http-500', 'not-json', 'empty'] as const)
    test(`${fault} at issue-key: 확인 중, never success or failure, and exactly one issue call`, async ({
      shop,
      page,
    }) => {
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
    })

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

  test('the user closes the window after PortOne has made the key: it is found, not lost', async ({
    shop,
    page,
  }) => {
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
  })
})
