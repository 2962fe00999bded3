// Draws every state of the element with a made-up endpoint and photographs it: phone and desktop, light and dark.
// Usage: tsx dev/gallery.ts [folder] [part of a scene's name] [look]
import { mkdirSync } from 'node:fs'
import { chromium, type Page } from 'playwright'
import { BROWSER_ARGS, findBrowser } from '../../../scripts/find-browser.ts'
import { buildElement } from '../build.ts'
import { OFFER } from '../test/fake-endpoint.ts'

const ORIGIN = 'http://gallery.localhost'
const [, , folder = 'shots', only = '', lookOnly = ''] = process.argv

const offer = {
  offer: 'o1',
  order: { name: '보름 커피 한 봉지', amount: 9900, currency: 'KRW' },
  kind: 'card',
  charge: 'later',
  chargedNow: 0,
  account: 'al***@example.com',
  text: {
    ...OFFER.text,
    price: '9,900원 / 월',
    now: '오늘은 결제되지 않아요. 카드 확인을 위해 소액이 결제됐다가 바로 취소돼요.',
    next: '첫 결제 2026년 12월 1일',
    account: 'al***@example.com 계정에 등록돼요',
    provider: '다날',
  },
}
const consent = {
  version: '1',
  label: '정기결제에 동의해요',
  facts: [
    { name: '금액', value: '9,900원' },
    { name: '주기', value: '매달 1일' },
    { name: '첫 결제일', value: '2026년 12월 1일' },
    { name: '해지 방법', value: '내 정보에서 언제든 바로' },
  ],
  text: '매달 1일에 9,900원이 등록한 카드로 결제됩니다.\n결제 7일 전에 알려 드립니다.',
}
const problem = (code: string, status: number, detail: string, retry = 'new') => ({
  type: `urn:billing-register:${code}`,
  title: code,
  status,
  code,
  detail,
  retry,
  requestId: 'req_7f3a91c2',
})
const view = (state: string, more: object = {}) => ({
  id: 'reg_gallery01',
  provider: 'danal',
  state,
  order: offer.order,
  ...more,
})
const launch = {
  id: 'reg_gallery01',
  expiresInMs: 1_800_000,
  launch: { provider: 'portone-v1', sdkUrl: `${ORIGIN}/sdk.js`, userCode: 'imp1', request: {} },
}

type Reply = { status: number; json: object } | 'hang' | 'fail'
interface Scene {
  readonly attributes?: string
  readonly inside?: string
  readonly offer?: Reply
  readonly prepare?: Reply
  readonly complete?: Reply
  readonly sdk?: string
  /** Text of the action to press, after ticking the consent where there is one. */
  readonly act?: (page: Page) => Promise<void>
}
const ok = (json: object): Reply => ({ status: 200, json })
const press = async (page: Page): Promise<void> => page.locator('[part=action]').click()
const callback = `window.IMP={init(){},request_pay(p,done){setTimeout(()=>done({imp_uid:'imp_1',merchant_uid:'m'}))}}`
const stays = `window.IMP={init(){},request_pay(){}}`
const card = { id: 'pm_1', kind: 'card', issuer: 'KB국민카드', maskedNumber: '1234-****-****-5678' }
const login = '<a slot="login" href="#">로그인하기</a>'

const PHONE = {
  action: { ...offer.text.action, idle: '휴대폰 등록하기', finishing: '휴대폰을 등록하고 있어요' },
  message: { ...offer.text.message, issued: '휴대폰이 등록됐어요' },
}
const LONG =
  '아주 길고 길어서 한 줄에 들어가지 않는 이름의 정기구독 상품 Supercalifragilisticexpialidocious-Edition'

