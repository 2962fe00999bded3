import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { RegisterElement } from '../models/register-element.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { COMPLETE, CREATE, OPEN_WINDOW, requestsOf } from '../support/requests.ts'

const FRAME = 'iframe[title="결제창"]'

/** Notes in the page whether it was restored as it was. */
const watchRestores = (page: Page): Promise<unknown> =>
  page.addInitScript(() =>
    addEventListener('pageshow', ({ persisted }) => {
      document.documentElement.dataset['restored'] = String(persisted)
    }),
  )

const restored = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.documentElement.dataset['restored'])

// A page that is restored as it was loads nothing: there is no load event to wait for.
const goBack = (page: Page): Promise<unknown> => page.goBack({ waitUntil: 'commit' })
const goForward = (page: Page): Promise<unknown> => page.goForward({ waitUntil: 'commit' })

test.describe('reload', () => {
  test('before anything: the consent is asked anew and nothing is registered', async ({ shop, page }) => {
    const element = await shop.visit(page, '/danal')
    await element.agree()
    await page.reload()
    await element.ready()
    await element.expectPhase('idle')
    await expect(element.consent).not.toBeChecked()
    await shop.expectKeys({ atPg: 0, inUse: 0 })
  })

  test('of every step of Danal’s window: the window is still there and finishes', async ({ shop, page }) => {
    const element = await shop.visit(page, '/danal')
    await element.start()
    const window = await new RegisterWindow(page).opened()
    await page.reload()
    await window.finishDetails()
    await expect(page).toHaveURL(/step=identity/)
    await page.reload()
    await window.finishIdentity()
    await expect(page).toHaveURL(/step=code/)
    await page.reload()
    await window.finishCode()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('while PortOne’s window is open: the page starts over, and only one card is registered', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, '/portone-v1')
    await element.start()
    await new RegisterWindow(page.frameLocator(FRAME)).opened()
    await page.reload()
    await element.ready()
    await element.expectPhase('idle')
    await element.start()
    await new RegisterWindow(page.frameLocator(FRAME)).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  for (const path of ['/danal', '/portone-v1'] as const)
    test(`while ${path} is finishing: the outcome is found, and the PG is asked for a key once`, async ({
      shop,
      page,
    }) => {
      const [provider, operation] =
        path === '/danal' ? (['danal', 'issue'] as const) : (['portone-v1', 'lookup'] as const)
      await shop.fault({ provider, operation, fault: 'delay', delayMs: 2_000, times: 1 })
      const element = await shop.visit(page, path)
      await element.start()
      await new RegisterWindow(path === '/danal' ? page : page.frameLocator(FRAME)).approve()
      await element.expectPhase('finishing')
      await page.reload()
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
      if (path === '/danal') expect(await shop.calls('issue')).toBe(1)
    })

  for (const path of ['/danal', '/portone-v1'] as const)
    test(`of the page that shows success stays success, on ${path}`, async ({ shop, page }) => {
      const element = await shop.visit(page, path)
      await element.start()
      await new RegisterWindow(path === '/danal' ? page : page.frameLocator(FRAME)).approve()
      await element.expectIssued()
      await page.reload()
      await element.expectIssued()
      await page.reload()
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
      if (path === '/danal') expect(await shop.calls('issue')).toBe(1)
    })

  test('of the page that says declined never turns it into something else', async ({ shop, page }) => {
    const element = await shop.visit(page, '/danal')
    await element.start()
    await new RegisterWindow(page).decline()
    await element.expectPhase('declined')
    await page.reload()
    await element.ready()
    await element.expectPhase('idle')
    await shop.expectKeys({ atPg: 0, inUse: 0 })
    expect(await shop.calls('issue')).toBe(1)
  })
})

test.describe('the back button', () => {
  test('leaves no endless spinner: the page that Chromium restores is ready again', async ({
    shop,
    page,
  }) => {
    await watchRestores(page)
    const element = await shop.visit(page, '/danal')
    await element.start()
    await new RegisterWindow(page).opened()
    await goBack(page)
    expect(await restored(page)).toBe('true')
    await element.expectPhase('idle')
    await expect(element.action).toHaveText('카드 등록하기')
    await shop.expectKeys({ atPg: 0, inUse: 0 })
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('and forward again: the first window may still be finished', async ({ shop, page }) => {
    await watchRestores(page)
    const element = await shop.visit(page, '/danal')
    await element.start()
    await new RegisterWindow(page).opened()
    await goBack(page)
    await element.expectPhase('idle')
    await goForward(page)
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('inside Danal’s window goes one step back, and the way forward still registers', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, '/danal')
    await element.start()
    const window = await new RegisterWindow(page).opened()
    await window.finishDetails()
    await window.finishIdentity()
    await goBack(page)
    await window.finishIdentity()
    await window.finishCode()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('after success meets a window that is over: pressing again leads back and changes nothing', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, '/danal')
    await element.start()
    const window = new RegisterWindow(page)
    await window.approve('GET')
    await element.expectIssued()
    await goBack(page)
    await window.approve('GET')
    await page.getByRole('link', { name: '상점으로 돌아가기' }).click()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
    expect(await shop.calls('issue')).toBe(1)
  })

  test('twice after success: the page that was left for the window knows of the card', async ({
    shop,
    page,
  }) => {
    await watchRestores(page)
    const element = await shop.visit(page, '/danal')
    await element.start()
    await new RegisterWindow(page).approve('GET')
    await element.expectIssued()
    await page.evaluate(() => history.go(-2))
    await expect.poll(() => restored(page)).toBe('true')
    await element.expectIssued()
    await page.evaluate(() => history.go(2))
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
    expect(await shop.calls('issue')).toBe(1)
    expect(requestsOf(shop.wire.exchanges, 'POST', CREATE)).toHaveLength(1)
  })

  test('while finishing: coming forward again finds the outcome', async ({ shop, page }) => {
    await shop.fault({ provider: 'danal', operation: 'issue', fault: 'delay', delayMs: 1_500, times: 1 })
    const element = await shop.visit(page, '/danal')
    await element.start()
    await new RegisterWindow(page).approve('GET')
    await element.expectPhase('finishing')
    await goBack(page)
    await goForward(page)
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
    expect(await shop.calls('issue')).toBe(1)
  })

  test('out of the shop and in again while PortOne’s window is open: the page is ready', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, '/portone-v1')
    await element.start()
    await new RegisterWindow(page.frameLocator(FRAME)).opened()
    await page.goto('/terms')
    await goBack(page)
    await element.expectPhase('idle')
    await element.start()
    await new RegisterWindow(page.frameLocator(FRAME).last()).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })
})

test.describe('impatience', () => {
  for (const path of ['/danal', '/portone-v1'] as const)
    test(`a double click on ${path} opens one window of one registration`, async ({ shop, page }) => {
      const element = await shop.visit(page, path)
      await element.agree()
      await element.action.dblclick()
      const window = new RegisterWindow(path === '/danal' ? page : page.frameLocator(FRAME))
      await window.approve()
      await element.expectIssued()
      expect(requestsOf(shop.wire.exchanges, 'POST', CREATE)).toHaveLength(1)
      expect(requestsOf(shop.wire.exchanges, 'POST', OPEN_WINDOW)).toHaveLength(1)
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

  test('ten clicks in one task open one window', async ({ shop, page }) => {
    const element = await shop.visit(page, '/portone-v1')
    await element.agree()
    await element.action.evaluate((action: HTMLElement) => {
      for (let click = 0; click < 10; click++) action.click()
    })
    await new RegisterWindow(page.frameLocator(FRAME)).approve()
    await element.expectIssued()
    expect(requestsOf(shop.wire.exchanges, 'POST', OPEN_WINDOW)).toHaveLength(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('two tabs are two registrations, and neither disturbs the other', async ({ shop, page, context }) => {
    const first = await shop.visit(page, '/danal?plan=basic-monthly')
    const other = await context.newPage()
    await other.goto('/danal?plan=basic-monthly')
    const second = new RegisterElement(other)
    await first.start()
    await second.start()
    await new RegisterWindow(other).cancel()
    await second.expectPhase('cancelled')
    await new RegisterWindow(page).approve()
    await first.expectIssued()
    await second.expectPhase('cancelled')
    expect(new Set(shop.launches().map(({ id }) => id)).size).toBe(2)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('the page of a return opened in two tabs asks the PG for a key once', async ({
    shop,
    page,
    context,
  }) => {
    await shop.fault({ provider: 'danal', operation: 'issue', fault: 'delay', delayMs: 1_000, times: 1 })
    const element = await shop.visit(page, '/danal')
    await element.start()
    await new RegisterWindow(page).approve('GET')
    await element.expectPhase('finishing')
    const [launch] = shop.launches()
    const other = await context.newPage()
    await other.goto(`/danal?billing_registration=${launch?.id}`)
    const second = new RegisterElement(other)
    // This tab did not start it: it asks for one click.
    await expect(second.action).toHaveText('등록 마치기')
    await second.action.click()
    await second.expectIssued()
    await element.expectIssued()
    expect(await shop.calls('issue')).toBe(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('a return that is visited twice is one claim and one key', async ({ shop, page }) => {
    const element = await shop.visit(page, '/danal')
    await element.start()
    await new RegisterWindow(page).approve('GET')
    await element.expectIssued()
    const [door] = requestsOf(shop.wire.exchanges, 'GET', /\/return$/)
    await page.goto(door?.url ?? '')
    await element.expectIssued()
    await page.goto(door?.url ?? '')
    await element.expectIssued()
    expect(await shop.calls('issue')).toBe(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('a card that is changed afterwards is a second registration with its own key', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, '/danal?plan=basic-monthly')
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await element.action.click()
    await element.expectPhase('idle')
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 2, inUse: 2 })
  })
})

test.describe('an element that is moved about', () => {
  test('removed and added again before the click is the same element', async ({ shop, page }) => {
    const element = await shop.visit(page, '/danal?plan=basic-monthly')
    await element.tag.evaluate((tag) => {
      const parent = tag.parentElement
      tag.remove()
      parent?.append(tag)
    })
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('removed and added again while the window is open still gets the answer, once', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, '/portone-v1')
    await element.start()
    const window = await new RegisterWindow(page.frameLocator(FRAME)).opened()
    await element.tag.evaluate((tag) => {
      const parent = tag.parentElement
      tag.remove()
      parent?.append(tag)
    })
    await window.approve()
    await element.expectIssued()
    expect(requestsOf(shop.wire.exchanges, 'POST', OPEN_WINDOW)).toHaveLength(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('replaced by another one while the window is open: the other one shows the card', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, '/portone-v1')
    await element.start()
    const window = await new RegisterWindow(page.frameLocator(FRAME)).opened()
    await element.tag.evaluate((tag) => {
      const { parentElement } = tag
      const copy = tag.cloneNode(true)
      tag.remove()
      parentElement?.append(copy)
    })
    await window.approve()
    await element.expectIssued()
    expect(requestsOf(shop.wire.exchanges, 'POST', OPEN_WINDOW)).toHaveLength(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('removed for good while finishing: the card is registered all the same', async ({ shop, page }) => {
    await shop.fault({
      provider: 'portone-v1',
      operation: 'lookup',
      fault: 'delay',
      delayMs: 1_000,
      times: 1,
    })
    const element = await shop.visit(page, '/portone-v1')
    await element.start()
    const completing = page.waitForRequest((request) => COMPLETE.test(new URL(request.url()).pathname))
    await new RegisterWindow(page.frameLocator(FRAME)).approve()
    await completing
    await element.tag.evaluate((tag) => tag.remove())
    await expect.poll(async () => (await shop.ledgerOf()).map(({ state }) => state)).toEqual(['issued'])
    await shop.expectKeys({ atPg: 1, inUse: 1 })
    await page.reload()
    await element.expectIssued()
  })
})
