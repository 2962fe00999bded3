// The list of payment methods as a customer sees it: what is there, which is charged, and what may be done to each.
import { expect, type Locator, type Page } from '@playwright/test'
import { RegisterElement } from './register-element.ts'
import { RegisterWindow } from './register-window.ts'

/** One `<billing-methods>` on a page, with a tag that registers in its slot. */
export class MethodsList {
  readonly page: Page
  readonly tag: Locator
  readonly methods: Locator
  readonly message: Locator
  readonly add: Locator
  readonly empty: Locator
  readonly register: RegisterElement

  constructor(page: Page) {
    this.page = page
    this.tag = page.locator('billing-methods')
    this.methods = this.tag.locator('[part=method]')
    this.message = this.tag.locator('[part=message]').first()
    this.add = this.tag.locator('[part=add]')
    this.empty = this.tag.locator('[part=empty]')
    this.register = new RegisterElement(page, 'billing-methods > billing-register')
  }

  /** The method at this place, from the top. */
  at(place: number): Locator {
    return this.methods.nth(place)
  }

  /** A button of a method. */
  button(place: number, part: 'default' | 'replace' | 'remove' | 'yes' | 'no'): Locator {
    return this.at(place).locator(`[part=${part}]`)
  }

  /** Waits until so many methods are there, and what can be done to them. */
  async expectCount(count: number): Promise<void> {
    await expect(this.methods).toHaveCount(count)
    await expect(count > 0 ? this.add : this.empty).toBeVisible()
  }

  /** Registers in the tag that is shown, in Toss Payments' window. */
  async registerShown(): Promise<void> {
    await this.register.start()
    await new RegisterWindow(this.page.frameLocator('iframe[title="자동결제 등록창"]')).approve()
  }

  /** Registers one more, beside those that are there. */
  async addOne(): Promise<void> {
    const count = await this.methods.count()
    if (count > 0) await this.add.click()
    await this.registerShown()
    await this.expectCount(count + 1)
  }

  async remove(place: number): Promise<void> {
    await this.button(place, 'remove').click()
    await this.button(place, 'yes').click()
  }
}
