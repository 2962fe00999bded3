// What a screenshot needs: a stage, and a way to bring the page into the state to be seen.
import type { Locale } from '@billing-register/contract'
import type { Page } from '@playwright/test'

/** Where a shot is taken: a fresh browser context and a customer of its own. */
export interface ShotStage {
  readonly page: Page
  readonly origin: string
  readonly lang: Locale
  readonly customer: string
}

/** One picture. */
export interface Shot {
  readonly name: string
  /** Default true. */
  readonly fullPage?: boolean
  /** Brings the page there; answers another page when the picture is of that one. */
  readonly arrange: (stage: ShotStage) => Promise<Page | void>
  /** Puts back what the shot changed for everybody. */
  readonly tidy?: (stage: ShotStage) => Promise<void>
}

/** Logs in and goes to a path in the shot's language. */
export async function visit({ page, origin, lang, customer }: ShotStage, path: string): Promise<void> {
  const url = new URL(path, origin)
  if (lang !== 'ko') url.searchParams.set('lang', lang)
  const next = encodeURIComponent(url.pathname + url.search)
  await page.goto(`${origin}/login?as=${customer}&next=${next}`)
}

/** Waits until the tag has drawn the offer. */
export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('billing-register')?.matches(':state(ready)'))
}

/** Waits for a phase of the tag. */
export async function phase(page: Page, name: string): Promise<void> {
  await page.waitForFunction((wanted) => {
    const tag = document.querySelector<HTMLElement & { state?: { phase?: string } }>('billing-register')
    return tag?.state?.phase === wanted
  }, name)
}

/** Ticks the consent where there is one and presses the button. */
export async function press(page: Page): Promise<void> {
  const consent = page.locator('billing-register').getByRole('checkbox')
  if ((await consent.count()) > 0) await consent.check()
  await page.locator('billing-register [part="action"]').click()
}

/** Goes to a way, and into its window. */
export async function open(stage: ShotStage, path: string): Promise<void> {
  await visit(stage, path)
  await ready(stage.page)
  await press(stage.page)
}

/** Turns one of the demo's or the simulator's knobs. */
export async function turn({ page, origin }: ShotStage, path: string, body: object = {}): Promise<void> {
  const answer = await page.request.post(`${origin}${path}`, { data: body })
  if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}`)
}
