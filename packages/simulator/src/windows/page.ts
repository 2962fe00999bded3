// The document around every simulated page: head, style, the simulator mark, and its content security policy.
import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { WINDOW_SCRIPT } from './script.ts'
import { WINDOW_STYLE } from './style.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export interface PageOptions {
  readonly title: string
  /** The window's one colour, as CSS. */
  readonly accent: string
  readonly status?: number
  /** Stands beside the simulator mark. */
  readonly tools?: Html
  /** A script of this page alone, already safe to inline. */
  readonly script?: string
}

function newNonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(12))))
}

/** JSON that may stand inside an inline script: no `<` can end it. */
export function inlineJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    // A window hands its result to the shop by submitting a form there.
    'form-action http: https:',
    "base-uri 'none'",
  ].join('; ')
}

/** A whole page. Never stored, so that going back always shows where the window stands now. */
export async function pageResponse(options: PageOptions, body: Html): Promise<Response> {
  const nonce = newNonce()
  const document = await html`<!doctype html>
    <html lang="ko">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="robots" content="noindex" />
        <title>${options.title} · 시뮬레이터</title>
        <style nonce="${nonce}">
          ${raw(`:root { --accent: ${options.accent} }`)}
          ${raw(WINDOW_STYLE)}
        </style>
      </head>
      <body>
        <aside class="mark">
          <p><b>시뮬레이터</b> 실제 결제가 아니에요. 진짜 카드번호를 적지 마세요.</p>
          ${options.tools ?? ''}
        </aside>
        ${body}
        <script nonce="${nonce}">
          ${raw(options.script ?? WINDOW_SCRIPT)}
        </script>
      </body>
    </html>`
  return new Response(document.toString(), {
    status: options.status ?? 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy(nonce),
      'cache-control': 'no-store',
      'referrer-policy': 'origin',
      'x-content-type-options': 'nosniff',
    },
  })
}
