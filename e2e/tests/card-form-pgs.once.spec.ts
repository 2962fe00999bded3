// The card form at each PG that issues from card numbers: the same page, the same form, another line on the server. No browser
// meets such a PG, so its site makes no difference here.
import type { Page } from '@playwright/test'
import { markerCard } from '../../packages/server/form/fill-in.ts'
import { expect, test, type Shop } from '../fixtures.ts'
import { CardForm } from '../models/card-form.ts'
import { RegisterElement } from '../models/register-element.ts'
import { goBack } from '../support/browsing.ts'
import type { Pg } from '../support/control.ts'
import { ask } from '../support/forging.ts'
import { COMPLETE, requestsOf } from '../support/requests.ts'

interface KeyInPg {
  readonly id: Pg
  readonly provider: string
  /** What comes of a call that the PG never saw: asked again by Toss and PortOne V2; PortOne V1 has no way to. */
  readonly neverArrived: 'issued' | 'uncertain'
}

const PGS: readonly KeyInPg[] = [
  { id: 'toss', provider: 'toss', neverArrived: 'issued' },
  { id: 'portone-v1', provider: 'portone-v1-nice', neverArrived: 'uncertain' },
  { id: 'portone-v2', provider: 'portone-v2', neverArrived: 'issued' },
]

const DECLINED = '9420111122223330'
/** Toss' test mode charges no card of an unknown kind, so none of nobody's. */
const CHARGEABLE = '9410111122223332'

const COMPLETE_URL = /\/complete$/

/** The encrypted card in a request to complete. */
function jweIn(body = ''): string {
  const { return: brought }: { return?: Record<string, string> } = JSON.parse(body || '{}')
  return brought?.['jwe'] ?? ''
}

/** Starts, and waits for the form. */
async function startForm(element: RegisterElement, page: Page): Promise<CardForm> {
  await element.start()
  return new CardForm(page).opened()
}

/** Keys at the PGs, and cards in use. */
async function expectCards(shop: Shop, count: { atPg: number; inUse: number }): Promise<void> {
  expect((await shop.truth()).keys.filter(({ revoked }) => !revoked)).toHaveLength(count.atPg)
  expect((await shop.ledgerOf()).filter((row) => row.method?.state === 'active')).toHaveLength(count.inUse)
}

