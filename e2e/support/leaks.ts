// Searches everything that a browser or a log got for what must never leave the server.
import type { BrowserContext } from '@playwright/test'
import { COMPLETE, RETURN } from './requests.ts'
import type { Exchange, Wire } from './wire.ts'
import { witness } from './witness.ts'

interface Places {
  readonly wire: Wire
  readonly marker: string
  readonly context: BrowserContext
  /** What the shop's process printed. */
  readonly log: string
  readonly console: readonly string[]
  /** The PG's window hands the finished key to the page, which brings it to the server: on that way it is no leak. */
  readonly keysInPage?: boolean
}

/** The marker, and what it becomes inside HTTP Basic credentials of either PG. */
function spellings(marker: string): string[] {
  const inBasic = [0, 1, 2].map((shift) =>
    // Base64 depends on the position: cut what the neighbours influence.
    Buffer.from('x'.repeat(shift) + marker)
      .toString('base64')
      .replace(/=+$/, '')
      .slice(4, -2),
  )
  return [marker, ...inBasic]
}

const wireTexts = (exchange: Exchange): [string, string][] => [
  ['URL', exchange.url],
  ['request headers', JSON.stringify(exchange.requestHeaders)],
  ['request body', exchange.requestBody],
  ['response headers', JSON.stringify(exchange.responseHeaders)],
  ['response body', exchange.responseBody],
]

/** DOM with its shadow trees, and storage, of every page that is open. */
async function pageTexts(context: BrowserContext): Promise<[string, string][]> {
  const frames = context.pages().flatMap((page) => page.frames())
  const texts = await Promise.all(
    frames.map((frame) =>
      frame
        .evaluate(() => {
          const trees = [...document.querySelectorAll('*')].map(
            (element) => element.shadowRoot?.innerHTML ?? '',
          )
          const inputs = [...document.querySelectorAll('input')].map((input) => input.value)
          return [
            document.documentElement.outerHTML,
            ...trees,
            ...inputs,
            location.href,
            history.state,
            document.cookie,
            Object.entries(localStorage),
            Object.entries(sessionStorage),
          ].map((part) => JSON.stringify(part) ?? '')
        })
        .catch(() => []),
    ),
  )
  return texts.flat().map((text) => ['page', text])
}

/** What a window gives the browser to carry to the server: names, and what is good once and only with the server's secret. */
const ONE_TIME = /((?:authKey|billingIssueToken|txId)(?:=|%3D|\\*":\\*"))[^&"\\\s%]+/g

/** A finished key on its way from PortOne V2's window to the server. */
const HANDED = /(billingKey(?:=|%3D|\\*":\\*"))[^&"\\\s%]+/g

/** From the window, and to `complete` or the door; our own answers to those are not among them. */
function onTheWay({ method, path }: Exchange, part: string): boolean {
  if (path.includes('/portone-v2/')) return part.startsWith('response')
  if (method === 'GET' && RETURN.test(path)) return part === 'URL'
  return method === 'POST' && COMPLETE.test(path) && part === 'request body'
}

/** Where a secret was found; nothing of the secret itself. */
export async function findLeaks(places: Places): Promise<string[]> {
  const { wire, marker, context, log, console, keysInPage } = places
  const secrets = spellings(marker)
  const handles = witness(wire.exchanges).flatMap(({ handle }) => handle ?? [])
  const found: string[] = []
  const search = (where: string, text: string, needles: readonly string[]): void => {
    const searched = text.replace(ONE_TIME, '$1')
    if (needles.some((needle) => searched.includes(needle))) found.push(where)
  }
  for (const exchange of wire.exchanges) {
    const name = `${exchange.method} ${exchange.path} ${exchange.status}`
    // PortOne V1 itself wants the page to hand over customer_uid: in the owner's launch, and to the PG's window.
    const launching =
      exchange.method === 'POST' && /^\/billing\/registrations$|\/request-pay$/.test(exchange.path)
    for (const [part, text] of wireTexts(exchange)) {
      const body = part.endsWith('body')
      const handed = keysInPage && onTheWay(exchange, part)
      search(
        `${name}, ${part}`,
        handed ? text.replace(HANDED, '$1') : text,
        launching && body ? secrets : [...secrets, ...handles],
      )
    }
  }
  for (const [where, text] of await pageTexts(context)) search(where, text, [...secrets, ...handles])
  for (const line of console) search('console', line, [...secrets, ...handles])
  search('server log', log, [...secrets, ...handles])
  return [...new Set(found)]
}
