// What a customer's browser does by itself: back, forward, restoring pages, waiting for slow requests.
import type { Page } from '@playwright/test'

/** Notes in the page whether it was restored as it was. */
export const watchRestores = (page: Page): Promise<unknown> =>
  page.addInitScript(() =>
    addEventListener('pageshow', ({ persisted }) => {
      document.documentElement.dataset['restored'] = String(persisted)
    }),
  )

export const restored = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.documentElement.dataset['restored'])

// A page that is restored as it was loads nothing: there is no load event to wait for.
export const goBack = (page: Page): Promise<unknown> => page.goBack({ waitUntil: 'commit' })
export const goForward = (page: Page): Promise<unknown> => page.goForward({ waitUntil: 'commit' })

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
