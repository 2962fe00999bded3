// The front page: what the shop sells, and, on its far side, what it is there to show.
import { html } from 'hono/html'
import { koreanDay } from '../korean-day.ts'
import { moonName, moonPhase, nextFullMoon } from '../moon.ts'
import { farSide } from './far-side.ts'
import type { Html } from './html.ts'
import { layout, type PageContext } from './layout.ts'
import { moonPicture } from './moon-picture.ts'

const DAY_MS = 86_400_000

const MONTH = [
  { phase: 0.04, name: '그믐', what: '주문을 모아요', more: '이번 달 몇 봉지를 볶을지 정하는 때예요.' },
  { phase: 0.25, name: '상현', what: '생두를 골라요', more: '달이 반쯤 차면 이달의 농장이 정해져요.' },
  { phase: 0.42, name: '보름 사흘 전', what: '볶아요', more: '주문한 만큼만, 한 번에 볶아요.' },
  { phase: 0.5, name: '보름', what: '도착해요', more: '볶은 지 사흘, 가장 맛있을 때 받아요.' },
] as const

function hero(now: number, start: string): Html {
  const phase = moonPhase(now)
  const full = nextFullMoon(now)
  const days = Math.ceil((full - now) / DAY_MS)
  return html`<section class="hero">
    ${moonPicture(phase, 'hero-moon')}
    <div class="hero-in">
      <h1>보름달이 뜨면,<br />커피 한 봉지.</h1>
      <p class="lead">달이 차는 동안 고르고 볶아서, 보름에 맞춰 보내 드려요.</p>
      <p class="hero-action"><a class="button" href="${start}">구독 시작하기</a></p>
      <p class="tonight">
        오늘 밤은 <b>${moonName(phase)}</b>. 다음 보름은 <b>${koreanDay(full)}</b>, ${days}일 남았어요.
      </p>
    </div>
  </section>`
}

function month(): Html {
  return html`<section class="band month" aria-labelledby="month-title">
    <h2 id="month-title">한 달은 이렇게 흘러가요</h2>
    <ol class="phases">
      ${MONTH.map(
        (step) =>
          html`<li>
            ${moonPicture(step.phase, 'phase-moon')}
            <h3><span>${step.name}</span>${step.what}</h3>
            <p>${step.more}</p>
          </li>`,
      )}
    </ol>
  </section>`
}

function plan(start: string): Html {
  return html`<section class="band plan" id="plan" aria-labelledby="plan-title">
    <div>
      <h2 id="plan-title">한 봉지면 한 달이 가요</h2>
      <p>
        하루 한 잔, 보름에서 보름까지 마실 만큼이에요. 보름달이 두 번 뜨는 달에는 한 봉지를 더 보내 드리고
        값은 그대로예요.
      </p>
      <p><a class="button" href="${start}">구독 시작하기</a></p>
    </div>
    <div class="price-tag">
      <p class="price"><b>9,900</b>원 <span>/ 월</span></p>
      <dl>
        <div>
          <dt>한 봉지</dt>
          <dd>200g, 원두 또는 분쇄</dd>
        </div>
        <div>
          <dt>배송</dt>
          <dd>무료, 보름날 도착</dd>
        </div>
        <div>
          <dt>결제</dt>
          <dd>매월 1일, 등록한 카드로</dd>
        </div>
        <div>
          <dt>그만두기</dt>
          <dd>결제 전날까지, 위약금 없이</dd>
        </div>
      </dl>
    </div>
  </section>`
}

function questions(): Html {
  return html`<section class="band ask" aria-labelledby="ask-title">
    <h2 id="ask-title">자주 묻는 것</h2>
    <details>
      <summary>카드를 등록하면 바로 결제되나요?</summary>
      <p>
        아니요. 첫 결제는 다음 달 1일이에요. 카드가 맞는지 보려고 소액이 승인됐다가 바로 취소될 수 있어요.
      </p>
    </details>
    <details>
      <summary>카드 번호는 어디에 저장되나요?</summary>
      <p>결제대행사(PG)가 보관해요. 저희는 번호를 받지도, 저장하지도 않아요.</p>
    </details>
    <details>
      <summary>한 달만 쉬고 싶어요.</summary>
      <p>결제 전날까지 알려 주시면 그달은 결제하지 않고, 봉지도 보내지 않아요.</p>
    </details>
  </section>`
}

export function homePage(context: PageContext): Html {
  const { flows, now } = context
  const start = flows[0]?.path ?? '/playground'
  return layout(context, {
    title: '보름달이 뜨면, 커피 한 봉지',
    main: html`${hero(now, start)} ${month()} ${plan(start)} ${questions()} ${farSide(flows)}`,
  })
}
