import { expect, test } from '../fixtures.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { bundlePage } from '../support/bundle.ts'

test('Danal’s own loader opens the simulated window, and its return is finished by the tag', async ({
  shop,
  page,
}) => {
  shop.wire.serve('/loader.js', { type: 'text/javascript', body: await bundlePage('danal-loader.ts') })
  shop.wire.serve('/loader', {
    type: 'text/html',
    body: '<!doctype html><html lang="ko"><title>Loader</title><script type="module" src="/loader.js"></script></html>',
  })
  const element = await shop.visit(page, '/danal?plan=basic-monthly')
  const prepared = page.waitForResponse('**/billing/registrations')
  await element.action.hover()
  await prepared
  const launch = shop.launches()[0]?.launch
  if (!launch) throw new Error('no launch was given')
  await page.goto('/loader')
  await page.waitForFunction('window.openDanal')
  // Not waited for: the window replaces the page.
  await page.evaluate((launch) => void window.openDanal(launch), launch)
  await new RegisterWindow(page).approve()
  // This page view did not start it: the customer confirms with one click.
  await expect(element.action).toHaveText('등록 마치기')
  await element.action.click()
  await element.expectIssued()
  await shop.expectKeys({ atPg: 1, inUse: 1 })
})

test('Danal’s own loader passes a rejection on when a parameter is missing', async ({ shop, page }) => {
  shop.wire.serve('/loader.js', { type: 'text/javascript', body: await bundlePage('danal-loader.ts') })
  shop.wire.serve('/loader', {
    type: 'text/html',
    body: '<!doctype html><html lang="ko"><title>Loader</title><script type="module" src="/loader.js"></script></html>',
  })
  await page.goto('/loader')
  await page.waitForFunction('window.openDanal')
  const sdkUrl = `${shop.origin}/__simulator/danal/sdk.js`
  const opening = page.evaluate((launch) => window.openDanal(launch), {
    clientKey: 'CL_TEST_x',
    sdkUrl,
    request: { paymentsMethod: 'CARD' },
  })
  await expect(opening).rejects.toThrow('orderName is required')
})
