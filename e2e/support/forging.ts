// What somebody with bad intentions can do from a browser: made-up returns, stolen results, changed scripts.
import { expect, type Page } from '@playwright/test'
import type { Shop } from '../fixtures.ts'
import { RegisterWindow } from '../models/register-window.ts'
import { RETURN, requestsOf } from './requests.ts'

/** A made-up transactionId in the form of Danal's. */
export const MADE_UP = '20260101000000000001'

/** Address of the door of a customer's newest registration. */
export function doorOf(shop: Shop, query: Record<string, string>, customer?: string): string {
  const { id } = shop.launches(customer).at(-1) ?? { id: 'none' }
  return `/billing/registrations/${id}/return?${new URLSearchParams(query)}`
}

/** Walks a customer through Danal's window, and takes the result away before the shop sees it. */
export async function stealTransaction(shop: Shop, page: Page): Promise<string> {
  shop.wire.cut('GET', RETURN)
  await new RegisterWindow(page).approve('GET')
  const seen = (): string => requestsOf(shop.wire.exchanges, 'GET', RETURN).at(-1)?.url ?? ''
  await expect.poll(seen).toContain('transactionId')
  // Chromium would try the lost page again by itself.
  await page.close()
  shop.wire.keep()
  return new URL(seen()).searchParams.get('transactionId') ?? ''
}

/** A script of the page that wraps the PG's: what a visitor with developer tools can do. */
export const tamperWith = (page: Page, script: string): Promise<unknown> =>
  page.route(/\/(danal\/sdk|iamport)\.js/, async (route) => {
    const genuine = await (await fetch(route.request().url())).text()
    await route.fulfill({ contentType: 'text/javascript', body: `${genuine}\n${script}` })
  })

/** Asks the endpoint as this page's own script would. */
export const ask = (page: Page, path: string, body?: unknown): Promise<{ status: number; text: string }> =>
  page.evaluate(
    async ([path, body]) => {
      const answer = await fetch(`/billing${path}`, {
        ...(body !== undefined && {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      })
      return { status: answer.status, text: await answer.text() }
    },
    [path, body] as const,
  )

/** A problem without the id of its request: what two refusals have in common. */
export const withoutRequestId = ({ status, text }: { status: number; text: string }): string =>
  `${status} ${text.replace(/"requestId":"[^"]*"/, '')}`
