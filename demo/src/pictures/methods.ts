// Pictures of every state of the list of payment methods.
import type { Page } from '@playwright/test'
import type { SavedPaymentMethod } from '@billing-register/contract'
import { press, ready, turn, visit, type Shot, type ShotStage } from './shot.ts'

const never = (): Promise<void> => new Promise(() => {})
const LIST = '**/billing/payment-methods'

const method = (id: string, more: Partial<SavedPaymentMethod> = {}): SavedPaymentMethod => ({
  id,
  kind: 'card',
  issuer: 'KB국민카드',
  maskedNumber: '9410-****-****-3332',
  state: 'active',
  default: false,
  createdAt: Date.UTC(2026, 10, 1),
  provider: 'toss',
  providerLabel: '토스페이먼츠',
  ...more,
})

const TWO = [
  method('pm_1', { default: true }),
  method('pm_2', { issuer: '현대카드', maskedNumber: '4330-****-****-1234', providerLabel: '다날' }),
]
const LONG = 'Supercalifragilisticexpialidocious Commercial Bank of a Very Long Name 주식회사 카드사업본부'

async function listed(page: Page, methods: readonly SavedPaymentMethod[]): Promise<void> {
  await page.route(LIST, (route) => route.fulfill({ json: { methods } }))
}

const part = (page: Page, name: string, at = 0) => page.locator(`billing-methods [part~="${name}"]`).nth(at)

/** The page with this list, and then something pressed. */
const made = (
  name: string,
  methods: readonly SavedPaymentMethod[],
  then?: (stage: ShotStage) => Promise<unknown>,
): Shot => ({
  name: `methods-${name}`,
  arrange: async (stage) => {
    await listed(stage.page, methods)
    await visit(stage, '/methods')
    await part(stage.page, methods.length > 0 ? 'method' : 'empty').waitFor()
    if (methods.length > 0) await part(stage.page, 'add').waitFor()
    await then?.(stage)
  },
})

/** A card, registered in earnest. */
async function register(stage: ShotStage): Promise<void> {
  await ready(stage.page)
  await press(stage.page)
  const approve = stage.page.frameLocator('iframe').getByTestId('sim-approve')
  await approve.or(stage.page.getByTestId('sim-approve')).first().click()
  await part(stage.page, 'method').waitFor()
}

/** Every state of the list. */
export const METHODS: readonly Shot[] = [
  {
    name: 'methods-loading',
    arrange: async (stage) => {
      await stage.page.route(LIST, never)
      await visit(stage, '/methods')
      await part(stage.page, 'skeleton').waitFor()
    },
  },
  {
    name: 'methods-logged-out',
    arrange: async ({ page, origin, lang }) => {
      await page.goto(`${origin}/methods${lang === 'ko' ? '' : `?lang=${lang}`}`)
      await page.waitForFunction(() => document.querySelector('billing-methods')?.matches(':state(failed)'))
    },
  },
  made('empty', []),
  made('one', TWO.slice(0, 1)),
  made('two', TWO),
  made('long', [
    method('pm_1', { default: true, issuer: LONG }),
    method('pm_2', { kind: 'phone', issuer: 'SKT', maskedNumber: '010-****-5678' }),
  ]),
  made(
    'many',
    Array.from({ length: 12 }, (_, at) =>
      method(`pm_${at}`, {
        default: at === 0,
        issuer: ['KB국민카드', '현대카드', '삼성카드', '카카오뱅크'][at % 4] ?? '',
        maskedNumber: `9410-****-****-${3300 + at}`,
      }),
    ),
  ),
  made('question', TWO, ({ page }) => part(page, 'remove', 1).click()),
  made('checking', [...TWO.slice(0, 1), method('pm_2', { state: 'removing', issuer: '현대카드' })]),
  made('replacing', TWO, ({ page }) => part(page, 'replace').click()),
  made('refused', TWO, async ({ page }) => {
    await page.route(`${LIST}/**`, (route) => route.abort())
    await part(page, 'default').click()
    await page.waitForTimeout(100)
  }),
  {
    name: 'methods-failed',
    arrange: async (stage) => {
      await stage.page.route(LIST, (route) => route.fulfill({ status: 500, body: 'no' }))
      await visit(stage, '/methods')
      await part(stage.page, 'retry').waitFor()
    },
  },
  {
    name: 'methods-paid',
    arrange: async (stage) => {
      await visit(stage, '/methods')
      await register(stage)
      await stage.page.reload()
      await stage.page.locator('.mine form .button').click()
      await stage.page.locator('.rows').first().waitFor()
      await part(stage.page, 'add').waitFor()
    },
    tidy: (stage) => turn(stage, '/__demo/reset'),
  },
]
