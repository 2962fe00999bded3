// The playground: every attribute, the looks, and the PG's whims and faults, by hand.
import { FAULT_KINDS, FAULT_OPERATIONS, SIMULATED_PROVIDERS } from '@billing-register/simulator'
import { LOCALES } from '@billing-register/contract'
import { html } from 'hono/html'
import { PLAN_IDS } from '../plans.ts'
import type { Html } from './html.ts'
import { layout, type PageContext } from './layout.ts'
import { truthDrawer, truthOpener } from './truth-drawer.ts'

function select(name: string, label: string, options: readonly (readonly [string, string])[]): Html {
  return html`<p class="control">
    <label for="pg-${name}">${label}</label>
    <select id="pg-${name}" name="${name}">
      ${options.map(([value, text]) => html`<option value="${value}">${text}</option>`)}
    </select>
  </p>`
}

function check(name: string, label: string): Html {
  return html`<p class="control check">
    <label><input type="checkbox" name="${name}" /> <code>${label}</code></label>
  </p>`
}

const same = (values: readonly string[]): [string, string][] => values.map((value) => [value, value])

function attributes(providers: readonly string[]): Html {
  return html`<fieldset>
    <legend>속성</legend>
    ${select('provider', 'provider', same(providers))} ${select('plan', 'plan', same(PLAN_IDS))}
    ${select('mode', 'mode', [
      ['', '(PG의 창)'],
      ['card-form', 'card-form'],
    ])}
    ${select('lang', 'lang', [['', '(페이지를 따름)'], ...same(LOCALES)])}
    ${select('return-to', 'return-to', [
      ['', '(이 화면)'],
      ['/danal', '/danal'],
    ])}
    ${select('name', 'name', [
      ['', '(없음)'],
      ['payment-method', 'payment-method'],
    ])}
    ${check('disabled', 'disabled')} ${check('required', 'required')}
  </fieldset>`
}

function looks(): Html {
  return html`<fieldset>
    <legend>모양</legend>
    ${select('scheme', '밝기', [
      ['', '기기를 따름'],
      ['light', '밝게'],
      ['dark', '어둡게'],
    ])}
    ${select('preset', 'preset', [
      ['', 'quiet'],
      ['outlined', 'outlined'],
      ['dense', 'dense'],
    ])}
    <p class="control">
      <label for="pg-width">너비 <output id="pg-width-now">480px</output></label>
      <input id="pg-width" name="width" type="range" min="280" max="720" step="20" value="480" />
    </p>
    <p class="control">
      <label for="pg-accent"><code>--billing-accent</code></label>
      <input id="pg-accent" name="accent" type="color" value="#2f4aa0" />
    </p>
    <p class="control">
      <label for="pg-radius"><code>--billing-radius</code> <output id="pg-radius-now">12px</output></label>
      <input id="pg-radius" name="radius" type="range" min="0" max="28" step="2" value="12" />
    </p>
  </fieldset>`
}

function faults(): Html {
  return html`<fieldset class="sim">
    <legend>고장</legend>
    ${select('fault-provider', 'PG', same(SIMULATED_PROVIDERS))}
    ${select('fault-operation', '무엇이', same(FAULT_OPERATIONS))}
    ${select('fault-kind', '어떻게', same(FAULT_KINDS))}
    ${select('fault-times', '몇 번', [
      ['1', '한 번'],
      ['3', '세 번'],
      ['', '되돌릴 때까지'],
    ])}
    <p class="control wide">
      <button type="button" id="pg-fault">고장 내기</button>
      <button type="button" id="pg-sim-reset">PG 초기화</button>
    </p>
    <p class="help wide" id="pg-sim-said" role="status"></p>
  </fieldset>`
}

function whims(): Html {
  return html`<fieldset class="sim" id="pg-quirks">
    <legend>PG의 변덕</legend>
    <p class="help wide">PG 문서가 정하지 않은 것들이에요. 켤 때마다 제비를 뽑고, 여기서 고정할 수 있어요.</p>
  </fieldset>`
}

export function playgroundPage(context: PageContext, providers: readonly string[]): Html {
  return layout(context, {
    title: '놀이터',
    withElement: true,
    scripts: ['truth-panel', 'playground'],
    main: html`<div class="playground">
      <h1>놀이터</h1>
      <section class="stage" aria-label="태그">
        <form id="pg-form" class="stage-form">
          <div
            id="pg-stage"
            class="stage-box"
            data-nonce="${context.nonce}"
            data-login="/login?next=${encodeURIComponent(context.here)}"
          ></div>
        </form>
        <pre tabindex="0"><code id="pg-code"></code></pre>
        <p class="stage-actions">
          <button type="button" id="pg-start">start() 부르기</button>
          <button type="button" id="pg-reset">reset() 부르기</button>
          <button type="button" id="pg-remount">떼었다 붙이기</button>
        </p>
        <p class="stage-actions">${truthOpener()}</p>
        <h2 id="pg-log-title">이벤트</h2>
        <ol id="pg-log" class="pg-log" tabindex="0" aria-labelledby="pg-log-title"></ol>
      </section>
      <form class="knobs" id="pg-knobs" aria-label="바꿔 볼 것">
        ${attributes(providers)} ${looks()} ${faults()} ${whims()}
      </form>
    </div>`,
    after: truthDrawer(),
  })
}
