// What a customer's browser does by itself: back, forward, restoring pages, waiting for slow requests.
import { expect, type Page } from '@playwright/test'

/** Notes in the page whether it was restored as it was. */
export const watchRestores = (page: Page): Promise<unknown> =>
  page.addInitScript(() =>
    addEventListener('pageshow', ({ persisted }) => {
      document.documentElement.dataset['restored'] = String(persisted)
    }),
  )

/** Waits until the page stands there as it was left. It may still be on its way. */
export const expectRestored = (page: Page): Promise<void> =>
  expect
    .poll(() => page.evaluate(() => document.documentElement.dataset['restored']).catch(() => ''))
    .toBe('true')

// A page that is restored as it was loads nothing: there is no load event to wait for.
export const goBack = (page: Page): Promise<unknown> => page.goBack({ waitUntil: 'commit' })
export const goForward = (page: Page): Promise<unknown> => page.goForward({ waitUntil: 'commit' })

/** Goes through the history by this many steps. */
export const go = (page: Page, steps: number): Promise<unknown> =>
  // Not in the same task: the answer to this very call would be lost with the page.
  page.evaluate((steps) => void setTimeout(() => history.go(steps)), steps)

/** Holds matching requests back until it is told to let them go. */
export async function hold(page: Page, url: string | RegExp): Promise<() => void> {
  let release = (): void => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  await page.route(url, async (route) => {
    await released
    await route.continue().catch(() => {})
  })
  return release
}
