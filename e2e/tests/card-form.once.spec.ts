// The card form in a real browser: shut off from its page, pleasant to fill in, and nothing but a JWE comes out of it.
import type { FrameLocator, Locator, Page } from '@playwright/test'
import { digitsFound, markerCard } from '../../packages/server/form/fill-in.ts'
import { expect, test, type Shop } from '../fixtures.ts'
import { CardForm, type TypedCard } from '../models/card-form.ts'
import { RegisterElement } from '../models/register-element.ts'
import { violations } from '../support/axe.ts'
import { documentWith } from '../support/document.ts'

const formIn = (page: Page): FrameLocator => new CardForm(page).frame
const field = (page: Page, name: string): Locator => new CardForm(page).field(name)

async function openForm(shop: Shop, page: Page, path = '/card-form'): Promise<RegisterElement> {
  const element = await shop.visit(page, path)
  await element.start()
  await new CardForm(page).opened()
  await element.expectPhase('open')
  return element
}

const TAG =
  '<billing-register endpoint="/billing" plan="basic-monthly" provider="toss" mode="card-form"></billing-register>'

const fill = (page: Page, card: TypedCard): Promise<void> => new CardForm(page).enter(card)
const submit = (page: Page): Promise<void> => new CardForm(page).submit()

/** Everything of this form's element that a script of the page can reach. */
const reach = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(() => {
    const frame = document.querySelector('iframe')
    const attempt = (look: () => unknown): string => {
      try {
        return String(look())
      } catch (error) {
        return error instanceof DOMException ? error.name : 'failed'
      }
    }
    const inner = frame?.contentWindow
    return {
      contentDocument: attempt(() => frame?.contentDocument),
      svgDocument: attempt(() => frame?.getSVGDocument()),
      document: attempt(() => inner?.document),
      location: attempt(() => inner?.location.href),
      evaluated: attempt(() => Reflect.get(Object(inner), 'eval')('1')),
      name: attempt(() => inner?.name),
    }
  })

test.describe('the card form', () => {
  test('registers a card, and its digits are nowhere but in one encrypted text', async ({ shop, page }) => {
    const card = markerCard()
    const element = await openForm(shop, page)
    await fill(page, card)
    await expect(field(page, 'brand')).toHaveText('Visa')
    await submit(page)
    await element.expectIssued()
    const { keys } = await shop.truth()
    expect(keys.filter(({ revoked }) => !revoked)).toHaveLength(1)
    const told = [
      ...shop.wire.exchanges.flatMap((one) => [
        one.url,
        JSON.stringify(one.requestHeaders),
        one.requestBody,
        one.responseBody,
      ]),
      shop.log(),
      ...shop.watch.console,
      JSON.stringify(await shop.ledger()),
      await page.evaluate(() => JSON.stringify([document.body.innerHTML, sessionStorage, localStorage])),
    ]
    expect(digitsFound(told.join('\n'), card)).toEqual([])
    const sent = shop.wire.exchanges.filter(({ requestBody }) => requestBody.includes('"jwe"'))
    expect(sent.map(({ path }) => path.replace(/reg_\w+/, '…'))).toEqual([
      '/billing/registrations/…/complete',
    ])
    const { return: raw } = JSON.parse(sent[0]?.requestBody ?? '{}')
    expect(Object.keys(raw)).toEqual(['jwe'])
    expect(raw.jwe).toMatch(/^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/)
  })

  test('is a closed door to the page around it', async ({ shop, page }) => {
    await openForm(shop, page)
    await field(page, 'number').fill(markerCard().number)
    expect(await reach(page)).toEqual({
      contentDocument: 'null',
      svgDocument: 'null',
      document: 'SecurityError',
      location: 'SecurityError',
      evaluated: 'SecurityError',
      name: 'SecurityError',
    })
    // The document says so itself: a page that frames it in its own way gets no further.
    const other = await page.evaluate(async () => {
      const own = document.querySelector('iframe')
      const frame = document.createElement('iframe')
      frame.src = own?.src ?? ''
      document.body.append(frame)
      await new Promise((resolve) => (frame.onload = resolve))
      const isolated = frame.contentDocument === null
      frame.remove()
      return isolated
    })
    expect(other).toBe(true)
  })

  test('can send nothing anywhere, has no storage, and is empty when it stands alone', async ({
    shop,
    page,
  }) => {
    shop.watch.expect(/Content Security Policy|policy violated|Refused|violates/)
    await openForm(shop, page)
    const frame = page.frames().find((one) => one.url().includes('/card-form?'))
    const inside = await frame?.evaluate(async () => {
      const attempt = async (look: () => unknown): Promise<string> => {
        try {
          return String(await look())
        } catch (error) {
          return error instanceof Error ? error.name : 'failed'
        }
      }
      return {
        origin: self.origin,
        secure: isSecureContext,
        fetch: await attempt(() => fetch('/billing/offer')),
        cookie: await attempt(() => document.cookie),
        storage: await attempt(() => localStorage),
        parent: await attempt(() => parent.document),
      }
    })
    expect(inside).toEqual({
      origin: 'null',
      secure: true,
      fetch: 'TypeError',
      cookie: 'SecurityError',
      storage: 'SecurityError',
      parent: 'SecurityError',
    })
    await page.goto(frame?.url() ?? '')
    await expect(page.locator('form')).toHaveCount(0)
  })

  test('answers the page’s own port alone: strangers are not heard', async ({ shop, page }) => {
    // Without a policy of its own, so that the test may make a stranger speak.
    shop.wire.serve('/own', { type: 'text/html', body: documentWith(TAG) })
    const element = await openForm(shop, page, '/own')
    const heard = await page.evaluate(async () => {
      const own = document.querySelector('iframe')
      const frame = document.createElement('iframe')
      frame.src = own?.src ?? ''
      const stranger = document.createElement('iframe')
      document.body.append(frame, stranger)
      await new Promise((resolve) => (frame.onload = resolve))
      const heardFrom: string[] = []
      const listen = (who: string): MessagePort => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => heardFrom.push(who)
        return port2
      }
      // A stranger's message has another source, whatever it says.
      const say = Reflect.get(Object(stranger.contentWindow), 'Function')(
        'frame',
        'message',
        'port',
        'frame.postMessage(message, "*", [port])',
      )
      say(frame.contentWindow, { type: 'card-form' }, listen('stranger'))
      frame.contentWindow?.postMessage({ type: 'other' }, '*', [listen('another type')])
      frame.contentWindow?.postMessage({ type: 'card-form' }, '*')
      frame.contentWindow?.postMessage({ type: 'card-form' }, '*', [listen('page')])
      await new Promise((resolve) => setTimeout(resolve, 500))
      frame.contentWindow?.postMessage({ type: 'card-form' }, '*', [listen('second port')])
      await new Promise((resolve) => setTimeout(resolve, 300))
      frame.remove()
      stranger.remove()
      return [...new Set(heardFrom)]
    })
    expect(heard).toEqual(['page'])
    // And the page hears the form's port alone.
    await page.evaluate(() => {
      for (const data of [{ jwe: 'x' }, { type: 'card-form', jwe: 'x' }]) {
        postMessage(data, '*')
        document.querySelector('billing-register')?.dispatchEvent(new MessageEvent('message', { data }))
      }
    })
    expect((await element.state()).phase).toBe('open')
    await fill(page, markerCard())
    await submit(page)
    await element.expectIssued()
  })

  test('helps while typing: groups, brand, the next field, errors in words at the field', async ({
    shop,
    page,
  }) => {
    await openForm(shop, page)
    await field(page, 'number').pressSequentially('4111111111111111')
    await expect(field(page, 'number')).toHaveValue('4111 1111 1111 1111')
    await expect(field(page, 'expiry')).toBeFocused()
    await page.keyboard.type('729')
    await expect(field(page, 'expiry')).toHaveValue('07/29')
    await expect(field(page, 'password')).toBeFocused()
    await page.keyboard.type('12')
    await expect(field(page, 'identity')).toBeFocused()
    await page.keyboard.type('9013')
    await page.keyboard.press('Enter')
    await expect(field(page, 'identity-error')).toHaveText(/여섯 자리를 모두/)
    await expect(field(page, 'identity')).toHaveAttribute('aria-invalid', 'true')
    await expect(field(page, 'identity')).toBeFocused()
    await field(page, 'identity').fill('901301')
    await expect(field(page, 'identity-error')).toHaveText(/다시 확인/)
    await field(page, 'identity').fill('900101')
    await expect(field(page, 'identity-error')).toHaveText('')
    await field(page, 'number').focus()
    // In the middle of a number the caret stays behind the digit that was typed.
    await field(page, 'number').evaluate(
      (input) => input instanceof HTMLInputElement && input.setSelectionRange(6, 7),
    )
    await page.keyboard.type('2')
    expect(
      await field(page, 'number').evaluate(
        (input) => input instanceof HTMLInputElement && input.selectionStart,
      ),
    ).toBe(7)
    const keyboards = await formIn(page)
      .locator('input:not([type=radio])')
      .evaluateAll((inputs) =>
        inputs.map((input) => [
          input.id,
          input.getAttribute('inputmode'),
          input.getAttribute('autocomplete'),
        ]),
      )
    expect(keyboards).toEqual([
      ['number', 'numeric', 'cc-number'],
      ['expiry', 'numeric', 'cc-exp'],
      ['password', 'numeric', 'off'],
      ['identity', 'numeric', 'off'],
    ])
  })

  test('is filled in by the browser where it knows a card', async ({ shop, page, context }) => {
    await openForm(shop, page)
    await field(page, 'number').click()
    const frame = page.frames().find((one) => one.url().includes('/card-form?'))
    if (!frame) throw new Error('no form')
    const browser = await context.newCDPSession(frame)
    const { root } = await browser.send('DOM.getDocument', { depth: -1 })
    const { nodeId } = await browser.send('DOM.querySelector', { nodeId: root.nodeId, selector: '#number' })
    const { node } = await browser.send('DOM.describeNode', { nodeId })
    const { frameTree } = await browser.send('Page.getFrameTree')
    const card = {
      number: '4111111111111111',
      name: 'Kim',
      expiryMonth: '07',
      expiryYear: '2039',
      cvc: '123',
    }
    await browser.send('Autofill.trigger', { fieldId: node.backendNodeId, frameId: frameTree.frame.id, card })
    await expect(field(page, 'number')).toHaveValue('4111 1111 1111 1111')
    await expect(field(page, 'expiry')).toHaveValue('07/39')
    await expect(field(page, 'brand')).toHaveText('Visa')
  })

  test('can be used without seeing it', async ({ shop, page }) => {
    await openForm(shop, page)
    await submit(page)
    const frame = page.frames().find((one) => one.url().includes('/card-form?'))
    expect(frame && (await violations(frame))).toEqual([])
    expect(await violations(page)).toEqual([])
    const title = await page.evaluate(() => document.querySelector('iframe')?.title)
    expect(title).toBe('카드 정보 입력')
  })

  test('a refused card ends calmly, and the next try begins with an empty form', async ({ shop, page }) => {
    const element = await openForm(shop, page)
    await fill(page, { ...markerCard(), number: '9420111122223330' })
    await submit(page)
    await element.expectPhase('declined')
    await element.action.click()
    await expect(field(page, 'number')).toHaveValue('')
    await fill(page, markerCard())
    await submit(page)
    await element.expectIssued()
  })

  test('can be given up, and the action comes back', async ({ shop, page }) => {
    const element = await openForm(shop, page)
    await expect(element.action).toBeHidden()
    await element.stop.click()
    await element.expectPhase('cancelled')
    await expect(element.action).toBeVisible()
    await expect(page.locator('iframe')).toHaveCount(0)
  })

  test('starts anew in an element that was moved, and still finishes', async ({ shop, page }) => {
    const element = await openForm(shop, page)
    await page.evaluate(() => {
      const tag = document.querySelector('billing-register')
      if (tag) document.body.append(tag)
    })
    await fill(page, markerCard())
    await submit(page)
    await element.expectIssued()
  })

  test('is downloaded by nobody who does not use it', async ({ shop, page }) => {
    shop.watch.expect(/400 \(Bad Request\)/)
    await shop.visit(page, '/bare/danal')
    const paths = shop.wire.exchanges.map(({ path }) => path)
    expect(paths.filter((path) => path.includes('card-form'))).toEqual([])
    const refused = documentWith(TAG.replace('toss', 'danal'))
    shop.wire.serve('/refused', { type: 'text/html', body: refused })
    await shop.login(page)
    await page.goto('/refused')
    // Said at once: nobody has to click to learn that this page cannot work.
    await new RegisterElement(page).expectPhase('failed')
  })
})
