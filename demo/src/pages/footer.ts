// The foot of every page: the links and the merchant's details that the law and a PG's review ask for.
import { html } from 'hono/html'
import { BUSINESS } from './business.ts'
import type { Html } from './html.ts'

function business(): Html {
  return html`<dl class="business">
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
  </dl>`
}

export function footer(): Html {
  return html`<footer class="foot">
    <div class="foot-in">
      <nav aria-label="약관과 안내">
        <a href="/terms">이용약관</a>
        <a href="/privacy"><b>개인정보처리방침</b></a>
        <a href="/refund">환불 안내</a>
        <a href="/cancel">해지 안내</a>
      </nav>
      ${business()}
      <p class="foot-note">billing-register를 보여 드리려고 지어낸 가게예요. 커피는 오지 않아요.</p>
    </div>
  </footer>`
}
