// The card form as a customer sees it: a frame in the tag with four fields and one button.
import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test'
import type { markerCard } from '../../packages/server/form/fill-in.ts'

/** A card as somebody types it. */
export type TypedCard = ReturnType<typeof markerCard>

/** The form in a page. */
export class CardForm {
  readonly frame: FrameLocator
  readonly #element: Locator

  constructor(page: Page) {
    this.#element = page.locator('iframe')
    this.frame = this.#element.contentFrame()
  }

  field(name: string): Locator {
    return this.frame.locator(`#${name}`)
  }

  /** Waits until it stands there in its full height: before, a click may meet what is moving away. */
  async opened(): Promise<this> {
    await expect(this.#element).toHaveCSS('opacity', '1')
    await expect(this.#element).toHaveAttribute('data-valid')
    await expect(this.field('number')).toBeVisible()
    return this
  }

  async enter(card: TypedCard): Promise<void> {
    // Chromium drops clicks into a frame of another origin that has moved within the last half second.
    await expect(() => this.frame.getByLabel('법인').check({ timeout: 1_000 })).toPass()
    await this.field('number').fill(card.number)
    await this.field('expiry').fill(`${card.expiryMonth}/${card.expiryYear}`)
    await this.field('password').fill(card.password)
    await this.field('identity').fill(card.identity)
  }

  /** The frame is gone a moment later, and with it whatever would wait for a click to end. */
  submit(): Promise<void> {
    return this.frame.getByRole('button', { name: '카드 등록하기' }).dispatchEvent('click')
  }
}
