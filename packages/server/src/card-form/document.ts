// The form's document: one page with everything in it, under a policy that shuts it off from the page around it.
import type { FormSettings } from './envelope.ts'
import { FORM_SCRIPT, FORM_STYLE } from './form-parts.ts'
import type { FormTexts } from './texts.ts'

/** What a document is made of. */
export interface DocumentParts {
  readonly locale: string
  readonly texts: FormTexts
  readonly settings: Omit<FormSettings, 'texts'>
  /** Origins whose pages may show the form. */
  readonly origins: Iterable<string>
  /** Random, for this document alone. */
  readonly nonce: string
}

/**
 * The policy that isolates the form although it comes from the merchant's own origin: `sandbox` without
 * `allow-same-origin` gives the document an origin of its own, so no script of the page can look into it, and nothing
 * can be fetched from within. Where it has `frame-ancestors`, browsers ignore X-Frame-Options.
 */
const policyOf = (nonce: string, origins: Iterable<string>): string =>
  [
    'sandbox allow-scripts allow-forms',
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    `frame-ancestors ${[...origins].join(' ')}`,
  ].join('; ')

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[one] ?? '')

interface Field {
  readonly name: string
  readonly label: string
  /** Further attributes of the input. */
  readonly input: string
  readonly after?: string
}

const field = ({ name, label, input, after = '' }: Field): string =>
  `<div class="field"><label for="${name}">${escape(label)}</label>` +
  `<span class="box"><input id="${name}" inputmode="numeric" aria-describedby="${name}-error" ${input}>${after}</span>` +
  `<p class="error" id="${name}-error"></p></div>`

const kindOf = (value: string, label: string, checked: string): string =>
  `<label><input type="radio" name="kind" value="${value}"${checked}>${escape(label)}</label>`

function formOf(texts: FormTexts): string {
  const expiry = {
    name: 'expiry',
    label: texts.expiry,
    input: `autocomplete="cc-exp" placeholder="${escape(texts.expiryHint)}" enterkeyhint="next"`,
  }
  const password = {
    name: 'password',
    label: texts.password,
    input: 'type="password" maxlength="2" autocomplete="off" enterkeyhint="next"',
    after: '<span class="rest" aria-hidden="true">••</span>',
  }
  return (
    '<form novalidate>' +
    field({
      name: 'number',
      label: texts.number,
      input: 'name="cardnumber" autocomplete="cc-number" enterkeyhint="next"',
      after: '<span id="brand" aria-live="polite"></span>',
    }) +
    `<div class="row">${field(expiry)}${field(password)}</div>` +
    `<fieldset><legend>${escape(texts.kind)}</legend>` +
    `${kindOf('birthDate', texts.personal, ' checked')}${kindOf('businessNumber', texts.business, '')}</fieldset>` +
    field({ name: 'identity', label: texts.birthDate, input: 'autocomplete="off" enterkeyhint="done"' }) +
    `<button>${escape(texts.submit)}</button>` +
    `<p class="note" id="note" role="status">${escape(texts.note)}</p></form>`
  )
}

// A closing tag inside would end the element that the settings stand in.
const asJson = (settings: FormSettings): string => JSON.stringify(settings).replaceAll('<', '\\u003c')

/** The document as a response. */
export function cardFormDocument({ locale, texts, settings, origins, nonce }: DocumentParts): Response {
  const { problems, birthDate, businessNumber, expired, sending } = texts
  const said = { ...problems, birthDate, businessNumber, expired, sending }
  const body =
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width,initial-scale=1"><title>${escape(texts.title)}</title>` +
    `<style nonce="${nonce}">${FORM_STYLE}</style></head>` +
    `<body><main><h1>${escape(texts.title)}</h1>${formOf(texts)}</main>` +
    `<script type="application/json" id="settings">${asJson({ ...settings, texts: said })}</script>` +
    `<script nonce="${nonce}">${FORM_SCRIPT}</script></body></html>`
  return new Response(body, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policyOf(nonce, origins),
      // Pages that isolate themselves may show only documents that do so, too.
      'cross-origin-embedder-policy': 'require-corp',
    },
  })
}
