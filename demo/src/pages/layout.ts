// The frame of every page of the shop: the banner that says what this is, the way around, and the foot.
import { html } from 'hono/html'
import type { DemoCustomer } from '../customers.ts'
import { BUSINESS } from './business.ts'
import type { Html } from './html.ts'

/** What every page knows of its visitor and of the demo. */
export interface PageContext {
  readonly customer: DemoCustomer | null
  /** Path and query of this page: where a login comes back to. */
  readonly here: string
  readonly nonce: string
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
  return html`<span class="who"><span class="visually-hidden">로그인한 계정</span>${customer.id}</span>
    <a href="/logout?next=${next}">로그아웃</a>`
}

function footer(): Html {
  return html`<footer class="foot">
    <div class="foot-in">
      <nav aria-label="약관과 안내">
        <a href="/terms">이용약관</a>
        <a href="/privacy"><b>개인정보처리방침</b></a>
        <a href="/refund">환불 안내</a>
        <a href="/cancel">해지 안내</a>
      </nav>
      <dl class="business">
        <div>
          <dt>상호</dt>
          <dd>${BUSINESS.name}</dd>
        </div>
        <div>
          <dt>대표</dt>
          <dd>${BUSINESS.owner}</dd>
        </div>
        <div>
          <dt>사업자등록번호</dt>
          <dd>${BUSINESS.registration}</dd>
        </div>
        <div>
          <dt>통신판매업 신고</dt>
          <dd>${BUSINESS.mailOrder}</dd>
        </div>
        <div>
          <dt>주소</dt>
          <dd>${BUSINESS.address}</dd>
        </div>
        <div>
          <dt>고객센터</dt>
          <dd>${BUSINESS.phone} (${BUSINESS.hours})</dd>
        </div>
        <div>
          <dt>이메일</dt>
          <dd>${BUSINESS.email}</dd>
        </div>
      </dl>
      <p class="foot-note">billing-register를 보여 드리려고 지어낸 가게예요. 커피는 오지 않아요.</p>
    </div>
  </footer>`
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
        ${(page.scripts ?? []).map(
          (name) => html`<script type="module" nonce="${context.nonce}" src="/assets/${name}.js"></script>`,
        )}
      </head>
      <body class="${page.className ?? ''}">
        <a class="skip" href="#main">본문으로 건너뛰기</a>
        ${banner(context)}
        <header class="top">
          <a class="logo" href="/"><span class="logo-moon" aria-hidden="true"></span>보름</a>
          <nav aria-label="둘러보기">
            <a class="wide" href="/#plan">구독</a>
            <a class="wide" href="/#far-side">개발자</a>
            ${account(context)}
          </nav>
        </header>
        <main id="main" tabindex="-1">${page.main}</main>
        ${footer()} ${page.after ?? ''}
      </body>
    </html>`
}
