// Webhooks and pages: whoever comes first, a card is registered once, and only for an owner who has finished.
import type { Page } from '@playwright/test'
import { expect, test, type Shop } from '../fixtures.ts'
import { MethodsList } from '../models/methods-list.ts'
import { RegisterElement } from '../models/register-element.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { doorOf } from '../support/forging.ts'
import { COMPLETE, requestsOf } from '../support/requests.ts'
import { sendWebhook, tellOfOrder } from '../support/webhooks.ts'

const V1 = '/portone-v1?plan=basic-monthly'

const stateOf = async (shop: Shop): Promise<string | undefined> => (await shop.ledgerOf()).at(-1)?.state

/** The customer finishes the window, and the shop hears nothing of it from their page. */
async function approveUnheard(shop: Shop, page: Page): Promise<void> {
  // The page that is not heard says so in its console.
  shop.watch.expect(/Failed to load|ERR_/)
  shop.wire.cut('POST', COMPLETE)
  const element = await shop.visit(page, V1)
  await element.start()
  await new RegisterWindow(page.frameLocator('iframe[title="결제창"]')).approve()
  await expect.poll(async () => (await shop.truth()).keys.length).toBe(1)
}

/** The page cannot try again. What it has sent may still be on its way: the wire stays cut. */
async function leave(shop: Shop, page: Page): Promise<void> {
  await expect.poll(() => requestsOf(shop.wire.exchanges, 'POST', COMPLETE).length).toBeGreaterThan(0)
  await page.close()
}

test.describe('a webhook', () => {
  test('only finds what nobody has finished: the key is kept for its owner, who then has it by one click', async ({
    shop,
    page,
    context,
  }) => {
    await approveUnheard(shop, page)
    await leave(shop, page)
    await tellOfOrder(shop)
    await expect.poll(() => stateOf(shop)).toBe('held')
    await shop.expectKeys({ atPg: 1, inUse: 0 })
    await tellOfOrder(shop)
    const later = await context.newPage()
    const list = new MethodsList(later)
    await later.goto('/methods')
    await list.expectCount(0)
    shop.wire.keep()
    await later.goto(doorOf(shop, { merchant_uid: shop.launches().at(-1)?.reference ?? '' }))
    const element = new RegisterElement(later)
    await expect(element.action).toHaveText('등록 마치기')
    await element.action.click()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('finishes what its owner has authorized, after they closed the page', async ({
    shop,
    page,
    context,
  }) => {
    await shop.fault({ provider: 'portone-v1', operation: 'lookup', fault: 'http-500', times: 40 })
    const element = await shop.visit(page, V1)
    await element.start()
    await new RegisterWindow(page.frameLocator('iframe[title="결제창"]')).approve()
    await element.expectPhase('uncertain')
    await page.close()
    await fetch(`${shop.origin}/__simulator/control/faults`, { method: 'DELETE' })
    await shop.expectKeys({ atPg: 1, inUse: 0 })
    // Whoever was asking is not at it any more.
    await shop.advance(2 * 60_000)
    await tellOfOrder(shop)
    await expect.poll(() => stateOf(shop)).toBe('issued')
    await shop.expectKeys({ atPg: 1, inUse: 1 })
    const later = await context.newPage()
    await later.goto('/methods')
    await new MethodsList(later).expectCount(1)
  })

  test('that comes before the page changes nothing for it: the card is registered, once', async ({
    shop,
    page,
  }) => {
    let release = (): void => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    await page.route('**/complete', async (route) => {
      await held
      await route.continue()
    })
    const element = await shop.visit(page, V1)
    await element.start()
    await new RegisterWindow(page.frameLocator('iframe[title="결제창"]')).approve()
    await expect.poll(async () => (await shop.truth()).keys.length).toBe(1)
    await tellOfOrder(shop)
    await expect.poll(() => stateOf(shop)).toBe('held')
    release()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('of a key that was deleted at Toss takes it out of the customer’s list, without a reload', async ({
    shop,
    page,
  }) => {
    await page.goto(`/login?as=${shop.customer}&next=/methods`)
    const list = new MethodsList(page)
    await list.expectCount(0)
    await list.addOne()
    const [key] = await shop.keysOf()
    if (!key) throw new Error('no key')
    const deleted = await fetch(
      `${shop.origin}/__simulator/toss/v1/billing/${encodeURIComponent(key.billingKey)}`,
      {
        method: 'DELETE',
        headers: { authorization: `Basic ${btoa(`test_sk_demo${shop.marker}:`)}` },
      },
    )
    expect(deleted.ok).toBe(true)
    await sendWebhook(shop, 'toss', {
      eventType: 'BILLING_DELETED',
      data: { billingKey: key.billingKey },
    })
    const inUse = async (): Promise<number> =>
      (await shop.ledgerOf()).filter(({ method }) => method?.state === 'active').length
    await expect.poll(inUse).toBe(0)
    await shop.expectKeys({ atPg: 0, inUse: 0 })
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await list.expectCount(0)
  })

  test('about somebody else’s order, or none, asks no PG and changes nothing', async ({ shop, page }) => {
    await approveUnheard(shop, page)
    const before = (await shop.truth()).calls.length
    await sendWebhook(shop, 'portone-v1', { imp_uid: 'imp_1', merchant_uid: 'br000000', status: 'paid' })
    await sendWebhook(shop, 'toss', { eventType: 'BILLING_DELETED', data: { billingKey: 'nobodys' } })
    expect((await shop.truth()).calls).toHaveLength(before)
    expect(await stateOf(shop)).not.toBe('held')
    shop.wire.keep()
    await page.reload()
    await new RegisterElement(page).expectIssued()
  })
})
