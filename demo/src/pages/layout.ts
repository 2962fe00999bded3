// The frame of every page of the shop: the banner that says what this is, the way around, and the foot.
import { html } from 'hono/html'
import type { DemoCustomer } from '../customers.ts'
import type { Flow } from './flows.ts'
import { footer } from './footer.ts'
import type { Html } from './html.ts'

/** What every page knows of its visitor and of the demo. */
export interface PageContext {
  readonly customer: DemoCustomer | null
  /** Path and query of this page: where a login comes back to. */
  readonly here: string
  readonly nonce: string
  /** The ways to register a card that there are in this run, the usual one first. */
  readonly flows: readonly Flow[]
  /** Names of the PGs that are real in this run. */
  readonly realPgs: readonly string[]
  /** Ms since the epoch, by the shop's clock. */
  readonly now: number
}

interface Page {
  readonly title: string
  readonly main: Html
  readonly className?: string
  /** Names of scripts under /assets/. */
  readonly scripts?: readonly string[]
  readonly withElement?: boolean
  readonly withMethods?: boolean
  readonly after?: Html
}

function banner({ realPgs }: PageContext): Html {
  if (realPgs.length === 0) return html`<p class="banner"><b>테스트 모드</b>실제 카드 번호는 넣지 마세요.</p>`
  return html`<p class="banner banner-real">
    <b>테스트 모드</b> ${realPgs.join(', ')}은 실제 PG에 연결돼 있어요. 실제 승인이 날 수 있어요.
  </p>`
}

function account({ customer, here }: PageContext): Html {
  const next = encodeURIComponent(here)
  if (!customer) return html`<a href="/login?next=${next}">로그인</a>`
  return html`<a class="wide" href="/methods">결제수단</a>
    <span class="who"><span class="visually-hidden">로그인한 계정</span>${customer.id}</span>
    <a href="/logout?next=${next}">로그아웃</a>`
}

/** A whole document. */
export function layout(context: PageContext, page: Page): Html {
  return html`<!doctype html>
    <html lang="ko">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title} · 보름</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/shop.css" />
        ${page.withElement ? html`<script type="module" src="/billing-register.js"></script>` : ''}
        ${page.withMethods ? html`<script type="module" src="/billing-methods.js"></script>` : ''}
        ${(page.scripts ?? []).map(
          (name) => html`<script type="module" nonce="${context.nonce}" src="/assets/${name}.js"></script>`,
        )}
      </head>
      <body class="${page.className ?? ''}">
        <a class="skip" href="#main">본문으로 건너뛰기</a>
        <header>
          ${banner(context)}
          <div class="top">
            <a class="logo" href="/"><span class="logo-moon" aria-hidden="true"></span>보름</a>
            <nav aria-label="둘러보기">
              <a class="wide" href="/#plan">구독</a>
              <a class="wide" href="/#far-side">개발자</a>
              ${account(context)}
            </nav>
          </div>
        </header>
        <main id="main" tabindex="-1">${page.main}</main>
        ${footer()} ${page.after ?? ''}
      </body>
    </html>`
}
