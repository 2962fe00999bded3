// PortOne V2 on a channel without manual confirm: the window makes the key and hands it to the page.
import type { Page } from '@playwright/test'
import { expect, test, type Shop } from '../fixtures.ts'
import { RegisterElement } from '../models/register-element.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { ask, doorOf } from '../support/forging.ts'
import { expectRestored, goBack, watchRestores } from '../support/browsing.ts'
import { COMPLETE, requestsOf } from '../support/requests.ts'

const FRAME = 'iframe[title="카드 등록창"]'
const DIRECT = '/portone-v2?provider=portone-v2-direct&plan=basic-monthly'

const windowIn = (page: Page): RegisterWindow => new RegisterWindow(page.frameLocator(FRAME))

/** What the page brought: the key that the window had made. */
function broughtKey(shop: Shop): string {
  const [first] = requestsOf(shop.wire.exchanges, 'POST', COMPLETE)
  const { return: brought }: { return?: Record<string, string> } = JSON.parse(first?.requestBody ?? '{}')
  return brought?.['billingKey'] ?? ''
}

test.beforeEach(({ shop }) => shop.watch.expect('keys in the page'))

test.describe('PortOne V2 without manual confirm', () => {
  for (const v2IssueIdInKey of [true, false])
    test(`registers what the window made, after looking at it (issueId ${v2IssueIdInKey ? 'told' : 'not told'})`, async ({
      shop,
      page,
    }) => {
      await shop.setQuirks({ v2CardInKey: true, v2IssueIdInKey })
      const element = await shop.visit(page, DIRECT)
      await element.start()
      await windowIn(page).approve()
      await element.expectIssued()
      await expect(element.card).toContainText('3332')
      expect(page.url()).toBe(`${shop.origin}${DIRECT}`)
      expect(await shop.calls('issue')).toBe(0)
      expect(await shop.calls('lookup')).toBeGreaterThan(0)
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

  for (const v2BillingKeyOnFailure of [true, false])
    test(`a decline is a decline, ${v2BillingKeyOnFailure ? 'even beside a key that was assigned before' : 'also without a key'}`, async ({
      shop,
      page,
    }) => {
      await shop.setQuirks({ v2BillingKeyOnFailure })
      const element = await shop.visit(page, DIRECT)
      await element.start()
      await windowIn(page).decline()
      await element.expectPhase('declined')
      await expect(element.message).toHaveText(/카드사|다시 시도/)
      await shop.expectKeys({ atPg: 0, inUse: 0 })
      await element.start()
      await windowIn(page).approve()
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

  test('a cancel is calm and costs nothing', async ({ shop, page }) => {
    const element = await shop.visit(page, DIRECT)
    await element.start()
    await windowIn(page).cancel()
    await element.expectPhase('cancelled')
    await expect(element.message).toHaveText('등록을 멈췄어요. 결제된 금액은 없어요.')
    expect(shop.watch.events).not.toContain('billing-error')
    await shop.expectKeys({ atPg: 0, inUse: 0 })
  })

  test('a reload while it is finishing finds the key', async ({ shop, page }) => {
    await shop.fault({
      provider: 'portone-v2',
      operation: 'lookup',
      fault: 'delay',
      delayMs: 2_000,
      times: 1,
    })
    const element = await shop.visit(page, DIRECT)
    await element.start()
    await windowIn(page).approve()
    await element.expectPhase('finishing')
    await page.reload()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('a reload while the window is open starts over, and only one card is registered', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, DIRECT)
    await element.start()
    await windowIn(page).opened()
    await page.reload()
    await element.expectPhase('idle')
    await element.start()
    await windowIn(page).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('back to the page with its window open: the page is ready', async ({ shop, page }) => {
    await watchRestores(page)
    const element = await shop.visit(page, DIRECT)
    await element.start()
    await windowIn(page).opened()
    await page.goto('/terms')
    await goBack(page)
    await expectRestored(page)
    await element.expectPhase('idle')
    await element.agree()
    await element.action.dispatchEvent('click')
    await expect(page.locator(FRAME)).toHaveCount(2)
    await new RegisterWindow(page.frameLocator(FRAME).last()).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  for (const fault of ['drop-response', 'drop-request', 'http-500', 'not-json'] as const)
    test(`a lost answer (${fault}) to the look: asked again, registered, never a failure`, async ({
      shop,
      page,
    }) => {
      await shop.fault({ provider: 'portone-v2', operation: 'lookup', fault, times: 1 })
      const element = await shop.visit(page, DIRECT)
      await element.start()
      await windowIn(page).approve()
      await element.expectIssued()
      for (const phase of ['failed', 'declined']) expect(shop.watch.phases).not.toContain(phase)
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

  test('the window’s own answer is lost: the key that it made is found by our customer id', async ({
    shop,
    page,
  }) => {
    const element = await shop.visit(page, DIRECT)
    await element.start()
    await windowIn(page).opened()
    shop.watch.expect(/Failed to load|frame/)
    shop.wire.lose('POST', /\/checkout\/\w+$/)
    await windowIn(page).approve()
    await expect.poll(async () => (await shop.keysOf()).length).toBe(1)
    await element.stop.dispatchEvent('click')
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('while nothing is heard from the server the key stays in memory: the tab’s storage keeps none', async ({
    shop,
    page,
  }) => {
    shop.watch.expect(/Failed to load|ERR_/)
    const element = await shop.visit(page, DIRECT)
    await element.start()
    await windowIn(page).opened()
    shop.wire.lose('POST', COMPLETE)
    await windowIn(page).approve()
    const stored = (): Promise<string> => page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)))
    await expect.poll(stored).toContain('transactionType')
    expect(broughtKey(shop)).not.toBe('')
    expect(await stored()).not.toContain(broughtKey(shop))
    shop.wire.keep()
    await page.reload()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('the same return twice is one card', async ({ shop, page }) => {
    const element = await shop.visit(page, DIRECT)
    await element.start()
    await windowIn(page).approve()
    await element.expectIssued()
    await page.goto(doorOf(shop, { billingKey: broughtKey(shop) }))
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('a made-up key registers nothing; the customer’s own window still does', async ({ shop, page }) => {
    const element = await shop.visit(page, DIRECT)
    await element.start()
    await windowIn(page).opened()
    const { id } = shop.launches().at(-1) ?? { id: 'none' }
    const forged = { clickedMsAgo: 1, return: { billingKey: 'billing-key-made-up' } }
    expect((await ask(page, `/registrations/${id}/complete`, forged)).text).not.toContain('"issued"')
    await shop.expectKeys({ atPg: 0, inUse: 0 })
    await windowIn(page).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('somebody else’s key attaches no card to another account', async ({ shop, page, otherBrowser }) => {
    const victim = await otherBrowser()
    await shop.login(victim, `${shop.customer}-victim`)
    await victim.goto(DIRECT)
    const element = new RegisterElement(victim)
    await element.start()
    await windowIn(victim).approve()
    await element.expectIssued()
    const stolen = broughtKey(shop)
    expect(stolen).not.toBe('')
    await victim.close()
    const attacker = await shop.visit(page, DIRECT)
    await attacker.start()
    await windowIn(page).opened()
    const { id } = shop.launches().at(-1) ?? { id: 'none' }
    const answer = await ask(page, `/registrations/${id}/complete`, {
      clickedMsAgo: 1,
      return: { billingKey: stolen },
    })
    expect(answer.text).not.toContain('"issued"')
    for (const row of await shop.ledgerOf()) expect(row.method?.state).not.toBe('active')
  })
})
