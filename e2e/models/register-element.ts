// The tag as a customer sees it: price, consent, the one action, what it says; and the phase it is in.
import { expect, type Locator, type Page } from '@playwright/test'

/** Phases of the element. */
export type Phase =
  'idle' | 'preparing' | 'open' | 'finishing' | 'issued' | 'declined' | 'uncertain' | 'cancelled' | 'failed'

type Tag = HTMLElement & { readonly state: { readonly phase: string } & Readonly<Record<string, unknown>> }

const POLLING = { intervals: [50, 100, 200, 400] }

/** One `<billing-register>` on a page. */
export class RegisterElement {
  readonly page: Page
  readonly tag: Locator
  readonly price: Locator
  readonly account: Locator
  readonly now: Locator
  readonly action: Locator
  readonly consent: Locator
  readonly message: Locator
  readonly card: Locator
  readonly support: Locator
  readonly stop: Locator

  constructor(page: Page, selector = 'billing-register') {
    this.page = page
    this.tag = page.locator(selector)
    this.price = this.tag.locator('[part=price]')
    this.account = this.tag.locator('[part=account]')
    this.now = this.tag.locator('[part=now]')
    this.action = this.tag.locator('[part=action]')
    this.consent = this.tag.getByRole('checkbox')
    this.message = this.tag.locator('[part=message]')
    this.card = this.tag.locator('[part=card]')
    this.support = this.tag.locator('[part=support] code')
    this.stop = this.tag.locator('[part=stop]')
  }

  /** Waits until the offer is drawn. */
  async ready(): Promise<void> {
    await expect(this.page.locator(':state(ready)').and(this.tag)).toBeVisible()
  }

  async state(): Promise<{ phase: string } & Record<string, unknown>> {
    return this.tag.evaluate((tag) => ({ ...(tag as Tag).state }), undefined, { timeout: 2_000 })
  }

  /** Waits for the phase. The page may be replaced meanwhile. */
  async expectPhase(phase: Phase, timeout = 15_000): Promise<void> {
    await expect(async () => {
      const state = await this.state()
      expect(state.phase, JSON.stringify(state)).toBe(phase)
    }).toPass({ timeout, ...POLLING })
  }

  /** Ticks the consent, where there is one. */
  async agree(): Promise<void> {
    await this.ready()
    if ((await this.consent.count()) > 0) await this.consent.check()
  }

  /** Agrees and presses the action. */
  async start(): Promise<void> {
    await this.agree()
    await this.action.click()
  }

  /** Ends with a card on the page. */
  async expectIssued(): Promise<void> {
    await this.expectPhase('issued')
    await expect(this.message).toHaveText('카드가 등록됐어요')
    await expect(this.card).toBeVisible()
  }
}