for (const pg of PGS)
  test.describe(`the card form at ${pg.provider}`, () => {
    const path = `/card-form?provider=${pg.provider}&plan=basic-monthly`

    test('registers a typed card by one issue call, and speaks of no window', async ({ shop, page }) => {
      await shop.setQuirks({ v2CardInKey: true })
      const element = await shop.visit(page, path)
      const form = await startForm(element, page)
      await element.expectPhase('open')
      const texts = await element.tag.evaluate((tag) => tag.shadowRoot?.textContent ?? '')
      expect(texts).toContain('카드 정보를 입력해 주세요')
      expect(texts).not.toMatch(/창|팝업/)
      await form.enter(markerCard())
      await form.submit()
      await element.expectIssued()
      await expect(element.card).toContainText(/\*+/)
      await expectCards(shop, { atPg: 1, inUse: 1 })
      expect((await shop.truth()).keys[0]?.provider).toBe(pg.id)
      expect(await shop.calls('issue')).toBe(1)
    })

    test('a refused card ends calmly, and the next one is registered', async ({ shop, page }) => {
      const element = await shop.visit(page, path)
      const form = await startForm(element, page)
      await form.enter({ ...markerCard(), number: DECLINED })
      await form.submit()
      await element.expectPhase('declined')
      await expect(element.message).toHaveText(/카드/)
      await expectCards(shop, { atPg: 0, inUse: 0 })
      await element.start()
      await form.opened()
      await form.enter(markerCard())
      await form.submit()
      await element.expectIssued()
      await expectCards(shop, { atPg: 1, inUse: 1 })
    })

    test('given up, it asks the PG nothing', async ({ shop, page }) => {
      const element = await shop.visit(page, path)
      await element.start()
      await new CardForm(page).opened()
      await element.stop.dispatchEvent('click')
      await element.expectPhase('cancelled')
      expect(await shop.calls('issue')).toBe(0)
      await expectCards(shop, { atPg: 0, inUse: 0 })
    })

    test('a reload while the form is open empties it, and only one card is registered', async ({
      shop,
      page,
    }) => {
      const element = await shop.visit(page, path)
      const form = await startForm(element, page)
      await form.enter(markerCard())
      await page.reload()
      await element.expectPhase('idle')
      await element.start()
      await form.opened()
      await expect(form.field('number')).toHaveValue('')
      await form.enter(markerCard())
      await form.submit()
      await element.expectIssued()
      await expectCards(shop, { atPg: 1, inUse: 1 })
    })

    test('back to the page with its form open: nothing is left in it, and it starts again', async ({
      shop,
      page,
    }) => {
      const element = await shop.visit(page, path)
      const form = await startForm(element, page)
      await form.enter(markerCard())
      await page.goto('/terms')
      await goBack(page)
      await element.expectPhase('idle')
      await expect(page.locator('iframe')).toHaveCount(0)
      await element.start()
      await form.opened()
      await expect(form.field('number')).toHaveValue('')
      await form.enter(markerCard())
      await form.submit()
      await element.expectIssued()
      await expectCards(shop, { atPg: 1, inUse: 1 })
    })

    test('the same encrypted card twice is one registration and one call', async ({ shop, page }) => {
      const element = await shop.visit(page, path)
      const form = await startForm(element, page)
      await form.enter(markerCard())
      await form.submit()
      await element.expectIssued()
      const [sent] = requestsOf(shop.wire.exchanges, 'POST', COMPLETE)
      const { id } = shop.launches().at(-1) ?? { id: 'none' }
      const again = { clickedMsAgo: 1, return: { jwe: jweIn(sent?.requestBody) } }
      expect((await ask(page, `/registrations/${id}/complete`, again)).text).toContain('"issued"')
      expect(await shop.calls('issue')).toBe(1)
      await expectCards(shop, { atPg: 1, inUse: 1 })
    })

    test('the encrypted card of another form, and a made-up one, are refused without a call', async ({
      shop,
      page,
    }) => {
      shop.watch.expect(/Failed to load|ERR_|409/)
      const element = await shop.visit(page, path)
      let stolen = ''
      await page.route(COMPLETE_URL, async (route) => {
        stolen ||= jweIn(route.request().postData() ?? '')
        await route.abort()
      })
      const form = await startForm(element, page)
      await form.enter(markerCard())
      await form.submit()
      await expect.poll(() => stolen).not.toBe('')
      await page.unroute(COMPLETE_URL)
      // Another tab, for which the first registration is not its own.
      await page.evaluate(() => sessionStorage.clear())
      await page.goto(path)
      await element.start()
      await form.opened()
      const { id } = shop.launches().at(-1) ?? { id: 'none' }
      for (const jwe of [stolen, 'made.up']) {
        const forged = { clickedMsAgo: 1, return: { jwe } }
        const answer = await ask(page, `/registrations/${id}/complete`, forged)
        expect(answer).toMatchObject({ status: 409, text: expect.stringContaining('return_refused') })
      }
      expect(await shop.calls('issue')).toBe(0)
      await form.enter(markerCard())
      await form.submit()
      await element.expectIssued()
      await expectCards(shop, { atPg: 1, inUse: 1 })
    })

    test('a charge with the registration is said before, and made once, right after the key', async ({
      shop,
      page,
    }) => {
      const element = await shop.visit(page, path.replace('basic-monthly', 'club-now'))
      await expect(element.now).toContainText(/지금 [\d,]+원이 결제돼요/)
      const form = await startForm(element, page)
      await form.enter({ ...markerCard(), number: CHARGEABLE })
      await form.submit()
      await element.expectIssued()
      await expect.poll(async () => (await shop.ledgerOf())[0]?.payment?.state).toBe('paid')
      expect((await shop.truth()).payments).toHaveLength(1)
      await expectCards(shop, { atPg: 1, inUse: 1 })
    })

    test('a reload while it is finishing finds the outcome, by one issue call', async ({ shop, page }) => {
      await shop.fault({ provider: pg.id, operation: 'issue', fault: 'delay', delayMs: 2_000, times: 1 })
      const element = await shop.visit(page, path)
      const form = await startForm(element, page)
      await form.enter(markerCard())
      await form.submit()
      await element.expectPhase('finishing')
      await page.reload()
      await element.expectIssued()
      expect(await shop.calls('issue')).toBe(1)
      await expectCards(shop, { atPg: 1, inUse: 1 })
    })

    test('a lost answer is found: registered, one key, never a failure', async ({ shop, page }) => {
      await shop.fault({ provider: pg.id, operation: 'issue', fault: 'drop-response', times: 1 })
      const element = await shop.visit(page, path)
      const form = await startForm(element, page)
      await form.enter(markerCard())
      await form.submit()
      await element.expectIssued()
      for (const phase of ['failed', 'declined']) expect(shop.watch.phases).not.toContain(phase)
      await expectCards(shop, { atPg: 1, inUse: 1 })
    })

    test(`a call that never arrived comes to ${pg.neverArrived}, and never to a second key`, async ({
      shop,
      page,
    }) => {
      await shop.fault({ provider: pg.id, operation: 'issue', fault: 'drop-request', times: 1 })
      const element = await shop.visit(page, path)
      const form = await startForm(element, page)
      await form.enter(markerCard())
      await form.submit()
      await element.expectPhase(pg.neverArrived)
      const made = pg.neverArrived === 'issued' ? 1 : 0
      await expectCards(shop, { atPg: made, inUse: made })
    })
  })

test('one page moves from PG to PG, and the form stays the same', async ({ shop, page }) => {
  await shop.login(page)
  await page.goto('/card-form')
  for (const { provider } of PGS) {
    await page.locator(`button[value="${provider}"]`).click()
    const element = new RegisterElement(page)
    const form = await startForm(element, page)
    await form.enter(markerCard())
    await form.submit()
    await element.expectIssued()
  }
  const { keys } = await shop.truth()
  expect(keys.map(({ provider }) => provider)).toEqual(PGS.map(({ id }) => id))
  await expectCards(shop, { atPg: 3, inUse: 3 })
})

test('a tag without a mode, for a PG that has no window, tells the developer what is missing', async ({
  shop,
  page,
}) => {
  shop.watch.expect(/400 \(Bad Request\)/)
  const element = await shop.visit(page, '/portone-v1?provider=portone-v1-nice&plan=basic-monthly')
  await element.start()
  await element.expectPhase('failed')
  await expect(element.message).toHaveText(/^결제 설정에 문제가|^요청을 처리하지 못했어요/)
  expect(await element.state()).toMatchObject({
    problem: { title: `mode: 'portone-v1-nice' has no register window; the tag needs mode="card-form"` },
  })
})
