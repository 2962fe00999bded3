// The login form. A demo needs no password: any name is a customer.
import { html } from 'hono/html'
import type { Html } from './html.ts'
import { layout, type PageContext } from './layout.ts'

export function loginPage(context: PageContext, next: string, refused: boolean): Html {
  const link = (name: string): string => `/login?as=${name}&next=${encodeURIComponent(next)}`
  return layout(context, {
    title: '로그인',
    main: html`<div class="narrow">
      <h1>로그인</h1>
      <p>데모라서 비밀번호가 없어요. 이름만 정하면 그 이름의 고객이 돼요.</p>
      <form class="login" method="get" action="/login">
        <input type="hidden" name="next" value="${next}" />
        <label for="as">이름</label>
        <input
          id="as"
          name="as"
          value="${refused ? '' : 'alice'}"
          required
          pattern="[a-z0-9\\-]{1,64}"
          autocapitalize="none"
          autocomplete="off"
          spellcheck="false"
          aria-describedby="as-help"
          ${refused ? html`aria-invalid="true"` : ''}
        />
        <p id="as-help" class="${refused ? 'help bad' : 'help'}">
          ${refused ? '그 이름은 쓸 수 없어요. ' : ''}영어 소문자, 숫자, 붙임표(-)로 64자까지
        </p>
        <button class="button" type="submit">로그인</button>
      </form>
      <p class="quick">
        바로 들어가기: <a href="${link('alice')}">alice</a> <a href="${link('bob')}">bob</a>
        <a href="${link('minji')}">minji</a>
      </p>
    </div>`,
  })
}