const SCENES: Record<string, Scene> = {
  loading: { offer: 'hang' },
  ready: {},
  'ready-consent': { offer: ok({ ...offer, consent }) },
  'consent-missing': { offer: ok({ ...offer, consent }), act: press },
  'consent-open': {
    offer: ok({ ...offer, consent }),
    act: async (page) => {
      await page.locator('summary').click()
      await page.locator('input').check()
    },
  },
  preparing: { prepare: 'hang', act: press },
  open: { sdk: stays, act: press },
  finishing: { complete: 'hang', act: press },
  issued: { complete: ok(view('issued', { paymentMethod: card })), act: press },
  'issued-no-card': {
    complete: ok(view('issued', { paymentMethod: { id: 'pm_1', kind: 'card' } })),
    act: press,
  },
  'issued-unpaid': {
    complete: ok(
      view('issued', {
        paymentMethod: card,
        payment: { state: 'declined', amount: 9900 },
        error: problem('card_limit', 402, '카드는 등록됐지만 첫 결제는 되지 않았어요. 한도를 확인해 주세요.'),
      }),
    ),
    act: press,
  },
  declined: {
    complete: ok(
      view('declined', {
        error: problem(
          'card_declined',
          402,
          '카드사가 등록을 거절했어요. 다른 카드로 해 보거나 카드사에 문의해 주세요.',
        ),
      }),
    ),
    act: press,
  },
  cancelled: { complete: ok(view('cancelled')), act: press },
  uncertain: {
    complete: ok(
      view('uncertain', {
        error: problem(
          'outcome_unknown',
          503,
          '결과를 확인하고 있어요. 창을 닫아도 괜찮아요. 다시 등록하지 말고 잠시 기다려 주세요.',
        ),
      }),
    ),
    act: press,
  },
  'uncertain-retry': { complete: ok(view('uncertain', { canRetry: true })), act: press },
  failed: { sdk: 'throw 1', act: press },
  'failed-finally': {
    prepare: {
      status: 500,
      json: problem(
        'misconfigured',
        500,
        '결제 설정에 문제가 있어 등록할 수 없어요. 문제가 계속되면 고객센터에 알려 주세요.',
        'none',
      ),
    },
    act: press,
  },
  'logged-out': {
    offer: { status: 401, json: problem('unauthenticated', 401, '로그인하면 이어서 등록할 수 있어요.') },
    inside: login,
  },
  expired: {
    complete: ok(
      view('expired', {
        error: problem('registration_expired', 410, '시간이 지나 처음부터 다시 시작해 주세요.'),
      }),
    ),
    act: press,
  },
  'offer-changed': {
    prepare: {
      status: 409,
      json: problem('offer_changed', 409, '금액이나 조건이 바뀌었어요. 확인하고 다시 눌러 주세요.'),
    },
    act: press,
  },
  offline: { offer: 'fail' },
  maintenance: {
    offer: {
      status: 503,
      json: problem(
        'provider_unavailable',
        503,
        '지금은 등록할 수 없어요. 잠시 뒤 다시 시도해 주세요.',
        'later',
      ),
    },
  },
  disabled: { attributes: 'disabled' },
  'test-mode': { offer: ok({ ...offer, text: { ...offer.text, test: '테스트' } }) },
  'charge-now': {
    offer: ok({
      ...offer,
      charge: 'now',
      chargedNow: 9900,
      text: { ...offer.text, now: '지금 9,900원이 결제돼요.' },
    }),
  },
  secret: { attributes: 'provider="SK_LIVE_x"' },
  phone: {
    offer: ok({
      ...offer,
      kind: 'phone',
      text: { ...offer.text, now: '오늘은 결제되지 않아요.', ...PHONE },
    }),
  },
  'issued-phone': {
    offer: ok({ ...offer, kind: 'phone', text: { ...offer.text, ...PHONE } }),
    complete: ok(
      view('issued', {
        paymentMethod: { id: 'pm_1', kind: 'phone', issuer: 'SKT', maskedNumber: '010-****-5678' },
      }),
    ),
    act: press,
  },
  outlined: { attributes: 'preset="outlined"', offer: ok({ ...offer, consent }) },
  dense: { attributes: 'preset="dense"', offer: ok({ ...offer, consent }) },
  'dense-issued': {
    attributes: 'preset="dense"',
    complete: ok(view('issued', { paymentMethod: card })),
    act: press,
  },
  yellow: { attributes: 'style="--billing-accent:#ffd400"' },
  rtl: { attributes: 'dir="rtl"', offer: ok({ ...offer, consent, text: { ...offer.text, test: '테스트' } }) },
  long: {
    offer: ok({
      ...offer,
      order: { ...offer.order, name: LONG },
      consent: { ...consent, label: `${LONG} 정기결제에 동의해요`, facts: [{ name: LONG, value: LONG }] },
      text: {
        ...offer.text,
        price: '₩1,234,567,890 / month',
        account: `${'a'.repeat(60)}@example.com 계정에 등록돼요`,
        test: '테스트',
      },
    }),
    act: press,
  },
  japanese: {
    attributes: 'lang="ja"',
    offer: ok({
      ...offer,
      order: { ...offer.order, name: 'ボルムコーヒー 1袋' },
      consent: {
        ...consent,
        label: '毎月9,900ウォンの定期決済に同意します',
        facts: [
          { name: '金額', value: '9,900ウォン（税・送料込み）' },
          { name: '解約方法', value: '決済の前日まで、電話またはメールで。手数料はかかりません' },
        ],
      },
      text: {
        ...offer.text,
        price: '9,900ウォン / 月',
        now: '本日は決済されません。カードの確認のため少額が決済され、すぐに取り消されます。',
        next: '初回決済 2026年12月1日',
        account: 'al***@example.com のアカウントに登録されます',
        action: { ...offer.text.action, idle: 'カードを登録する' },
        message: {
          ...offer.text.message,
          terms: '全文を見る',
          consent_required: '内容をご確認のうえ、同意してください。',
        },
      },
    }),
    act: press,
  },
  english: {
    attributes: 'lang="en"',
    offer: ok({
      ...offer,
      consent: { ...consent, label: 'I agree to recurring payments' },
      text: {
        price: '₩9,900 / month',
        now: 'Nothing is charged today.',
        next: 'First payment on 1 December 2026',
        account: 'Registers to al***@example.com',
        provider: 'Danal',
        action: { ...offer.text.action, idle: 'Register card' },
        message: {
          ...offer.text.message,
          terms: 'Show full terms',
          consent_required: 'Please read and agree first.',
        },
      },
    }),
    act: press,
  },
}

