// The PG's answer is lost and the customer closes the page: what the merchant's scheduler makes of it, with nobody there.
import type { Page } from '@playwright/test'
import { markerCard } from '../../packages/server/form/fill-in.ts'
import { expect, test } from '../fixtures.ts'
import { CardForm } from '../models/card-form.ts'
import { RegisterWindow } from '../models/register-window.ts'
import type { Pg } from '../support/control.ts'

const MINUTE = 60_000

interface Way {
  readonly pg: Pg
  readonly path: string
  /** The customer's part, up to where the PG does what was asked. */
  readonly finish: (page: Page) => Promise<void>
  /** Toss can only be asked again with the card, and that is held for a minute. */
  readonly becomes: 'issued' | 'uncertain'
}

const inWindow =
  (title: string) =>
  (page: Page): Promise<void> =>
    new RegisterWindow(page.frameLocator(`iframe[title="${title}"]`)).approve()

async function typed(page: Page): Promise<void> {
  const form = await new CardForm(page).opened()
  await form.enter(markerCard())
  await form.submit()
}

const WAYS: readonly Way[] = [
  { pg: 'toss', path: '/toss?', finish: inWindow('자동결제 등록창'), becomes: 'issued' },
  { pg: 'portone-v1', path: '/portone-v1?', finish: inWindow('결제창'), becomes: 'issued' },
  { pg: 'portone-v2', path: '/portone-v2?', finish: inWindow('카드 등록창'), becomes: 'issued' },
  {
    pg: 'portone-v2',
    path: '/portone-v2?provider=portone-v2-direct&',
    finish: inWindow('카드 등록창'),
    becomes: 'issued',
  },
  { pg: 'toss', path: '/card-form?provider=toss&', finish: typed, becomes: 'uncertain' },
  { pg: 'portone-v1', path: '/card-form?provider=portone-v1-nice&', finish: typed, becomes: 'issued' },
  { pg: 'portone-v2', path: '/card-form?provider=portone-v2&', finish: typed, becomes: 'issued' },
]

for (const { pg, path, finish, becomes } of WAYS)
  test(`every answer of ${path} is lost and the page closed: ${becomes} by reconcile, and never a second key`, async ({
    shop,
    page,
    context,
  }) => {
    shop.watch.expect('keys in the page')
    for (const operation of ['issue', 'lookup'])
      await shop.fault({ provider: pg, operation, fault: 'drop-response' })
    const element = await shop.visit(page, `${path}plan=basic-monthly`)
    await element.start()
    await finish(page)
    await element.expectPhase('uncertain')
    await page.close()
    await shop.mend()
    expect((await shop.ledgerOf()).map(({ state }) => state)).toEqual(['uncertain'])
    await shop.expectKeys({ atPg: 1, inUse: 0 })
    await shop.advance(2 * MINUTE)
    const settled = await shop.reconcile()
    expect(settled).toHaveLength(becomes === 'issued' ? 1 : 0)
    const [row] = await shop.ledgerOf()
    expect(row?.state).toBe(becomes)
    await shop.expectKeys({ atPg: 1, inUse: becomes === 'issued' ? 1 : 0 })
    // Whoever comes again has the card.
    const later = await context.newPage()
    await later.goto('/methods')
    await expect(later.locator('billing-methods [part~=method]')).toHaveCount(becomes === 'issued' ? 1 : 0)
  })
