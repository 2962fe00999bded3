// The developer's corner of every window: buttons that finish it in one click, the return switch, the test cards.
import { html } from 'hono/html'
import { TEST_CARDS } from '../test-cards.ts'
import type { Html } from './page.ts'

export type ReturnMethod = 'GET' | 'POST'

export function isReturnMethod(value: unknown): value is ReturnMethod {
  return value === 'GET' || value === 'POST'
}

function returnSwitch(method: ReturnMethod): Html {
  return html`<label>
    돌아가기
    <select name="returnMethod" data-testid="sim-return-method" aria-label="상점으로 돌아가는 방식">
      ${(['GET', 'POST'] as const).map(
        (known) => html`<option value="${known}" ${known === method ? 'selected' : ''}>${known}</option>`,
      )}
    </select>
  </label>`
}

function cardList(identityCode: string): Html {
  return html`<details>
    <summary>시험용 카드 보기</summary>
    <ul>
      ${TEST_CARDS.map(
        ({ number, label }) =>
          html`<li>
            <button type="button" data-card="${number}">
              <b>${number.replace(/(.{4})(?=.)/g, '$1-')}</b>${label}
            </button>
          </li>`,
      )}
    </ul>
    <p>문자로 받는 인증번호는 늘 ${identityCode}이에요.</p>
  </details>`
}

/**
 * A form of its own above the window, so that Enter in a field never presses one of these buttons.
 * @param options.returnMethod the switch's position; without it there is no switch
 */
export function testPanel(options: {
  readonly returnMethod?: ReturnMethod
  readonly identityCode: string
  readonly cards: boolean
}): Html {
  return html`<form class="tools" method="post" aria-label="시뮬레이터 도구">
    <div class="buttons">
      <button name="do" value="sim-approve" data-testid="sim-approve">승인</button>
      <button name="do" value="sim-decline" data-testid="sim-decline">거절</button>
      <button name="do" value="sim-cancel" data-testid="sim-cancel">취소</button>
      ${
        options.cards
          ? html`<button name="do" value="sim-charge-decline" data-testid="sim-charge-decline">
              승인 후 결제 거절
            </button>`
          : ''
      }
      ${options.returnMethod ? returnSwitch(options.returnMethod) : ''}
    </div>
    ${options.cards ? cardList(options.identityCode) : ''}
  </form>`
}
