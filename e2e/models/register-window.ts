// The simulated register window of either PG: in the page itself, in a popup, or in a frame.
import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test'

type Place = Page | FrameLocator

/** How the window leaves to the shop. */
export type ReturnMethod = 'GET' | 'POST'

/**
 * Chromium drops clicks into a frame of another origin that has appeared or moved within the last half second: how old this
 * one is, ms. Any other document takes clicks at once.
 */
function ageOfForeignFrame(): number {
  return window.parent === window || frameElement ? Infinity : performance.now()
}

/** A register window. */
export class RegisterWindow {
  readonly place: Place
  readonly heading: Locator

  constructor(place: Place) {
    this.place = place
    this.heading = place.getByRole('heading', { level: 1 })
  }

  /** Waits until the window shows its first step and takes clicks. */
  async opened(): Promise<this> {
    const approve = this.place.getByTestId('sim-approve')
    await expect(approve).toBeVisible()
    await expect.poll(() => approve.evaluate(ageOfForeignFrame)).toBeGreaterThan(600)
    return this
  }

  approve(by?: ReturnMethod): Promise<void> {
    return this.#end('sim-approve', by)
  }

  decline(by?: ReturnMethod): Promise<void> {
    return this.#end('sim-decline', by)
  }

  cancel(by?: ReturnMethod): Promise<void> {
    return this.#end('sim-cancel', by)
  }

  /** Types another card than the preset one. */
  async typeCard(number: string): Promise<void> {
    const groups = number.match(/.{4}/g) ?? []
    for (const [index, group] of groups.entries())
      await this.place.getByRole('textbox', { name: `카드번호 ${index + 1}번째 네 자리` }).fill(group)
  }

  /** First step: the card as it is, and the terms. */
  async finishDetails(): Promise<void> {
    await this.place.getByLabel('모두 동의해요').check()
    await this.place.getByRole('button', { name: '다음' }).click()
  }

  /** Second step: who the holder is. */
  async finishIdentity(): Promise<void> {
    await this.place.getByRole('button', { name: '인증번호 받기' }).click()
  }

  /** Last step: the code from the text message. */
  async finishCode(code = '123456'): Promise<void> {
    await this.place.getByLabel('인증번호', { exact: true }).fill(code)
    await this.place.getByRole('button', { name: '등록하기' }).click()
  }

  async #end(testId: string, by?: ReturnMethod): Promise<void> {
    await this.opened()
    if (by) await this.place.getByTestId('sim-return-method').selectOption(by)
    await this.place.getByTestId(testId).click()
  }
}
