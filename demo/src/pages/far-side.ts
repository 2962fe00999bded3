// The far side of the front page: what this shop is there to show, for developers.
import { html } from 'hono/html'
import { pgNamesOf, type Flow } from './flows.ts'
import type { Html } from './html.ts'

const TAG = `<script type="module" src="/billing-register.js"></script>
<billing-register endpoint="/billing" plan="pro-monthly"></billing-register>`

const HANDLER = `const billing = createBilling({
  publicUrl: 'https://shop.example/billing',
  providers: [danal({ clientKey, merchantId, secretKey })],
  ledger: sqlLedger('file:billing.db'),
  sealingKeys: process.env.BILLING_SEALING_KEYS,
  identify: (request) => customerOf(request),
  order: ({ plan }) => ({ name: '보름 커피 한 봉지', amount: 9900 }),
})
app.route('/billing', billing.app)`

function ways(flows: readonly Flow[]): Html {
  return html`<ul class="ways">
    ${flows.map(
      (flow) =>
        html`<li>
          <a href="${flow.path}"><b>${flow.title}</b><span>${flow.short}</span></a>
        </li>`,
    )}
    <li>
      <a href="/switch"><b>PG 바꾸기</b><span>서버의 한 줄만 바꾸고, 화면은 그대로 두어요.</span></a>
    </li>
    ${pgNamesOf(flows).map(
      ([pg, name]) =>
        html`<li>
          <a href="/bare/${pg}"><b>태그만, ${name}</b><span>태그와 스크립트뿐인 HTML 파일이에요.</span></a>
        </li>`,
    )}
    <li>
      <a href="/playground"><b>놀이터</b><span>속성, 모양, PG의 변덕과 고장을 손으로 바꿔 봐요.</span></a>
    </li>
  </ul>`
}

export function farSide(flows: readonly Flow[]): Html {
  return html`<section class="far" id="far-side" aria-labelledby="far-title">
    <div class="far-in">
      <div class="far-head">
        <h2 id="far-title">달의 뒷면</h2>
        <p class="lead">
          이 가게는 <b>billing-register</b>의 데모예요. 페이지에는 태그 하나, 서버에는 핸들러 하나. 고객의
          카드를 PG의 빌링키로 등록하고, 빌링키와 비밀키는 페이지에 오지 않아요.
        </p>
      </div>
      <div class="far-code">
        <figure>
          <figcaption>페이지</figcaption>
          <pre tabindex="0"><code>${TAG}</code></pre>
        </figure>
        <figure>
          <figcaption>서버</figcaption>
          <pre tabindex="0"><code>${HANDLER}</code></pre>
        </figure>
      </div>
      <h3>카드를 등록하는 길</h3>
      ${ways(flows)}
      <p class="far-note">
        등록 화면마다 <b>달의 뒷면 보기</b>를 누르면 PG가 가진 것과 우리 원장에 적힌 것을 나란히 볼 수 있어요.
      </p>
    </div>
  </section>`
}
