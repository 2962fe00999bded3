// A register window as the customer sees it: what for, how much, the step they are at, and a way out.
import { html } from 'hono/html'
import { pageResponse, type Html } from './page.ts'
import type { WindowSession, WindowStep } from './session.ts'
import { stepFields } from './steps.ts'
import { testPanel, type ReturnMethod } from './test-panel.ts'

export interface WindowView {
  readonly accent: string
  readonly title: string
  readonly shop: string
  /** '' hides it. */
  readonly orderName: string
  /** KRW; undefined hides it. */
  readonly amount: number | undefined
  /** Further lines of the header: label and value. */
  readonly facts: readonly (readonly [string, string])[]
  /** What happens to the customer's money, in one sentence. */
  readonly money: string
  readonly finishLabel: string
  readonly session: WindowSession
  readonly step: WindowStep
  /** Position of the return switch; without it there is none. */
  readonly returnMethod?: ReturnMethod
}

export function won(amount: number): string {
  return `${amount.toLocaleString('ko-KR')}원`
}

function headingFacts({ orderName, facts, amount }: WindowView): Html | '' {
  const rows = [...(orderName ? [['상품', orderName] as const] : []), ...facts]
  if (rows.length === 0 && amount === undefined) return ''
  return html`<dl>
    ${rows.map(
      ([label, value]) =>
        html`<dt>${label}</dt>
          <dd>${value}</dd>`,
    )}
    ${
      amount === undefined
        ? ''
        : html`<dt>금액</dt>
            <dd class="amount">${won(amount)}</dd>`
    }
  </dl>`
}

function heading(view: WindowView): Html {
  return html`<header>
    <p class="shop">${view.shop}</p>
    <h1>${view.title}</h1>
    ${headingFacts(view)}
    <form class="close" method="post">
      ${switchTwin(view)}
      <button name="do" value="cancel" aria-label="등록 취소하고 닫기">×</button>
    </form>
  </header>`
}

/** What is registered, in a word. */
export const SUBJECTS = { card: '카드', phone: '휴대폰', account: '계좌' } as const

function stepList(view: WindowView): Html {
  const { kind } = view.session
  const steps: readonly (readonly [WindowStep, string])[] = [
    ['details', `${SUBJECTS[kind]} 정보`],
    ...(kind === 'phone' ? [] : [['identity', '본인확인'] as const]),
    ['code', '인증번호'],
  ]
  return html`<ol class="steps">
    ${steps.map(
      ([step, label]) =>
        html`<li class="${step === view.step ? 'on' : ''}" ${step === view.step ? 'aria-current="step"' : ''}>
          ${label}
        </li>`,
    )}
  </ol>`
}

/** Carries the switch's position where the window is left by its own buttons; the panel's script keeps it true. */
function switchTwin(view: WindowView): Html | '' {
  return view.returnMethod
    ? html`<input type="hidden" name="returnMethod" value="${view.returnMethod}" />`
    : ''
}

export function registerWindow(view: WindowView): Promise<Response> {
  const { refusal } = view.session
  const tools = testPanel({
    cards: view.session.kind === 'card' && view.step === 'details',
    identityCode: view.session.identityCode,
    ...(view.returnMethod && { returnMethod: view.returnMethod }),
  })
  return pageResponse(
    { title: view.title, accent: view.accent, tools },
    html`<main>
      ${heading(view)} ${stepList(view)}
      <form class="body" method="post" novalidate>
        ${switchTwin(view)}
        ${refusal && view.step === 'details' ? html`<p class="refusal" role="alert">${refusal}</p>` : ''}
        ${stepFields(view.session, view.step, view.finishLabel)}
        <p class="hint">${view.money}</p>
        <button class="quiet" name="do" value="cancel">등록 그만두기</button>
      </form>
    </main>`,
  )
}
