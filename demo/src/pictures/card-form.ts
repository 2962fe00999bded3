// Pictures of the card form in the page, state by state.
import type { FrameLocator, Page } from '@playwright/test'
import { open, phase, turn, type Shot, type ShotStage } from './shot.ts'

/** Room for everything, px. */
const TALL = 1150

const never = (): Promise<void> => new Promise(() => {})
const formOf = (page: Page): FrameLocator => page.frameLocator('iframe')

type Field = 'number' | 'expiry' | 'password' | 'identity'
type Typed = Partial<Record<Field, string>>

const CARD: Typed = { number: '4330123412341235', expiry: '0739', password: '12', identity: '881212' }
const DECLINED: Typed = { ...CARD, number: '9420111122223330' }

async function fill(page: Page, typed: Typed): Promise<void> {
  for (const [name, text] of Object.entries(typed)) await formOf(page).locator(`#${name}`).fill(text)
}

const press = (page: Page): Promise<void> => formOf(page).locator('button').dispatchEvent('click')

/** The form, then whatever is done with it. */
const form = (name: string, then?: (stage: ShotStage) => Promise<unknown>, tidy?: Shot['tidy']): Shot => ({
  name: `card-form-${name}`,
  // A picture of the whole page narrows it for a moment, and the form would be taken as tall as it was then.
  fullPage: false,
  arrange: async (stage) => {
    const { width = 390 } = stage.page.viewportSize() ?? {}
    await stage.page.setViewportSize({ width, height: TALL })
    await open(stage, '/card-form?plan=basic-monthly')
    await stage.page.locator('iframe[data-valid]').waitFor()
    await then?.(stage)
    // A frame takes the height that its form tells it a moment later.
    await stage.page.waitForTimeout(200)
  },
  ...(tidy && { tidy }),
})

const submit =
  (typed: Typed, becomes: string) =>
  async ({ page }: ShotStage): Promise<void> => {
    await fill(page, typed)
    await press(page)
    await phase(page, becomes)
  }

/** Every state of the form. */
export const CARD_FORM: readonly Shot[] = [
  form('empty'),
  form('filled', ({ page }) => fill(page, CARD)),
  form('amex', ({ page }) => fill(page, { number: '378282246310005' })),
  form('unionpay-19', ({ page }) => fill(page, { number: '6222021234567890128' })),
  form('business', async ({ page }) => {
    await formOf(page).locator('[value=businessNumber]').check()
    await fill(page, { ...CARD, identity: '1208800767' })
  }),
  form('errors-empty', ({ page }) => press(page)),
  form('errors-wrong', async ({ page }) => {
    await fill(page, { number: '4330123412341234', expiry: '0120', password: '1', identity: '901301' })
    await press(page)
  }),
  form('focus', ({ page }) => formOf(page).locator('#expiry').focus()),
  form('finishing', async (stage) => {
    await stage.page.route('**/complete', never)
    await submit(CARD, 'finishing')(stage)
  }),
  form('issued', submit({ ...CARD, number: '9410111122223332' }, 'issued')),
  form('declined', submit(DECLINED, 'declined')),
  form(
    'uncertain',
    async (stage) => {
      await turn(stage, '/__simulator/control/faults', {
        provider: 'toss',
        operation: 'issue',
        fault: 'drop-response',
      })
      await submit(CARD, 'uncertain')(stage)
    },
    (stage) => turn(stage, '/__simulator/control/reset'),
  ),
  form('long', async ({ page }) => {
    await page.evaluate(() => {
      const tag = document.querySelector('billing-register')
      if (!(tag instanceof HTMLElement)) return
      tag.style.fontSize = '28px'
      // The form takes the page's looks when it begins; moved, it begins anew.
      tag.parentElement?.append(tag)
    })
    await page.waitForTimeout(300)
    await fill(page, { number: '4330123412341234', expiry: '0120' })
    await press(page)
  }),
]
