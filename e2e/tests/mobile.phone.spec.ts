import { devices } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { RegisterElement } from '../models/register-element.ts'
import { RegisterWindow } from '../models/register-window.ts'

const KCP = '/portone-v1?provider=portone-v1-redirect'
const FRAME = 'iframe[title="결제창"]'

for (const impUidInRedirect of [true, false])
  test.describe(`a PG that takes the whole page of a phone, ${impUidInRedirect ? 'with' : 'without'} imp_uid`, () => {
    test.beforeEach(({ shop }) => shop.setQuirks({ impUidInRedirect }))

    test(
      'IMP callback never runs on mobile: the redirect finishes the registration',
      { tag: '@pain' },
      async ({ shop, page }) => {
        const element = await shop.visit(page, KCP)
        await element.start()
        await new RegisterWindow(page).approve()
        await element.expectIssued()
        expect(page.url()).toBe(`${shop.origin}${KCP}`)
        await shop.expectKeys({ atPg: 1, inUse: 1 })
      },
    )

    test('a declined card is declined', async ({ shop, page }) => {
      const element = await shop.visit(page, KCP)
      await element.start()
      await new RegisterWindow(page).decline()
      await element.expectPhase('declined')
      await shop.expectKeys({ atPg: 0, inUse: 0 })
    })

    test('a cancel is a cancel, and the next try registers', async ({ shop, page }) => {
      const element = await shop.visit(page, KCP)
      await element.start()
      await new RegisterWindow(page).cancel()
      await element.expectPhase('cancelled')
      await element.start()
      await new RegisterWindow(page).approve()
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })
  })

test('Danal behind PortOne calls back on a phone too', async ({ shop, page }) => {
  const element = await shop.visit(page, '/portone-v1')
  await element.start()
  await new RegisterWindow(page.frameLocator(FRAME)).approve()
  await element.expectIssued()
  await shop.expectKeys({ atPg: 1, inUse: 1 })
})

for (const by of ['GET', 'POST'] as const)
  test(`Danal on a phone returns by ${by}`, async ({ shop, page }) => {
    const element = await shop.visit(page, '/danal')
    await element.start()
    await new RegisterWindow(page).approve(by)
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

test(
  'the page’s state is gone after a redirect: query and hash of the merchant’s page are not, to the byte',
  { tag: '@pain' },
  async ({ shop, page }) => {
    const path = `${KCP}&coupon=moon%20light&gift&name=%EB%8B%AC`
    await shop.login(page)
    await page.goto(`${path}#desk`)
    const element = new RegisterElement(page)
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    expect(page.url()).toBe(`${shop.origin}${path}#desk`)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  },
)

test('back from the PG’s page on a phone leaves a page that can start again', async ({ shop, page }) => {
  const element = await shop.visit(page, KCP)
  await element.start()
  await new RegisterWindow(page).opened()
  await page.goBack({ waitUntil: 'commit' })
  await element.expectPhase('idle')
  await element.start()
  await new RegisterWindow(page).approve()
  await element.expectIssued()
  await shop.expectKeys({ atPg: 1, inUse: 1 })
})

test.describe('in KakaoTalk’s browser', () => {
  test.use({ userAgent: `${devices['Galaxy S9+'].userAgent} KAKAOTALK 10.4.5` })

  test(
    'web views know no popups: the window takes the same page',
    { tag: '@pain' },
    async ({ shop, page, context }) => {
      const element = await shop.visit(page, '/danal')
      await page.evaluate(() => (window.open = () => null))
      await element.start()
      await new RegisterWindow(page).approve('POST')
      await element.expectIssued()
      expect(context.pages()).toHaveLength(1)
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    },
  )
})

for (const path of ['/toss', '/portone-v2'] as const)
  test.describe(`${path} on a phone takes the page`, () => {
    test.beforeEach(({ shop }) => shop.setQuirks({ v2BillingKeyOnFailure: false }))

    test('and registers an approved card', async ({ shop, page }) => {
      const element = await shop.visit(page, path)
      await element.start()
      await new RegisterWindow(page).approve()
      await element.expectIssued()
      expect(page.url()).toBe(`${shop.origin}${path}`)
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

    test('a decline and a cancel are what they are, and the next try registers', async ({ shop, page }) => {
      const element = await shop.visit(page, path)
      await element.start()
      await new RegisterWindow(page).decline()
      await element.expectPhase('declined')
      await element.start()
      await new RegisterWindow(page).cancel()
      await element.expectPhase('cancelled')
      await element.start()
      await new RegisterWindow(page).approve()
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })

    test('back leaves a page that can start again', async ({ shop, page }) => {
      const element = await shop.visit(page, path)
      await element.start()
      await new RegisterWindow(page).opened()
      await page.goBack({ waitUntil: 'commit' })
      await element.expectPhase('idle')
      await element.start()
      await new RegisterWindow(page).approve()
      await element.expectIssued()
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    })
  })
