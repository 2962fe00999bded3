import { expect, test } from '../fixtures.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { documentWith } from '../support/document.ts'

test.describe('in a form', () => {
  const FORM = documentWith(`<form method="get" action="/terms">
      <input type="hidden" name="order" value="7" />
      <billing-register endpoint="/billing" plan="basic-monthly" name="payment-method" required></billing-register>
      <button>주문하기</button>
    </form>`)

  test('the payment method is a required field, and its id is what the form sends', async ({
    shop,
    page,
  }) => {
    shop.wire.serve('/form', { type: 'text/html', body: FORM })
    const element = await shop.visit(page, '/form')
    const order = page.getByRole('button', { name: '주문하기' })
    await order.click()
    expect(new URL(page.url()).pathname).toBe('/form')
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await order.click()
    await page.waitForURL('**/terms?*')
    const sent = new URL(page.url()).searchParams
    expect(sent.get('order')).toBe('7')
    expect(sent.get('payment-method')).toMatch(/^pm_[\w-]{16,}$/)
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })
})
