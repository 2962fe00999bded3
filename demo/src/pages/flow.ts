// A page on which a card is registered: what it is for, the tag, and the drawer for developers.
import { html } from 'hono/html'
import type { Locale } from '@billing-register/contract'
import { koreanDay } from '../korean-day.ts'
import { moonPhase, nextFullMoon } from '../moon.ts'
import type { PlanId } from '../plans.ts'
import type { Flow } from './flows.ts'
import type { Html } from './html.ts'
import { layout, type PageContext } from './layout.ts'
import { moonPicture } from './moon-picture.ts'
import { truthDrawer, truthOpener } from './truth-drawer.ts'

/** What a visitor may choose by query. */
export interface FlowChoice {
  readonly provider?: string
  readonly plan: PlanId
  readonly lang?: Locale
  readonly mode?: 'card-form'
}

/** What the shop itself puts into the tag. */
const WORDS: Readonly<Record<Locale, { login: string; next: (full: string) => string }>> = {
  ko: { login: '로그인하기', next: (full) => `첫 봉지는 보름인 ${full}에 도착해요.` },
  en: { login: 'Log in', next: () => 'Your first bag arrives with the next full moon.' },
  ja: { login: 'ログインする', next: () => '最初の一袋は次の満月の日に届きます。' },
  zh: { login: '登录', next: () => '第一袋将在下一个满月之日送达。' },
}

function tag({ provider, plan, lang, mode }: FlowChoice): string {
  const attributes = ['endpoint="/billing"', `plan="${plan}"`]
  if (provider && provider !== 'danal') attributes.push(`provider="${provider}"`)
  if (mode) attributes.push(`mode="${mode}"`)
  if (lang) attributes.push(`lang="${lang}"`)
  return `<billing-register ${attributes.join(' ')}></billing-register>`
}

/** The tag as it stands on the shop's pages. */
export function elementTag(
  context: PageContext,
  choice: FlowChoice,
  { endpoint = '/billing', slot }: { endpoint?: string; slot?: string } = {},
): Html {
  const login = `/login?next=${encodeURIComponent(context.here)}`
  const words = WORDS[choice.lang ?? 'ko']
  const full = nextFullMoon(context.now)
  return html`<billing-register
    endpoint="${endpoint}"
    plan="${choice.plan}"
    ${choice.provider && choice.provider !== 'danal' ? html`provider="${choice.provider}"` : ''}
    ${choice.mode ? html`mode="${choice.mode}"` : ''}
    ${choice.lang ? html`lang="${choice.lang}"` : ''}
    ${slot ? html`slot="${slot}"` : ''}
    nonce="${context.nonce}"
  >
    <a slot="login" class="button" href="${login}">${words.login}</a>
    <p slot="issued" class="next-bag">${words.next(koreanDay(full))}</p>
  </billing-register>`
}

const BAGS: Readonly<Record<PlanId, string>> = {
  'pro-monthly': '200g 한 봉지',
  'basic-monthly': '100g 한 봉지',
  'club-now': '200g 두 봉지',
}

function story(now: number, full: number, plan: PlanId): Html {
  return html`<section class="story" aria-labelledby="story-title">
    ${moonPicture(moonPhase(now), 'story-moon')}
    <div>
      <h1 id="story-title">다음 보름부터<br />받아 보세요</h1>
      <ul>
        <li>첫 봉지는 <b>${koreanDay(full)}</b></li>
        <li>${BAGS[plan]}, 배송비 없이</li>
        <li>언제든 쉬거나 그만둘 수 있어요</li>
      </ul>
    </div>
  </section>`
}

function farSide({ flows }: PageContext, flow: Flow, choice: FlowChoice): Html {
  const others = flows.filter((other) => other.path !== flow.path)
  return html`<section class="beside" aria-labelledby="beside-title">
    <h2 id="beside-title">${flow.title}</h2>
    <p>${flow.how}</p>
    ${flow.choices ? chooser(flow, choice) : ''} ${truthOpener()}
    <pre tabindex="0"><code>${tag(choice)}</code></pre>
    <p class="others">
      다른 길: ${others.map((other) => html`<a href="${other.path}">${other.title}</a> `)}
      <a href="/playground">놀이터</a>
    </p>
  </section>`
}

/** Another PG for the same page. */
function chooser({ path, choices = [] }: Flow, { provider }: FlowChoice): Html {
  return html`<form method="get" action="${path}" class="stage-actions" aria-label="PG">
    ${choices.map(
      ([name, called]) =>
        html`<button name="provider" value="${name}" aria-pressed="${name === provider ? 'true' : 'false'}">
          ${called} 보기
        </button>`,
    )}
  </form>`
}

export function flowPage(context: PageContext, flow: Flow, choice: FlowChoice): Html {
  const full = nextFullMoon(context.now)
  return layout(context, {
    title: '구독 시작하기',
    className: 'checkout-page',
    withElement: true,
    scripts: ['truth-panel'],
    main: html`<div class="checkout">
      ${story(context.now, full, choice.plan)}
      <div class="desk">
        <section aria-label="카드 등록">${elementTag(context, choice)}</section>
        ${farSide(context, flow, choice)}
      </div>
    </div>`,
    after: truthDrawer(),
  })
}
