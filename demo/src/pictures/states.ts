// Pictures of every state of the tag, each brought about as it would come about.
import type { Locale } from '@billing-register/contract'
import type { Page } from '@playwright/test'
import { open, phase, press, ready, turn, visit, type Shot, type ShotStage } from './shot.ts'

const never = (): Promise<void> => new Promise(() => {})

/** What the server says, in each language. */
const SETUP: Readonly<Record<Locale, string>> = {
  ko: '결제 설정에 문제가 있어 등록할 수 없어요. 문제가 계속되면 고객센터에 알려 주세요.',
  en: 'Registration is not available because of a setup problem. Please tell customer support.',
  ja: '決済の設定に問題があり、登録できません。続く場合はカスタマーサポートにお知らせください。',
  zh: '支付设置有误，暂时无法绑定。如仍有问题，请联系客服。',
}
const TOO_MANY: Readonly<Record<Locale, string>> = {
  ko: '여러 번 시도해서 잠시 멈췄어요. 나중에 다시 시도해 주세요.',
  en: 'There were too many tries. Please try again later.',
  ja: '試行回数が多いため一時停止しています。後でもう一度お試しください。',
  zh: '尝试次数过多，已暂停。请稍后重试。',
}

/** Ends Danal's window and waits for what the tag makes of it. */
async function endDanal({ page }: ShotStage, button: string, becomes: string): Promise<void> {
  await page.getByTestId(button).click()
  await page.waitForURL('**/danal**')
  await phase(page, becomes)
}

async function endPortone({ page }: ShotStage, button: string, becomes: string): Promise<void> {
  await page.frameLocator('iframe').getByTestId(button).click()
  await phase(page, becomes)
}

/** Answers one call of the tag with a problem, as the server words it. */
async function answerWith(page: Page, url: string, status: number, problem: object): Promise<void> {
  await page.route(url, (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify(problem) })
      : route.continue(),
  )
}

const danal = (name: string, button: string, becomes: string): Shot => ({
  name,
  arrange: async (stage) => {
    await open(stage, '/danal')
    await endDanal(stage, button, becomes)
  },
})

const WAITING: readonly Shot[] = [
  {
    name: 'state-skeleton',
    arrange: async (stage) => {
      await stage.page.route('**/billing/offer**', never)
      await visit(stage, '/danal')
      await stage.page.waitForFunction(() => customElements.get('billing-register') !== undefined)
    },
  },
  {
    name: 'state-logged-out',
    arrange: async ({ page, origin, lang }) => {
      await page.goto(`${origin}/danal${lang === 'ko' ? '' : `?lang=${lang}`}`)
      await page.locator('[slot="login"]').waitFor()
    },
  },
  {
    name: 'state-ready',
    arrange: async (stage) => {
      await visit(stage, '/danal')
      await ready(stage.page)
    },
  },
  {
    name: 'state-ready-no-consent',
    arrange: async (stage) => {
      await visit(stage, '/danal?plan=basic-monthly')
      await ready(stage.page)
    },
  },
  {
    name: 'state-ready-charge-now',
    arrange: async (stage) => {
      await visit(stage, '/danal?plan=club-now')
      await ready(stage.page)
    },
  },
  {
    name: 'state-consent-text',
    arrange: async (stage) => {
      await visit(stage, '/danal')
      await ready(stage.page)
      await stage.page.locator('billing-register summary').click()
    },
  },
  {
    name: 'state-consent-missing',
    arrange: async (stage) => {
      await visit(stage, '/danal')
      await ready(stage.page)
      await stage.page.locator('billing-register [part="action"]').click()
    },
  },
  {
    name: 'state-focus',
    arrange: async (stage) => {
      await visit(stage, '/danal')
      await ready(stage.page)
      await stage.page.locator('billing-register').getByRole('checkbox').focus()
      await stage.page.keyboard.press('Tab')
      await stage.page.keyboard.press('Tab')
    },
  },
  {
    name: 'state-preparing',
    arrange: async (stage) => {
      await visit(stage, '/danal')
      await ready(stage.page)
      await stage.page.route('**/billing/registrations', never)
      await press(stage.page)
      await phase(stage.page, 'preparing')
    },
  },
  {
    name: 'state-window-open',
    arrange: async (stage) => {
      const [popup] = await Promise.all([
        stage.page.waitForEvent('popup'),
        open(stage, '/danal?provider=danal-popup'),
      ])
      await popup.getByTestId('sim-approve').waitFor()
      await phase(stage.page, 'open')
    },
  },
  {
    name: 'state-finishing',
    arrange: async (stage) => {
      await stage.page.route('**/complete', never)
      await open(stage, '/danal')
      await endDanal(stage, 'sim-approve', 'finishing')
    },
  },
]

