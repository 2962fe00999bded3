// The customer's own payment methods: the list, a charge with the default one, what was paid; and what the shop's people see.
import { html } from 'hono/html'
import type { CustomerFile, FiledMethod } from '../shop-ledger.ts'
import type { EventType, Payment } from '@billing-register/server'
import { elementTag, type FlowChoice } from './flow.ts'
import type { Html } from './html.ts'
import { layout, type PageContext } from './layout.ts'
import { truthDrawer, truthOpener } from './truth-drawer.ts'

/** What the page shows of this customer. */
export interface MethodsPage {
  readonly choice: FlowChoice
  /** Absent when nobody is logged in. */
  readonly file: CustomerFile | undefined
  /** The order that the next press of the button pays: pressed twice, it is paid once. */
  readonly orderId: string
  /** KRW. */
  readonly amount: number
  /** What came of the last press, in one sentence. */
  readonly said: string
}

const TAG = `<billing-methods endpoint="/billing">
  <billing-register slot="register"
    endpoint="/billing"
    plan="pro-monthly">
  </billing-register>
</billing-methods>`

const STATES: Readonly<Record<Payment['state'], string>> = {
  due: '결제 전',
  scheduling: '확인 중',
  scheduled: '예약됨',
  charging: '확인 중',
  paid: '결제됨',
  declined: '거절됨',
  uncertain: '확인 중',
  cancelled: '취소됨',
}

const METHOD_STATES: Readonly<Record<FiledMethod['method']['state'], string>> = {
  active: '쓰는 중',
  suspended: '보류',
  held: '등록 대기',
  surplus: '여분',
  revoking: '삭제 중',
  revoked: '삭제됨',
}

const EVENTS: Readonly<Record<EventType, string>> = {
  'registration.created': '등록을 시작했어요',
  'registration.opened': '등록창을 열었어요',
  'registration.returned': '등록창에서 돌아왔어요',
  'registration.issuing': '발급을 요청했어요',
  'registration.issued': '등록됐어요',
  'registration.suspended': '보류됐어요',
  'registration.declined': '등록이 거절됐어요',
  'registration.uncertain': '등록을 확인하고 있어요',
  'registration.cancelled': '등록을 그만뒀어요',
  'registration.expired': '등록 시간이 지났어요',
  'registration.resolved': '직원이 처리했어요',
  'registration.erased': '개인정보를 지웠어요',
  'key.held': '고객을 기다려요',
  'key.surplus': '여분의 키를 따로 뒀어요',
  'charge.misdirected': '다른 등록에서 결제됐을 수 있어요',
  'payment.charging': '결제를 보냈어요',
  'payment.scheduling': '예약을 보냈어요',
  'payment.scheduled': '결제를 예약했어요',
  'payment.paid': '결제됐어요',
  'payment.declined': '결제가 거절됐어요',
  'payment.uncertain': '결제를 확인하고 있어요',
  'payment.stray': '포기한 결제가 이뤄졌어요',
  'payment.cancelling': '결제 취소를 보냈어요',
  'payment.cancelled': '결제가 취소됐어요',
  'payment.cancel_declined': '결제 취소가 거절됐어요',
  'payment.cancel_uncertain': '결제 취소를 확인하고 있어요',
  'payment.resolved': '직원이 결제를 처리했어요',
  'method.default': '기본으로 바뀌었어요',
  'method.revoking': '삭제를 시작했어요',
  'method.revoked': '삭제됐어요',
  'method.suspended': '결제사에서 지워져 보류됐어요',
  'claim.quarantined': '다른 로그인으로 돌아온 등록이 있어요',
  'claim.refused': '맞지 않는 등록을 거절했어요',
  'attempts.limited': '등록을 너무 많이 시도했어요',
  'delivery.parked': '상점 서버가 알림을 받지 않아요',
}

const TIME = new Intl.DateTimeFormat('ko-KR', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'Asia/Seoul',
})
const won = (amount: number): string => `${amount.toLocaleString('ko-KR')}원`

function list(context: PageContext, { choice }: MethodsPage): Html {
  const login = `/login?next=${encodeURIComponent(context.here)}`
  return html`<billing-methods endpoint="/billing" ${choice.lang ? html`lang="${choice.lang}"` : ''}>
    <a slot="login" class="button" href="${login}">로그인하기</a>
    ${context.customer ? elementTag(context, choice, { slot: 'register' }) : ''}
  </billing-methods>`
}

// The button can always be pressed: a card may have been registered, or deleted, since the page was made.
function charge({ amount, orderId, said }: MethodsPage): Html {
  return html`<section aria-labelledby="charge-title">
    <h2 id="charge-title">한 봉지 더</h2>
    <p>기본 결제수단으로 ${won(amount)}이 바로 결제돼요.</p>
    <form method="post" action="/methods/charge">
      <input type="hidden" name="order" value="${orderId}" />
      <button class="button">${won(amount)} 결제하기</button>
    </form>
    <p class="said" role="status">${said}</p>
  </section>`
}

function history({ file }: MethodsPage): Html {
  if (!file || file.payments.length === 0) return html``
  return html`<section aria-labelledby="history-title">
    <h2 id="history-title">결제 내역</h2>
    <div class="rows" tabindex="0" role="region" aria-labelledby="history-title">
      <table>
        <thead>
          <tr>
            <th scope="col">언제</th>
            <th scope="col">무엇을</th>
            <th scope="col">금액</th>
            <th scope="col">결과</th>
          </tr>
        </thead>
        <tbody>
          ${file.payments.map(
            ({ createdAt, orderName, amount, state }) =>
              html`<tr>
                <td>${TIME.format(createdAt)}</td>
                <td>${orderName}</td>
                <td class="money">${won(amount)}</td>
                <td>${STATES[state]}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`
}

function people({ file }: MethodsPage): Html {
  if (!file || file.methods.length === 0) return html``
  return html`<h2 id="people-title">상점 직원이 보는 화면</h2>
    <div class="rows" tabindex="0" role="region" aria-labelledby="people-title">
      <table>
        <thead>
          <tr>
            <th scope="col">결제수단</th>
            <th scope="col">상태</th>
            <th scope="col">마지막 일</th>
          </tr>
        </thead>
        <tbody>
          ${file.methods.map(
            ({ method: { issuer, maskedNumber, provider, state }, last }) =>
              html`<tr>
                <td>${[issuer, maskedNumber].filter(Boolean).join(' ') || provider}</td>
                <td>${METHOD_STATES[state]}</td>
                <td>${last ? html`${EVENTS[last.type]}<br />${TIME.format(last.at)}` : ''}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`
}

/** `/methods` */
export function methodsPage(context: PageContext, page: MethodsPage): Html {
  return layout(context, {
    title: '내 결제수단',
    className: 'checkout-page',
    withElement: true,
    withMethods: true,
    scripts: ['truth-panel'],
    main: html`<div class="checkout">
      <section class="story" aria-labelledby="story-title">
        <div>
          <h1 id="story-title">내 결제수단</h1>
          <p>다음 보름에 결제할 카드를 고르고, 바꾸고, 지울 수 있어요.</p>
        </div>
      </section>
      <div class="desk mine">
        <section aria-label="등록한 결제수단">${list(context, page)}</section>
        ${page.file ? html`${charge(page)} ${history(page)}` : ''}
        <section class="beside" aria-label="개발자와 직원">
          ${people(page)}
          <h2>이 화면에 쓴 태그</h2>
          <pre tabindex="0"><code>${TAG}</code></pre>
          ${truthOpener()}
        </section>
      </div>
    </div>`,
    after: truthDrawer(),
  })
}