const LOOKS = {
  desktop: { width: 720, height: 760, scheme: 'light' },
  phone: { width: 320, height: 760, scheme: 'light' },
  dark: { width: 460, height: 760, scheme: 'dark' },
  bare: { width: 720, height: 760, scheme: 'light' },
  forced: { width: 460, height: 760, scheme: 'dark', forcedColors: 'active' },
} as const

const files = new Map((await buildElement({ write: false })).map(({ fileName, code }) => [fileName, code]))

async function shoot(page: Page, name: string, scene: Scene, look: keyof typeof LOOKS): Promise<void> {
  const page_ =
    look === 'bare'
      ? ''
      : `body{margin:24px;font-family:'Noto Sans CJK KR',sans-serif;background:light-dark(#fff,#12141a);color:light-dark(#16181d,#eceef2)}`
  const html = `<!doctype html><html lang="ko"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>${look === 'dark' ? ':root{color-scheme:dark}' : ''}${page_}</style>
    <script type="module" src="/billing-register.js"></script>
    <billing-register endpoint="/billing" plan="p" ${scene.attributes ?? ''}>${scene.inside ?? ''}</billing-register>`
  const reply = (wanted: Reply) => wanted
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url())
    const file = files.get(pathname.slice(1))
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: html })
    if (file !== undefined) return route.fulfill({ contentType: 'text/javascript', body: file })
    if (pathname === '/sdk.js')
      return route.fulfill({ contentType: 'text/javascript', body: scene.sdk ?? callback })
    const wanted = reply(
      pathname.endsWith('/offer')
        ? (scene.offer ?? ok(offer))
        : pathname.endsWith('/registrations')
          ? (scene.prepare ?? { status: 201, json: launch })
          : pathname.endsWith('/complete')
            ? (scene.complete ?? ok(view('issued')))
            : ok(view('open')),
    )
    if (wanted === 'fail') return route.abort()
    if (wanted === 'hang') return undefined
    return route.fulfill(wanted)
  })
  await page.goto(ORIGIN + '/')
  if (scene.offer !== 'hang') await page.locator('[part=action]').waitFor()
  await page.waitForTimeout(120)
  await scene.act?.(page)
  await page.waitForTimeout(450)
  await page.screenshot({ path: `${folder}/${name}-${look}.png`, fullPage: true })
  await page.unrouteAll({ behavior: 'ignoreErrors' })
}

mkdirSync(folder, { recursive: true })
const executablePath = findBrowser()
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: [...BROWSER_ARGS],
})
for (const look of Object.keys(LOOKS) as (keyof typeof LOOKS)[]) {
  const { width, height, scheme, ...rest } = LOOKS[look]
  for (const [name, scene] of Object.entries(SCENES)) {
    if (!name.includes(only) || !look.includes(lookOnly)) continue
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, ...rest })
    const page = await context.newPage()
    page.on('pageerror', (error) => console.error(name, error.message))
    await shoot(page, name, scene, look).catch((error: unknown) =>
      console.error(name, look, String(error).slice(0, 200)),
    )
    await context.close()
  }
}
await browser.close()