const ENDED: readonly Shot[] = [
  danal('state-issued', 'sim-approve', 'issued'),
  {
    name: 'state-issued-card',
    arrange: async (stage) => {
      await open(stage, '/portone-v1')
      await endPortone(stage, 'sim-approve', 'issued')
    },
  },
  {
    name: 'state-issued-charged',
    arrange: async (stage) => {
      await open(stage, '/danal?plan=club-now')
      await endDanal(stage, 'sim-approve', 'issued')
    },
  },
  danal('state-declined', 'sim-decline', 'declined'),
  danal('state-cancelled', 'sim-cancel', 'cancelled'),
  {
    name: 'state-cancelled-portone',
    arrange: async (stage) => {
      await open(stage, '/portone-v1')
      await endPortone(stage, 'sim-cancel', 'cancelled')
    },
  },
  {
    name: 'state-uncertain',
    arrange: async (stage) => {
      await turn(stage, '/__simulator/control/faults', {
        provider: 'danal',
        operation: 'issue',
        fault: 'drop-response',
        times: 1,
      })
      await open(stage, '/danal')
      await endDanal(stage, 'sim-approve', 'uncertain')
    },
    tidy: (stage) => turn(stage, '/__simulator/control/reset'),
  },
]

const TROUBLE: readonly Shot[] = [
  {
    name: 'state-failed-sdk-blocked',
    arrange: async (stage) => {
      await stage.page.route('**/sdk.js*', (route) => route.abort())
      await open(stage, '/danal')
      await phase(stage.page, 'failed')
    },
  },
  {
    name: 'state-failed-offer',
    arrange: async (stage) => {
      await stage.page.route('**/billing/offer**', (route) => route.fulfill({ status: 500, body: 'no' }))
      await visit(stage, '/danal')
      await phase(stage.page, 'failed')
    },
  },
  {
    name: 'state-failed-no-retry',
    arrange: async (stage) => {
      await answerWith(stage.page, '**/billing/registrations', 500, {
        type: 'urn:billing-register:misconfigured',
        title: 'misconfigured',
        status: 500,
        code: 'misconfigured',
        detail: SETUP[stage.lang],
        retry: 'none',
        requestId: 'Qh3vX0a9LmTz',
      })
      await open(stage, '/danal')
      await phase(stage.page, 'failed')
    },
  },
  {
    name: 'state-too-many-attempts',
    arrange: async (stage) => {
      await answerWith(stage.page, '**/billing/registrations', 429, {
        type: 'urn:billing-register:too_many_attempts',
        title: 'too many attempts',
        status: 429,
        code: 'too_many_attempts',
        detail: TOO_MANY[stage.lang],
        retry: 'later',
        requestId: 'Qh3vX0a9LmTz',
      })
      await open(stage, '/danal')
      await phase(stage.page, 'failed')
    },
  },
  {
    name: 'state-offline',
    arrange: async (stage) => {
      await visit(stage, '/danal')
      await ready(stage.page)
      await stage.page.context().setOffline(true)
      await press(stage.page)
      await phase(stage.page, 'failed')
    },
  },
  {
    name: 'state-expired',
    arrange: async (stage) => {
      await open(stage, '/danal')
      await stage.page.getByTestId('sim-cancel').waitFor()
      await turn(stage, '/__demo/clock', { advanceMs: 26 * 3_600_000 })
      await stage.page.getByTestId('sim-approve').click()
      await stage.page.waitForURL('**/danal**')
      await phase(stage.page, 'failed')
    },
    tidy: (stage) => turn(stage, '/__demo/reset'),
  },
  {
    name: 'state-offer-changed',
    arrange: async (stage) => {
      await visit(stage, '/danal')
      await ready(stage.page)
      await turn(stage, '/__demo/price', { plan: 'pro-monthly', amount: 12_900 })
      // The tick alone prepares the window, and so learns of the new price.
      await stage.page.locator('billing-register').getByRole('checkbox').click()
      await stage.page.getByText('12,900').first().waitFor()
    },
    tidy: (stage) => turn(stage, '/__demo/reset'),
  },
  {
    name: 'state-disabled',
    arrange: async (stage) => {
      await visit(stage, '/danal')
      await ready(stage.page)
      await stage.page.evaluate(() =>
        document.querySelector('billing-register')?.setAttribute('disabled', ''),
      )
    },
  },
]

/** Every state of the tag. */
export const STATES: readonly Shot[] = [...WAITING, ...ENDED, ...TROUBLE]
