import { expect, test } from '../fixtures.ts'
import { RegisterElement } from '../models/register-element.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { documentWith } from '../support/document.ts'

test.describe('the page’s policy', () => {
  test(
    'forces no unsafe-inline and is kept on every page of the shop',
    { tag: '@pain' },
    async ({ shop, page }) => {
      await shop.login(page)
      for (const path of [
        '/',
        '/danal',
        '/danal-page-return',
        '/portone-v1',
        '/playground',
        '/terms',
        '/bare/danal',
      ]) {
        const answer = await page.goto(path)
        const policy = answer?.headers()['content-security-policy'] ?? ''
        expect(policy).toContain("default-src 'none'")
        expect(policy).not.toContain('unsafe-inline')
        expect(policy).not.toContain('unsafe-eval')
        if (/danal|portone|playground/.test(path)) await new RegisterElement(page).ready()
      }
      expect(shop.watch.problems()).toEqual([])
    },
  )

  test('is watched: what breaks it is noticed by every flow here', async ({ shop, page }) => {
    await shop.visit(page, '/danal')
    await page.evaluate(() => document.body.setAttribute('onclick', 'x'))
    await page.evaluate(() => {
      const style = document.createElement('style')
      style.textContent = 'body { color: red }'
      document.head.append(style)
    })
    await expect.poll(() => shop.watch.problems().join()).toContain('policy violated: style-src')
    shop.watch.expect(/policy|Content Security Policy/)
  })

  test('may demand Trusted Types: the whole flow keeps working', async ({ shop, page }) => {
    shop.wire.serve('/strict', {
      type: 'text/html',
      body: documentWith('<billing-register endpoint="/billing" plan="basic-monthly"></billing-register>'),
      headers: {
        'content-security-policy': [
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'",
          "require-trusted-types-for 'script'; trusted-types billing-register lit-html",
        ].join('; '),
      },
    })
    const element = await shop.visit(page, '/strict')
    await element.start()
    await new RegisterWindow(page).approve()
    await element.expectIssued()
    await shop.expectKeys({ atPg: 1, inUse: 1 })
  })
})
