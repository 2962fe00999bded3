// `npm run shots`: a screenshot of every page and of every state of the tag, into ./shots, to be looked at.
import { mkdir, rm } from 'node:fs/promises'
import type { Locale } from '@billing-register/contract'
import { chromium, type Browser, type Page } from '@playwright/test'
import { BROWSER_ARGS, findBrowser } from '../scripts/find-browser.ts'
import { CARD_FORM } from './src/pictures/card-form.ts'
import { METHODS } from './src/pictures/methods.ts'
import { PAGES } from './src/pictures/pages.ts'
import { STATES } from './src/pictures/states.ts'
import type { Shot, ShotStage } from './src/pictures/shot.ts'
import { startDemo } from './src/start.ts'

const OUT = 'shots'
/** How many browser contexts work side by side. */
const WIDTH = 3

interface Profile {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly scheme: 'light' | 'dark'
  readonly lang: Locale
}

const LANGUAGES: Readonly<Record<Locale, string>> = { ko: 'ko-KR', en: 'en-GB', ja: 'ja-JP', zh: 'zh-CN' }

const PROFILES: readonly Profile[] = [
  { name: 'phone', width: 390, height: 844, scheme: 'light', lang: 'ko' },
  { name: 'phone-dark', width: 390, height: 844, scheme: 'dark', lang: 'ko' },
  { name: 'desktop', width: 1280, height: 900, scheme: 'light', lang: 'ko' },
  { name: 'desktop-dark', width: 1280, height: 900, scheme: 'dark', lang: 'ko' },
  { name: 'phone-en', width: 390, height: 844, scheme: 'light', lang: 'en' },
  { name: 'phone-ja', width: 390, height: 844, scheme: 'light', lang: 'ja' },
  { name: 'phone-zh', width: 390, height: 844, scheme: 'light', lang: 'zh' },
]

async function take(browser: Browser, profile: Profile, shot: Shot, origin: string): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: profile.width, height: profile.height },
    deviceScaleFactor: profile.width < 500 ? 2 : 1,
    colorScheme: profile.scheme,
    locale: LANGUAGES[profile.lang],
    reducedMotion: 'reduce',
  })
  const page: Page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const stage: ShotStage = {
    page,
    origin,
    lang: profile.lang,
    customer: `shot-${crypto.randomUUID().slice(0, 8)}`,
  }
  try {
    const shown = (await shot.arrange(stage)) ?? page
    await shown.screenshot({
      path: `${OUT}/${profile.name}/${shot.name}.png`,
      fullPage: shot.fullPage ?? true,
      animations: 'disabled',
    })
  } catch (error) {
    console.error(`${profile.name}/${shot.name}: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  } finally {
    await shot.tidy?.(stage)
    await context.close()
  }
}

/** Does the same for all items, a few at a time. */
async function sideBySide<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items]
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: WIDTH }, worker))
}

/** `npm run shots -- issued phone/methods` takes only the shots in whose `profile/name` one of the words stands. */
const wanted = (name: string): boolean => {
  const words = process.argv.slice(2)
  return words.length === 0 || words.some((word) => name.includes(word))
}

async function main(): Promise<void> {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error('No Chromium was found. Install one, or name it in CHROMIUM_PATH.')
  if (process.argv.length === 2) await rm(OUT, { recursive: true, force: true })
  const demo = await startDemo({ port: 0, testControls: true, seed: 7, log: () => {} })
  const browser = await chromium.launch({ executablePath, args: [...BROWSER_ARGS] })
  try {
    for (const profile of PROFILES) {
      await mkdir(`${OUT}/${profile.name}`, { recursive: true })
      const pages = profile.lang === 'ko' ? PAGES : []
      const shots = [...pages, ...STATES, ...CARD_FORM, ...METHODS].filter(({ name }) =>
        wanted(`${profile.name}/${name}`),
      )
      const shoot = (shot: Shot): Promise<void> => take(browser, profile, shot, demo.origin)
      await sideBySide(
        shots.filter(({ tidy }) => !tidy),
        shoot,
      )
      // These turn knobs that all customers feel.
      for (const shot of shots.filter(({ tidy }) => tidy)) await shoot(shot)
      console.log(`${OUT}/${profile.name}: ${shots.length}`)
    }
  } finally {
    await browser.close()
    await demo.close()
  }
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
