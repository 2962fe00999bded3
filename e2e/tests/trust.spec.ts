import type { Page } from '@playwright/test'
import { expect, test, type Shop } from '../fixtures.ts'
import { RegisterElement } from '../models/register-element.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { RETURN, requestsOf } from '../support/requests.ts'

const FRAME = 'iframe[title="결제창"]'
const BASIC = '/danal?plan=basic-monthly'
const PORTONE = '/portone-v1?plan=basic-monthly'

/** A made-up transactionId in the form of Danal's. */
const MADE_UP = '20260101000000000001'

/** Address of the door of a customer's newest registration. */
function doorOf(shop: Shop, query: Record<string, string>, customer?: string): string {
  const { id } = shop.launches(customer).at(-1) ?? { id: 'none' }
  return `/billing/registrations/${id}/return?${new URLSearchParams(query)}`
}

/** Walks a customer through Danal's window, and takes the result away before the shop sees it. */
async function stealTransaction(shop: Shop, page: Page): Promise<string> {
  shop.wire.cut('GET', RETURN)
  await new RegisterWindow(page).approve('GET')
  const seen = (): string => requestsOf(shop.wire.exchanges, 'GET', RETURN).at(-1)?.url ?? ''
  await expect.poll(seen).toContain('transactionId')
  // Chromium would try the lost page again by itself.
  await page.close()
  shop.wire.keep()
  return new URL(seen()).searchParams.get('transactionId') ?? ''
}

/** A script of the page that wraps the PG's: what a visitor with developer tools can do. */
const tamperWith = (page: Page, script: string): Promise<unknown> =>
  page.route(/\/(danal\/sdk|iamport)\.js/, async (route) => {
    const genuine = await (await fetch(route.request().url())).text()
    await route.fulfill({ contentType: 'text/javascript', body: `${genuine}\n${script}` })
  })

