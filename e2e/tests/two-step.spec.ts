import { expect, test } from '../fixtures.ts'
import { RegisterElement } from '../models/register-element.ts'
import { goBack, goForward } from '../support/browsing.ts'
import { ask, doorOf } from '../support/forging.ts'
import { TWO_STEP_PGS } from '../support/two-step.ts'

/** A card of the simulator that may be registered and not charged. */
const WITHOUT_FUNDS = '9450111122223333'

// A key that PortOne assigns before the customer has finished is none, and would only be found by the search for secrets.
test.beforeEach(({ shop }) => shop.setQuirks({ v2BillingKeyOnFailure: false }))

for (const pg of TWO_STEP_PGS)
  test.describe(`in two steps: ${pg.id}`, () => {
    const basic = `${pg.path}?plan=basic-monthly`

    test('an approved card is registered, by one issue call, and nothing of it stays in the address', async ({
      shop,
      page,
    }) => {
      await shop.setQuirks({ v2CardInKey: true })
      const element = await shop.visit(page, pg.path)
      await element.start()
      await pg.window(page).approve()
      await element.expectIssued()
      await expect(element.card).toContainText('3332')
      expect(page.url()).toBe(`${shop.origin}${pg.path}`)
      await shop.expectKeys({ atPg: 1, inUse: 1 })
      expect(await shop.calls('issue')).toBe(1)
    })

    test('of the success page a reload is no failure, and asks the PG nothing', async ({ shop, page }) => {
      const element = await shop.visit(page, basic)
      await element.start()
      await pg.window(page).approve()
      await element.expectIssued()
      for (const _time of [1, 2]) {
        await page.reload()
        await element.expectIssued()
      }
      expect(await shop.calls('issue')).toBe(1)
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

    test('a charge with the registration is said before, and made once, right after the key', async ({
      shop,
      page,
    }) => {
      const element = await shop.visit(page, `${pg.path}?plan=club-now`)
      await expect(element.now).toContainText(/지금 [\d,]+원이 결제돼요/)
      await element.start()
      await pg.window(page).approve()
      await element.expectIssued()
      await expect.poll(async () => (await shop.ledgerOf())[0]?.payment?.state).toBe('paid')
      expect((await shop.truth()).payments).toEqual([expect.objectContaining({ state: 'paid' })])
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

    test('a declined first payment leaves the card registered, says so, and lets another card pay', async ({
      shop,
      page,
    }) => {
      const element = await shop.visit(page, `${pg.path}?plan=club-now`)
      await element.start()
      const window = await pg.window(page).opened()
      await window.typeCard(WITHOUT_FUNDS)
      await window.finishDetails()
      await window.finishIdentity()
      await window.finishCode(pg.code)
      await element.expectIssued()
      await expect(element.tag).toContainText('첫 결제가 되지 않았어요. 다른 결제 수단을 등록하거나')
      expect((await shop.truth()).payments).toEqual([expect.objectContaining({ state: 'failed' })])
      await element.action.click()
      await element.start()
      await pg.window(page).approve()
      await element.expectIssued()
      await expect(element.tag).not.toContainText('첫 결제가 되지 않았어요')
      const states = async (): Promise<string[]> => (await shop.truth()).payments.map(({ state }) => state)
      await expect.poll(states).toEqual(['failed', 'paid'])
      await shop.expectKeys({ atPg: 2, inUse: 2 })
    })

    test('back and forward again while it is finishing finds the outcome, by one issue call', async ({
      shop,
      page,
    }) => {
      await shop.fault({ provider: pg.id, operation: 'issue', fault: 'delay', delayMs: 2_000, times: 1 })
      const element = await shop.visit(page, basic)
      await element.start()
      await pg.window(page).approve()
      await element.expectPhase('finishing')
      await goBack(page)
      await goForward(page)
      await element.expectIssued()
      expect(await shop.calls('issue')).toBe(1)
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

    for (const declineAt of ['window', 'issue'] as const)
      test(`a card declined at the ${declineAt} is declined, and the next try registers`, async ({
        shop,
        page,
      }) => {
        await shop.setQuirks({ declineAt })
        const element = await shop.visit(page, basic)
        await element.start()
        await pg.window(page).decline()
        await element.expectPhase('declined')
        await expect(element.message).toHaveText(/카드사|다시 시도/)
        await shop.expectKeys({ atPg: 0, inUse: 0 })
        await element.start()
        await pg.window(page).approve()
        await element.expectIssued()
        await shop.expectKeys({ atPg: 1, inUse: 1 })
      })

    for (const iframeCancel of ['reject', 'failUrl'] as const)
      test(`a cancel is calm and costs nothing (${iframeCancel})`, async ({ shop, page }) => {
        await shop.setQuirks({ iframeCancel })
        const element = await shop.visit(page, basic)
        await element.start()
        await pg.window(page).cancel()
        await element.expectPhase('cancelled')
        await expect(element.message).toHaveText('등록을 멈췄어요. 결제된 금액은 없어요.')
        expect(shop.watch.events).not.toContain('billing-error')
        expect(await shop.calls('issue')).toBe(0)
        await shop.expectKeys({ atPg: 0, inUse: 0 })
      })

    test('a window that never answers can be given up from the page', async ({ shop, page }) => {
      const element = await shop.visit(page, basic)
      await element.start()
      await pg.window(page).opened()
      await element.stop.dispatchEvent('click')
      await element.expectPhase('cancelled')
      await shop.expectKeys({ atPg: 0, inUse: 0 })
    })

    test('a reload while it is finishing finds the outcome, by one issue call', async ({ shop, page }) => {
      await shop.fault({ provider: pg.id, operation: 'issue', fault: 'delay', delayMs: 2_000, times: 1 })
      const element = await shop.visit(page, basic)
      await element.start()
      await pg.window(page).approve()
      await element.expectPhase('finishing')
      await page.reload()
      await element.expectIssued()
      expect(await shop.calls('issue')).toBe(1)
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

    test('a reload while the window is open starts over, and only one card is registered', async ({
      shop,
      page,
    }) => {
      const element = await shop.visit(page, basic)
      await element.start()
      await pg.window(page).opened()
      await page.reload()
      await element.expectPhase('idle')
      await element.start()
      await pg.window(page).approve()
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

    for (const fault of ['drop-response', 'drop-request', 'http-500', 'not-json'] as const)
      test(`a lost answer (${fault}) is found by asking again: registered, one key, never a failure`, async ({
        shop,
        page,
      }) => {
        await shop.fault({ provider: pg.id, operation: 'issue', fault, times: 1 })
        const element = await shop.visit(page, basic)
        await element.start()
        await pg.window(page).approve()
        await element.expectIssued()
        for (const phase of ['failed', 'declined']) expect(shop.watch.phases).not.toContain(phase)
        await shop.expectKeys({ atPg: 1, inUse: 1 })
      })

    test('the same return twice issues once', async ({ shop, page }) => {
      const element = await shop.visit(page, basic)
      await element.start()
      await pg.window(page).approve()
      await element.expectIssued()
      await page.goto(doorOf(shop, { [pg.token]: pg.carried(shop) }))
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
      expect(await shop.calls('issue')).toBe(1)
    })

    test('a result that another registration has used is refused without a call', async ({ shop, page }) => {
      const element = await shop.visit(page, basic)
      await element.start()
      await pg.window(page).approve()
      await element.expectIssued()
      const token = pg.carried(shop)
      await element.action.click()
      await element.start()
      await pg.window(page).opened()
      const { id } = shop.launches().at(-1) ?? { id: 'none' }
      const answer = await ask(page, `/registrations/${id}/complete`, {
        clickedMsAgo: 1,
        return: { [pg.token]: token },
      })
      expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('return_refused') })
      expect(await shop.calls('issue')).toBe(1)
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

    test('a made-up result registers nothing; the customer’s own window still does', async ({
      shop,
      page,
    }) => {
      const element = await shop.visit(page, basic)
      await element.start()
      await pg.window(page).opened()
      const { id } = shop.launches().at(-1) ?? { id: 'none' }
      const forged = { clickedMsAgo: 1, return: { [pg.token]: 'made-up' } }
      expect((await ask(page, `/registrations/${id}/complete`, forged)).text).toContain('return_refused')
      await shop.expectKeys({ atPg: 0, inUse: 0 })
      await pg.window(page).approve()
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

    test('the result of somebody else’s window attaches no card to another account', async ({
      shop,
      page,
      otherBrowser,
    }) => {
      const name = `${shop.customer}-victim`
      const victim = await otherBrowser()
      await shop.login(victim, name)
      await victim.goto(basic)
      const element = new RegisterElement(victim)
      shop.watch.expect(/Failed to load|ERR_/)
      // Neither the door nor complete hears of it: the result is stolen on its way.
      let token = ''
      await victim.route(/\/(return\?|complete$)/, async (route) => {
        token ||= pg.stolen(route.request().url(), route.request().postData() ?? '')
        await route.abort()
      })
      await element.start()
      await pg.window(victim).approve()
      await expect.poll(() => token).not.toBe('')
      await victim.close()
      const attacker = await shop.visit(page, basic)
      await attacker.start()
      await pg.window(page).opened()
      const { id } = shop.launches().at(-1) ?? { id: 'none' }
      const answer = await ask(page, `/registrations/${id}/complete`, {
        clickedMsAgo: 1,
        return: { [pg.token]: token },
      })
      expect(answer.text).not.toContain('"issued"')
      for (const row of await shop.ledgerOf()) expect(row.method?.state).not.toBe('active')
      shop.expectStrangers()
    })
  })

test('one page moves from PG to PG without a change of its HTML', async ({ shop, page }) => {
  await shop.login(page)
  await page.goto('/switch')
  for (const pg of TWO_STEP_PGS) {
    const html = await page.locator('billing-register').getAttribute('endpoint')
    await page.locator(`button[value="${pg.id}"]`).click()
    const element = new RegisterElement(page)
    await element.start()
    await pg.window(page).approve()
    await element.expectIssued()
    expect(await page.locator('billing-register').getAttribute('endpoint')).toBe(html)
    await element.action.click()
    await element.expectPhase('idle')
  }
  const { keys } = await shop.truth()
  expect(keys.map(({ provider }) => provider)).toEqual(TWO_STEP_PGS.map(({ id }) => id))
  expect((await shop.ledgerOf()).filter((row) => row.method?.state === 'active')).toHaveLength(2)
})

for (const path of ['/bare/toss', '/bare/portone-v2'] as const)
  test(`${path}, a page with nothing but the tag, registers too`, async ({ shop, page }) => {
    const pg = TWO_STEP_PGS.find(({ id }) => path.endsWith(id))
    const element = await shop.visit(page, path)
    await element.start()
    await pg?.window(page).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

for (const returnUrlJoin of ['merged', 'appended'] as const)
  for (const provider of ['toss-page', 'portone-v2-page'] as const)
    test(`${provider} returns to the page itself, whose address is clean again (${returnUrlJoin})`, async ({
      shop,
      page,
    }) => {
      // What PortOne may add without a word in its documents stays in the address.
      await shop.setQuirks({ returnUrlJoin, keyAlphabet: 'base64', v2ExtraInRedirect: false })
      const pg = TWO_STEP_PGS.find(({ id }) => provider.startsWith(id))
      const path = `${pg?.path}?provider=${provider}&plan=basic-monthly`
      const element = await shop.visit(page, path)
      await element.start()
      await pg?.window(page).approve()
      await element.expectIssued()
      expect(page.url().replace(/&$/, '')).toBe(`${shop.origin}${path}`)
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })
