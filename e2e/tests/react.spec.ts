import { expect, test, type Shop } from '../fixtures.ts'
import { RegisterElement } from '../models/register-element.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { bundlePage } from '../support/bundle.ts'
import { CREATE, OPEN_WINDOW, requestsOf } from '../support/requests.ts'

const FRAME = 'iframe[title="결제창"]'

let script: string
test.beforeAll(async () => {
  script = await bundlePage('strict-mode.tsx')
})

function serveReact(shop: Shop): void {
  shop.wire.serve('/react.js', { type: 'text/javascript', body: script })
  shop.wire.serve('/react', {
    type: 'text/html',
    body: `<!doctype html><html lang="ko"><title>React</title><div id="root"></div>
      <script type="module" src="/billing-register.js"></script><script type="module" src="/react.js"></script></html>`,
  })
}

test.describe('React 19 StrictMode mounts everything twice', () => {
  test(
    'StrictMode mounts twice: one window, one registration, one event: by redirect',
    { tag: '@pain' },
    async ({ shop, page }) => {
      serveReact(shop)
      const element = await shop.visit(page, '/react')
      await element.start()
      await new RegisterWindow(page).approve()
      await element.expectIssued()
      await expect(page.locator('output')).toHaveText('1')
      expect(requestsOf(shop.wire.exchanges, 'POST', CREATE)).toHaveLength(1)
      expect(requestsOf(shop.wire.exchanges, 'POST', OPEN_WINDOW)).toHaveLength(1)
      expect(await shop.calls('issue')).toBe(1)
      await shop.expectKeys({ atPg: 1, inUse: 1 })
    },
  )

  test('hidden and shown again while PortOne’s window is open: the new element gets the answer', async ({
    shop,
    page,
  }) => {
    serveReact(shop)
    const element = await shop.visit(page, '/react?provider=portone-v1')
    await element.start()
    const window = await new RegisterWindow(page.frameLocator(FRAME)).opened()
    const toggle = page.getByRole('button', { name: '보이기와 숨기기' })
    await toggle.dispatchEvent('click')
    await expect(element.tag).toHaveCount(0)
    await toggle.dispatchEvent('click')
    await expect(element.tag).toHaveCount(1)
    await window.approve()
    await element.expectIssued()
    expect(requestsOf(shop.wire.exchanges, 'POST', OPEN_WINDOW)).toHaveLength(1)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })

  test('replaced by a fresh element before the click: still one registration', async ({ shop, page }) => {
    serveReact(shop)
    const element = await shop.visit(page, '/react?provider=portone-v1')
    await page.getByRole('button', { name: '다시 그리기' }).click()
    await element.ready()
    await element.start()
    await new RegisterWindow(page.frameLocator(FRAME)).approve()
    await new RegisterElement(page).expectIssued()
    await expect(page.locator('output')).toHaveText('1')
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })
})
