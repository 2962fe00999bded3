// The drawer for developers: what the PG holds and what our ledger holds, side by side. Its script fills it.
import { html } from 'hono/html'
import type { Html } from './html.ts'

/** The button that opens the drawer. */
export function truthOpener(): Html {
  return html`<button
    type="button"
    class="truth-open"
    id="truth-open"
    aria-expanded="false"
    aria-controls="truth"
  >
    달의 뒷면 보기
  </button>`
}

/** The drawer itself, closed. */
export function truthDrawer(): Html {
  return html`<aside class="truth" id="truth" aria-labelledby="truth-title" hidden>
    <header>
      <h2 id="truth-title">달의 뒷면</h2>
      <button type="button" id="truth-close">닫기</button>
    </header>
    <p class="truth-verdict" id="truth-verdict" role="status"></p>
    <div class="truth-scroll" tabindex="0" role="region" aria-label="PG와 원장의 대조">
      <ol class="truth-rows" id="truth-rows"></ol>
      <section id="truth-payments-box" hidden>
        <h3>PG에서 움직인 돈</h3>
        <ul class="truth-list" id="truth-payments"></ul>
      </section>
      <section id="truth-calls-box" hidden>
        <h3>서버가 PG를 부른 기록</h3>
        <ul class="truth-list" id="truth-calls"></ul>
      </section>
      <p class="truth-note" id="truth-note"></p>
    </div>
  </aside>`
}