/** Asks the endpoint as this page's own script would. */
const ask = (page: Page, path: string, body?: unknown): Promise<{ status: number; text: string }> =>
  page.evaluate(
    async ([path, body]) => {
      const answer = await fetch(`/billing${path}`, {
        ...(body !== undefined && {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      })
      return { status: answer.status, text: await answer.text() }
    },
    [path, body] as const,
  )

/** A problem without the id of its request: what two refusals have in common. */
const withoutRequestId = ({ status, text }: { status: number; text: string }): string =>
  `${status} ${text.replace(/"requestId":"[^"]*"/, '')}`

test.describe('what comes back is a claim, not a state', () => {
  test('junk from elsewhere first, then the real return: the card is registered', async ({
    shop,
    page,
    otherBrowser,
  }) => {
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).opened()
    const scanner = await otherBrowser()
    shop.watch.expect(/401/)
    for (let visit = 0; visit < 10; visit++)
      await scanner.request.get(doorOf(shop, { transactionId: `${MADE_UP}${visit}`, code: 'SUCCESS' }), {
        maxRedirects: 0,
      })
    await scanner.goto(doorOf(shop, { code: 'FAIL', message: '<b>no</b>' }))
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    expect(await shop.calls('issue')).toBe(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('junk in the customer’s own browser first: the PG refuses it, and the real one is tried', async ({
    shop,
    page,
    context,
  }) => {
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).opened()
    await context.request.get(doorOf(shop, { transactionId: MADE_UP }), { maxRedirects: 0 })
    await new RegisterWindow(page).approve('GET')
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('a made-up transactionId alone registers nothing, and the window may still be finished', async ({
    shop,
    page,
    context,
  }) => {
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).opened()
    const second = await context.newPage()
    await second.goto(doorOf(shop, { transactionId: MADE_UP, code: 'SUCCESS' }))
    const other = new RegisterElement(second)
    await expect(other.action).toHaveText('등록 마치기')
    await other.action.click()
    await other.expectPhase('declined')
    await shop.expectKeys({ atPg: 0, inUse: 0 })
    await new RegisterWindow(page).approve('GET')
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('words from the address never become markup, and a failed return ends nothing', async ({
    shop,
    page,
    context,
  }) => {
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).opened()
    const second = await context.newPage()
    await second.goto(doorOf(shop, { code: 'X', message: '<img src=x onerror="alert(1)">' }))
    await expect(second.locator('img[src=x]')).toHaveCount(0)
    await new RegisterWindow(page).approve('GET')
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('an empty visit of the door changes nothing', async ({ shop, page, context }) => {
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).opened()
    await context.request.get(doorOf(shop, {}), { maxRedirects: 0 })
    await context.request.head(doorOf(shop, {}), { maxRedirects: 0 })
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    expect(await shop.calls('issue')).toBe(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })
})

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
    expect(shop.log()).toContain('security.claim_quarantined')
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

test.describe('forged returns', () => {
  for (const echo of ['orderIdInAnswer', 'userInAnswer'] as const)
    test(`a stolen transactionId of somebody else’s card is found out by what Danal echoes (${echo})`, async ({
      shop,
      page,
      otherBrowser,
    }) => {
      await shop.setQuirks({ orderIdInAnswer: false, userInAnswer: false, [echo]: true })
      shop.watch.expect(/Failed to load|ERR_FAILED/)
      const victim = await otherBrowser()
      await shop.login(victim, `${shop.customer}-victim`)
      await victim.goto(BASIC)
      await new RegisterElement(victim).start()
      const transactionId = await stealTransaction(shop, victim)
      const attacker = await shop.visit(page, BASIC)
      await attacker.start()
      await new RegisterWindow(page).opened()
      await page.goto(doorOf(shop, { transactionId, code: 'SUCCESS' }))
      await attacker.expectPhase('uncertain')
      const [row] = await shop.ledgerOf()
      expect(row).toMatchObject({ state: 'suspended', method: { state: 'suspended' } })
      // The key is the victim's at the PG, it is in our ledger, and nobody may use it.
      await shop.expectKeys({ atPg: 0, inUse: 0 })
      await shop.expectKeys({ atPg: 1, inUse: 0 }, `${shop.customer}-victim`)
      shop.expectStrangers()
    })

  test('one transactionId in two registrations: the second is refused without a call', async ({
    shop,
    page,
    context,
  }) => {
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).approve('GET')
    await element.expectIssued()
    const [door] = requestsOf(shop.wire.exchanges, 'GET', RETURN)
    const transactionId = new URL(door?.url ?? '').searchParams.get('transactionId') ?? ''
    const second = await context.newPage()
    await second.goto(BASIC)
    const other = new RegisterElement(second)
    await other.start()
    await new RegisterWindow(second).opened()
    await second.goto(doorOf(shop, { transactionId }))
    await expect.poll(async () => (await other.state()).phase).not.toMatch(/finishing|issued|preparing/)
    expect(await shop.calls('issue')).toBe(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('the imp_uid of another order registers nothing; the customer’s own window still does', async ({
    shop,
    page,
    otherBrowser,
  }) => {
    const victim = await otherBrowser()
    await shop.login(victim, `${shop.customer}-victim`)
    await victim.goto(PORTONE)
    const theirs = new RegisterElement(victim)
    await theirs.start()
    const told = victim.waitForRequest(/\/complete$/)
    await new RegisterWindow(victim.frameLocator(FRAME)).approve()
    await theirs.expectIssued()
    const { imp_uid } = (await told).postDataJSON().return
    expect(imp_uid).toMatch(/^imp_/)

    const element = await shop.visit(page, PORTONE)
    await element.start()
    await new RegisterWindow(page.frameLocator(FRAME)).opened()
    const { id, reference } = shop.launches().at(-1) ?? { id: '', reference: '' }
    const forged = await ask(page, `/registrations/${id}/complete`, {
      return: { imp_uid, merchant_uid: reference },
    })
    expect(forged.text).not.toContain('"issued"')
    await shop.expectKeys({ atPg: 0, inUse: 0 })
    await new RegisterWindow(page.frameLocator(FRAME)).approve()
    await element.expectPhase('issued')
    await shop.expectKeys({ atPg: 1, inUse: 1 })
    await shop.expectKeys({ atPg: 1, inUse: 1 }, `${shop.customer}-victim`)
  })

  test('the browser cannot hand a key to the server: a claimed customer_uid is ignored', async ({
    shop,
    page,
    otherBrowser,
  }) => {
    const victim = await otherBrowser()
    await shop.login(victim, `${shop.customer}-victim`)
    await victim.goto(PORTONE)
    const theirs = new RegisterElement(victim)
    await theirs.start()
    await new RegisterWindow(victim.frameLocator(FRAME)).approve()
    await theirs.expectIssued()
    const element = await shop.visit(page, PORTONE)
    await element.start()
    await new RegisterWindow(page.frameLocator(FRAME)).opened()
    const { id, reference } = shop.launches().at(-1) ?? { id: '', reference: '' }
    // Spelt apart, because the watch takes a customer_uid anywhere else for a leak.
    const { reference: theirReference } = shop.launches(`${shop.customer}-victim`)[0] ?? { reference: '' }
    const forged = await ask(page, `/registrations/${id}/complete`, {
      billingKey: 'made-up',
      customer_uid: 'made-up',
      return: { merchant_uid: theirReference, customer_uid: 'made-up', success: 'true' },
    })
    expect(forged.text).not.toContain('"issued"')
    expect(reference).not.toBe(theirReference)
    await shop.expectKeys({ atPg: 0, inUse: 0 })
  })

  test('a page script turns Danal’s register-only into a charge: the key is held, nobody is told “registered”', async ({
    shop,
    page,
  }) => {
    await shop.setQuirks({ authOnlyInAnswer: true })
    await tamperWith(
      page,
      `const genuine = window.DanalPayments
       window.DanalPayments = (key) => ({
         requestBilling: (request) => genuine(key).requestBilling({ ...request, issueKeyOnly: false, amount: 100 }),
       })`,
    )
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectPhase('uncertain')
    const [row] = await shop.ledgerOf()
    expect(row).toMatchObject({ state: 'suspended', method: { state: 'suspended' } })
    expect((await shop.truth()).payments).toEqual([expect.objectContaining({ amount: 100 })])
    await shop.expectKeys({ atPg: 1, inUse: 0 })
  })

  for (const change of [{ amount: 100 }, { customer_uid: 'attackers-own' }] as const)
    test(`a page script changes ${Object.keys(change)[0]} in PortOne’s window: not registered`, async ({
      shop,
      page,
    }) => {
      await tamperWith(
        page,
        `const { request_pay } = window.IMP
         window.IMP.request_pay = (request, callback) => request_pay({ ...request, ...${JSON.stringify(change)} }, callback)`,
      )
      const element = await shop.visit(page, '/portone-v1?plan=club-now')
      await element.start()
      await new RegisterWindow(page.frameLocator(FRAME)).approve()
      await expect.poll(async () => (await shop.ledgerOf()).map(({ state }) => state)).not.toEqual(['open'])
      // A PortOne that does not tell the customer_uid of a payment leaves the key to be waited for, half a minute.
      await shop.advance(31_000)
      await element.expectPhase('uncertain')
      expect(shop.watch.phases).not.toContain('issued')
      const rows = await shop.ledgerOf()
      expect(rows.filter(({ method }) => method?.state === 'active')).toEqual([])
      shop.expectStrangers()
    })
})

test.describe('limits', () => {
  test('after thirty refused tries within an hour the page says to come back later', async ({
    shop,
    page,
  }) => {
    shop.watch.expect(/429/)
    const element = await shop.visit(page, BASIC)
    await element.start()
    await new RegisterWindow(page).opened()
    await shop.login(page)
    for (let tried = 0; tried < 10; tried++) {
      const { text } = await ask(page, '/offer?plan=basic-monthly&locale=ko')
      const { offer } = JSON.parse(text)
      const created = await ask(page, '/registrations', {
        offer,
        plan: 'basic-monthly',
        clientRef: crypto.randomUUID(),
        returnTo: `${shop.origin}/danal`,
      })
      if (created.status === 429) break
      const { id } = JSON.parse(created.text)
      for (let claim = 0; claim < 3; claim++)
        await ask(page, `/registrations/${id}/complete`, {
          return: { transactionId: `${MADE_UP}${tried}${claim}` },
        })
    }
    await page.goto(BASIC)
    await element.start()
    await element.expectPhase('failed')
    await expect(element.message).toHaveText('여러 번 시도해서 잠시 멈췄어요. 나중에 다시 시도해 주세요.')
    expect(await shop.calls('issue')).toBeLessThanOrEqual(31)
    await shop.advance(61 * 60_000)
    await page.reload()
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })
})
