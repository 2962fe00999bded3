import { expect, test } from '../fixtures.ts'
import { RegisterElement } from '../models/register-element.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { ask, withoutRequestId } from '../support/forging.ts'

const FRAME = 'iframe[title="결제창"]'
const BASIC = '/danal?plan=basic-monthly'
const PORTONE = '/portone-v1?plan=basic-monthly'

test.describe('whose card goes to whom', () => {
  test('the page says whose account the card goes to, before the click', async ({ shop, page }) => {
    const element = await shop.visit(page, '/danal')
    await expect(element.account).toHaveText(`${shop.customer.slice(0, 2)}***@example.com 계정에 등록돼요`)
  })

  test('a return under another customer’s login gives nobody a card', async ({ shop, page, context }) => {
    shop.watch.expect(/404/)
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).opened()
    const stranger = `${shop.customer}-b`
    await shop.login(await context.newPage(), stranger)
    await new RegisterWindow(page).approve('GET')
    await element.expectPhase('failed')
    await expect(element.message).toHaveText(/계정/)
    expect(await shop.calls('issue')).toBe(0)
    // The owner cannot use it afterwards either: it is quarantined for good.
    await shop.login(page)
    await page.goto(`${BASIC}&billing_registration=${shop.launches().at(-1)?.id}`)
    await element.expectPhase('cancelled')
    expect(await shop.calls('issue')).toBe(0)
    await shop.expectKeys({ atPg: 0, inUse: 0 })
    await shop.expectKeys({ atPg: 0, inUse: 0 }, stranger)
    expect(shop.log()).toContain('claim.quarantined')
  })

  test('PortOne’s key, brought back under another login, is held and given to nobody', async ({
    shop,
    page,
    context,
  }) => {
    shop.watch.expect(/404/)
    await shop.setQuirks({ resultPath: 'redirect' })
    const element = await shop.visit(page, PORTONE)
    await element.start()
    await new RegisterWindow(page).opened()
    const stranger = `${shop.customer}-b`
    await shop.login(await context.newPage(), stranger)
    await new RegisterWindow(page).approve()
    await element.expectPhase('failed')
    await expect(element.message).toHaveText(/계정/)
    await shop.expectKeys({ atPg: 0, inUse: 0 }, stranger)
    await shop.login(page)
    await page.goto(`${PORTONE}&billing_registration=${shop.launches().at(-1)?.id}`)
    await element.expectPhase('uncertain')
    await shop.expectKeys({ atPg: 1, inUse: 0 })
  })

  test('a window that a victim finished elsewhere: the attacker’s tab cannot pick the claim up', async ({
    shop,
    page,
    otherBrowser,
  }) => {
    shop.watch.expect(/401|404/)
    const attacker = await shop.visit(page, BASIC)
    await attacker.start()
    await new RegisterWindow(page).opened()
    // Both look at the same window: its address was forwarded.
    const victim = await otherBrowser()
    await victim.goto(page.url())
    await new RegisterWindow(victim).approve('POST')
    await expect(victim.locator('billing-register [slot=login]')).toBeVisible()
    const [cookie] = await victim
      .context()
      .cookies(`${shop.origin}/billing/registrations/x`.replace('x', shop.launches().at(-1)?.id ?? ''))
    expect(cookie).toMatchObject({
      httpOnly: true,
      sameSite: 'Lax',
      path: expect.stringMatching(/^\/billing\/registrations\/reg_/),
    })
    const { id } = shop.launches().at(-1) ?? { id: '' }
    await page.goto(`${BASIC}&billing_registration=${id}`)
    await attacker.ready()
    expect((await ask(page, `/registrations/${id}/complete`, {})).text).not.toContain('"issued"')
    expect(await shop.calls('issue')).toBe(0)
    // The victim logs in, as the page asks: it is not their registration.
    await shop.login(victim, `${shop.customer}-v`)
    await victim.goto(`${BASIC}&billing_registration=${id}`)
    expect((await ask(victim, `/registrations/${id}/complete`, {})).status).toBe(404)
    expect(await shop.calls('issue')).toBe(0)
    await shop.expectKeys({ atPg: 0, inUse: 0 })
    await shop.expectKeys({ atPg: 0, inUse: 0 }, `${shop.customer}-v`)
  })

  test('a return without login is finished in the browser that brought it, after the same customer logged in', async ({
    shop,
    page,
    otherBrowser,
  }) => {
    shop.watch.expect(/401/)
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).opened()
    // A card company's app may come back in another browser.
    const phone = await otherBrowser()
    await phone.goto(page.url())
    await new RegisterWindow(phone).approve('POST')
    await phone.locator('billing-register [slot=login]').click()
    await phone.getByLabel('이름').fill(shop.customer)
    await phone.getByRole('button', { name: '로그인', exact: true }).click()
    const there = new RegisterElement(phone)
    await there.action.click()
    await there.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
    await page.goto(BASIC)
    await element.ready()
    expect(await shop.calls('issue')).toBe(1)
  })

  test('the first tab learns by itself that the card was registered in another browser', async ({
    shop,
    page,
    otherBrowser,
  }) => {
    shop.watch.expect(/401/)
    const element = await shop.visit(page, '/danal?provider=danal-popup')
    const opened = page.waitForEvent('popup')
    await element.start()
    const popup = await opened
    await new RegisterWindow(popup).opened()
    const phone = await otherBrowser()
    await phone.goto(popup.url())
    await new RegisterWindow(phone).approve('POST')
    await phone.locator('billing-register [slot=login]').click()
    await phone.getByLabel('이름').fill(shop.customer)
    await phone.getByRole('button', { name: '로그인', exact: true }).click()
    const there = new RegisterElement(phone)
    await there.action.click()
    await there.expectIssued()
    await element.expectPhase('open')
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })))
    await element.expectIssued()
    expect(await shop.calls('issue')).toBe(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  for (const echoes of [true, false])
    test(`a key is bound ${echoes ? 'firmly by' : 'weakly without'} what Danal sends back of the order`, async ({
      shop,
      page,
    }) => {
      await shop.setQuirks({
        orderIdInAnswer: echoes,
        userInAnswer: false,
        authOnlyInAnswer: echoes,
        amountInAnswer: echoes ? 'requested' : 'absent',
      })
      const element = await shop.visit(page, BASIC)
      await element.start()
      await new RegisterWindow(page).approve()
      await element.expectIssued()
      const [row] = await shop.ledgerOf()
      expect(row?.method).toMatchObject({ state: 'active', binding: echoes ? 'strong' : 'weak' })
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

  test('another customer’s registration looks exactly like none at all', async ({
    shop,
    page,
    otherBrowser,
  }) => {
    shop.watch.expect(/404/)
    const element = await shop.visit(page, PORTONE)
    await element.start()
    await new RegisterWindow(page.frameLocator(FRAME)).opened()
    const { id } = shop.launches().at(-1) ?? { id: '' }
    const stranger = await otherBrowser()
    await shop.login(stranger, `${shop.customer}-b`)
    const unknown = `${id.slice(0, -4)}0000`
    for (const action of ['', '/complete', '/cancel', '/opened']) {
      const body = action ? {} : undefined
      const theirs = await ask(stranger, `/registrations/${id}${action}`, body)
      const nobodys = await ask(stranger, `/registrations/${unknown}${action}`, body)
      expect(theirs.status).toBe(404)
      expect(withoutRequestId(theirs)).toBe(withoutRequestId(nobodys))
    }
    await new RegisterWindow(page.frameLocator(FRAME)).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
    await shop.expectKeys({ atPg: 0, inUse: 0 }, `${shop.customer}-b`)
  })

  test('a page of another site can neither open nor finish a registration with the customer’s login', async ({
    shop,
    page,
    context,
  }) => {
    shop.watch.expect(/CORS|Failed to load|403/)
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).opened()
    const { id } = shop.launches().at(-1) ?? { id: '' }
    const evil = await context.newPage()
    await evil.goto('about:blank')
    for (const path of ['/registrations', `/registrations/${id}/complete`, `/registrations/${id}/cancel`])
      await evil.evaluate(
        (url) =>
          fetch(url, {
            method: 'POST',
            mode: 'no-cors',
            credentials: 'include',
            headers: { 'content-type': 'text/plain' },
            body: '{}',
          }),
        `${shop.origin}/billing${path}`,
      )
    const sent = shop.wire.exchanges.filter(
      ({ method, requestHeaders }) => method === 'POST' && requestHeaders.origin === 'null',
    )
    expect(sent.map(({ status }) => status)).toEqual([403, 403, 403])
    await new RegisterWindow(page).approve('GET')
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('the element completes by itself only in the tab that started; elsewhere it asks for one click', async ({
    shop,
    page,
    context,
  }) => {
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).opened()
    const second = await context.newPage()
    await second.goto(page.url())
    await new RegisterWindow(second).approve('GET')
    const other = new RegisterElement(second)
    await expect(other.action).toHaveText('등록 마치기')
    expect(await shop.calls('issue')).toBe(0)
    await other.action.click()
    await other.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })
})
