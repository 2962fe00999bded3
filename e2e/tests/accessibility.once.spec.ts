import type { Page, Locator } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import type { RegisterElement } from '../models/register-element.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { violations } from '../support/axe.ts'

const FRAME = 'iframe[title="결제창"]'
const FAILED_REQUEST = /Failed to load resource/

/** Presses Tab until this has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  const focused = (): Promise<boolean> =>
    target.evaluate((element) => (element.getRootNode() as Document | ShadowRoot).activeElement === element)
  for (let pressed = 0; pressed < 80; pressed++) {
    if (await focused()) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reaches ${String(target)}`)
}

test.describe('for everybody', () => {
  test('the keyboard alone registers a card, window included', async ({ shop, page }) => {
    const element = await shop.visit(page, '/danal')
    await tabTo(page, element.consent)
    await page.keyboard.press('Space')
    await tabTo(page, element.action)
    await page.keyboard.press('Enter')
    const window = await new RegisterWindow(page).opened()
    await tabTo(page, window.place.getByLabel('모두 동의해요'))
    await page.keyboard.press('Space')
    await tabTo(page, window.place.getByRole('button', { name: '다음' }))
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/step=identity/)
    await tabTo(page, window.place.getByRole('button', { name: '인증번호 받기' }))
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/step=code/)
    await tabTo(page, window.place.getByLabel('인증번호', { exact: true }))
    await page.keyboard.type('123456')
    await page.keyboard.press('Enter')
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('the focus comes back to the action when a window in the page closes', async ({ shop, page }) => {
    const element = await shop.visit(page, '/portone-v1?plan=basic-monthly')
    await element.start()
    await new RegisterWindow(page.frameLocator(FRAME)).cancel()
    await element.expectPhase('cancelled')
    await expect(element.action).toBeFocused()
    await shop.expectKeys({ atPg: 0, inUse: 0 })
  })

  test('in English, from the price to the card', async ({ shop, page }) => {
    const element = await shop.visit(page, '/danal?lang=en')
    await expect(element.price).toHaveText('₩9,900 / month')
    await expect(element.now).toHaveText(/^Nothing is charged today\./)
    await expect(element.account).toHaveText(/^Registers to /)
    await element.action.click()
    await expect(element.message).toHaveText('Please read and agree first.')
    await element.start()
    await new RegisterWindow(page).decline()
    await element.expectPhase('declined')
    await expect(element.message).toHaveText(/^The card issuer declined/)
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectPhase('issued')
    await expect(element.message).toHaveText('Your card is registered')
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  /** Ways into each state, on a page that is logged in. */
  const STATES: Readonly<Record<string, (page: Page, element: RegisterElement) => Promise<void>>> = {
    ready: async () => {},
    'consent missing': async (_, element) => {
      await element.action.click()
      await expect(element.message).not.toBeEmpty()
    },
    'window open': async (page, element) => {
      await element.start()
      await new RegisterWindow(page.frameLocator(FRAME)).opened()
      await element.expectPhase('open')
    },
    issued: async (page, element) => {
      await element.start()
      await new RegisterWindow(page.frameLocator(FRAME)).approve()
      await element.expectPhase('issued')
    },
    declined: async (page, element) => {
      await element.start()
      await new RegisterWindow(page.frameLocator(FRAME)).decline()
      await element.expectPhase('declined')
    },
    cancelled: async (page, element) => {
      await element.start()
      await new RegisterWindow(page.frameLocator(FRAME)).cancel()
      await element.expectPhase('cancelled')
    },
    failed: async (page, element) => {
      await page.route('**/billing/registrations', (route) => route.abort())
      await element.start()
      await element.expectPhase('failed')
    },
    'logged out': async (page, element) => {
      await page.context().clearCookies()
      await page.reload()
      await expect(page.locator('billing-register [slot=login]')).toBeVisible()
      await element.expectPhase('idle')
    },
  }

  for (const [state, reach] of Object.entries(STATES))
    test(`nothing that axe-core can see is wrong: ${state}`, async ({ shop, page }) => {
      shop.watch.expect(FAILED_REQUEST)
      const element = await shop.visit(page, '/portone-v1')
      await reach(page, element)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        for (const frame of page.frames())
          expect(await violations(frame), `${colorScheme} ${frame.url()}`).toEqual([])
      }
    })

  for (const state of ['finishing', 'uncertain'] as const)
    test(`nothing that axe-core can see is wrong: ${state}`, async ({ shop, page }) => {
      const fault = state === 'finishing' ? 'delay' : 'drop-response'
      await shop.fault({ provider: 'danal', operation: 'issue', fault, delayMs: 8_000, times: 1 })
      const element = await shop.visit(page, '/danal')
      await element.start()
      await new RegisterWindow(page).approve()
      await element.expectPhase(state)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        expect(await violations(page), colorScheme).toEqual([])
      }
      await element.expectPhase(state)
    })
})
