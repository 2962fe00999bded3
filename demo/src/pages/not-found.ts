// The page that is not there.
import { html } from 'hono/html'
import type { Html } from './html.ts'
import { layout, type PageContext } from './layout.ts'
import { moonPicture } from './moon-picture.ts'

export function notFoundPage(context: PageContext): Html {
  return layout(context, {
    title: '없는 페이지',
    main: html`<div class="narrow lost">
      ${moonPicture(0, 'lost-moon')}
      <h1>그믐이에요</h1>
      <p>찾으시는 페이지가 보이지 않아요. 주소가 바뀌었거나 없어졌을 수 있어요.</p>
      <p><a class="button" href="/">처음으로 가기</a></p>
    </div>`,
  })
}
