// Where a window ends: handing its result to the shop, and the calm pages for a second visit and for what cannot open.
import { html } from 'hono/html'
import { inlineJson, pageResponse, type Html } from './page.ts'
import type { ReturnMethod } from './test-panel.ts'

/** What the window hands back: an address of the shop and the parameters for it. */
export interface ShopReturn {
  readonly url: string
  readonly method: ReturnMethod
  readonly params: Readonly<Record<string, string>>
}

/** The address with the parameters as its query; the shop's own query stays. */
function returnHref({ url, params }: ShopReturn): string {
  const address = new URL(url)
  for (const [name, value] of Object.entries(params)) address.searchParams.set(name, value)
  return address.href
}

function returnForm(shopReturn: ShopReturn, label: string): Html {
  const fields = Object.entries(shopReturn.params)
  return html`<form id="return" method="post" action="${shopReturn.url}">
    ${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <button class="primary">${label}</button>
  </form>`
}

/** Sends the customer back to the shop: a redirect for GET, a page that submits itself for POST. */
export function returnToShop(accent: string, shopReturn: ShopReturn): Response | Promise<Response> {
  if (shopReturn.method === 'GET')
    return new Response(null, {
      status: 303,
      headers: { location: returnHref(shopReturn), 'cache-control': 'no-store' },
    })
  return pageResponse(
    { title: '돌아가는 중', accent, script: "document.querySelector('#return').requestSubmit()" },
    html`<main class="calm">
      <h1>상점으로 돌아가고 있어요</h1>
      ${returnForm(shopReturn, '상점으로 돌아가기')}
    </main>`,
  )
}

export interface PageMessage {
  /** Origin of the page that opened the window: nobody else may hear the answer. */
  readonly origin: string
  readonly windowId: string
  readonly answer: Readonly<Record<string, unknown>>
}

/** Hands the answer to the page around or behind the window, and says so until the page closes it. */
export function answerPage(accent: string, message: PageMessage): Promise<Response> {
  const script = `const message = ${inlineJson({ window: message.windowId, answer: message.answer })}
for (const page of [window.parent, window.opener])
  if (page && page !== window) page.postMessage(message, ${inlineJson(message.origin)})`
  return pageResponse(
    { title: '끝났어요', accent, script },
    html`<main class="calm">
      <h1>결과를 상점에 전했어요</h1>
      <p>이 창은 저절로 닫혀요. 닫히지 않으면 닫아 주세요.</p>
    </main>`,
  )
}

/** A window that was finished before: nothing happens again, the customer may go back to the shop. */
export function finishedPage(accent: string, shopReturn: ShopReturn | undefined): Promise<Response> {
  const back = shopReturn && { ...shopReturn, label: '상점으로 돌아가기' }
  return pageResponse(
    { title: '이미 끝난 등록 창', accent },
    html`<main class="calm">
      <h1>이미 끝난 등록 창이에요</h1>
      <p>여기서 더 할 일은 없어요. 결과는 상점에서 볼 수 있어요.</p>
      ${back?.method === 'POST' ? returnForm(back, back.label) : ''}
      ${back?.method === 'GET' ? returnLink(back) : ''}
    </main>`,
  )
}

function returnLink(shopReturn: ShopReturn): Html {
  return html`<p><a class="back" href="${returnHref(shopReturn)}">상점으로 돌아가기</a></p>`
}

/** A window that cannot open or does not exist. */
export function troublePage(accent: string, reason: string, back?: ShopReturn): Promise<Response> {
  return pageResponse(
    { title: '등록 창을 열 수 없어요', accent, status: back ? 400 : 404 },
    html`<main class="calm">
      <h1>등록 창을 열 수 없어요</h1>
      <p>${reason}</p>
      ${back ? returnLink(back) : ''}
    </main>`,
  )
}
