// One page whose PG is chosen on the server: the same HTML, whichever it is.
import type { ProviderId } from '@billing-register/contract'
import { html } from 'hono/html'
import { SWITCH_ENDPOINT } from '../pg-switch.ts'
import { elementTag } from './flow.ts'
import { pgNamesOf } from './flows.ts'
import type { Html } from './html.ts'
import { layout, type PageContext } from './layout.ts'
import { truthDrawer, truthOpener } from './truth-drawer.ts'

const TAG = `<billing-register endpoint="${SWITCH_ENDPOINT}" plan="pro-monthly"></billing-register>`

const FACTORIES: Readonly<Record<ProviderId, string>> = {
  danal: 'danal({ … })',
  'portone-v1': 'portoneV1({ … })',
  'portone-v2': 'portoneV2({ … })',
  toss: 'toss({ … })',
}

function choice([id, name]: readonly [ProviderId, string], chosen: string): Html {
  return html`<button name="pg" value="${id}" aria-pressed="${id === chosen ? 'true' : 'false'}">
    ${name} 보기
  </button>`
}

export function switchPage(context: PageContext, chosen: string): Html {
  const names = pgNamesOf(context.flows)
  const factories = names.flatMap(([id]) => (id === chosen ? [FACTORIES[id]] : []))
  return layout(context, {
    title: 'PG 바꾸기',
    className: 'checkout-page',
    withElement: true,
    scripts: ['truth-panel'],
    main: html`<div class="checkout">
      <section class="story" aria-labelledby="story-title">
        <div>
          <h1 id="story-title">PG만 바꾸고<br />화면은 그대로</h1>
          <p>서버의 한 줄만 바뀌어요. 이 페이지의 HTML은 한 글자도 바뀌지 않아요.</p>
          <form method="post" action="/switch" class="stage-actions" aria-label="PG">
            ${names.map((pg) => choice(pg, chosen))}
          </form>
        </div>
      </section>
      <div class="desk">
        <section aria-label="카드 등록">
          ${elementTag(context, { plan: 'pro-monthly' }, { endpoint: SWITCH_ENDPOINT })}
        </section>
        <section class="beside" aria-labelledby="beside-title">
          <h2 id="beside-title">서버에서 바뀐 한 줄</h2>
          <pre tabindex="0"><code>providers: [${factories}]</code></pre>
          <h2>화면에서 바뀌지 않은 것</h2>
          <pre tabindex="0"><code>${TAG}</code></pre>
          ${truthOpener()}
        </section>
      </div>
    </div>`,
    after: truthDrawer(),
  })
}
