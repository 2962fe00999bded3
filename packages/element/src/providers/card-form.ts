// The card form in the page: a frame into which no script here can look, and one port to it.
import type { BrowserProvider } from './provider.ts'

type Half = BrowserProvider<'card-form'>

/** Milliseconds that the form has to appear. */
const PATIENCE = 10_000
/** No form is taller than this, whatever it says, CSS px. */
const TALLEST = 2_000

const TITLES: Readonly<Record<string, string>> = {
  en: 'Card details',
  ja: 'カード情報の入力',
  zh: '填写银行卡信息',
}

/** What the form says. Anything else that comes through the port is ignored. */
interface FromForm {
  readonly jwe?: unknown
  readonly valid?: unknown
  readonly brand?: unknown
  readonly height?: unknown
}

/** There is no script to load: this is what the form needs of a browser. */
export const global = 'MessageChannel'

/** Shows the form in place of the action. It hands back the card, encrypted for the server. */
export const open: Half['open'] = ({ sdkUrl }, { signal, host }) =>
  new Promise((resolve, reject) => {
    const action = (host.shadowRoot ?? host).querySelector<HTMLElement>('[part=action]')
    const frame = makeFrame(sdkUrl, host)
    // In the light DOM, because Chromium fills nothing in that stands in a shadow tree.
    const slot = document.createElement('slot')
    slot.name = frame.slot = 'card-form'
    let port: MessagePort | undefined
    const end = (settle: () => void): void => {
      clearTimeout(timer)
      port?.close()
      frame.remove()
      slot.remove()
      action?.style.removeProperty('display')
      settle()
    }
    const timer = setTimeout(() => end(() => reject(new Error('no card form'))), PATIENCE)
    // Again when the element was moved: a frame that is moved begins anew.
    frame.onload = () => {
      port?.close()
      port = connect(frame, host, ({ jwe, valid, brand, height }) => {
        if (typeof height === 'number' && height > 0) {
          if (!frame.style.opacity) frame.focus()
          clearTimeout(timer)
          frame.style.height = `${Math.min(height, TALLEST)}px`
          frame.style.opacity = '1'
        }
        if (typeof valid === 'boolean') frame.dataset['valid'] = `${valid}`
        if (typeof brand === 'string') frame.dataset['brand'] = brand.slice(0, 16)
        if (typeof jwe === 'string') end(() => resolve({ kind: 'returned', value: { jwe } }))
      })
    }
    signal.addEventListener('abort', () => end(() => resolve({ kind: 'leaving' })))
    if (action) action.style.display = 'none'
    action?.after(slot)
    host.append(frame)
  })

function makeFrame(src: string, host: HTMLElement): HTMLIFrameElement {
  const frame = document.createElement('iframe')
  // Said by the document's own policy, too; said here, it holds even where something on the way lost that.
  frame.setAttribute('sandbox', 'allow-scripts allow-forms')
  frame.referrerPolicy = 'no-referrer'
  frame.title = TITLES[host.lang.slice(0, 2)] ?? '카드 정보 입력'
  frame.src = src
  // A little wider than its place: the focus rings inside need room.
  frame.style.cssText = 'width:calc(100% + 6px);height:400px;margin:-3px;border:0;color-scheme:inherit'
  frame.style.opacity = ''
  return frame
}

/** Hands a port to the form, together with the looks of the page around it. Nothing is listened to but this port. */
function connect(
  frame: HTMLIFrameElement,
  host: HTMLElement,
  hear: (message: FromForm) => void,
): MessagePort {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'object' && data) hear(data)
  }
  const style = getComputedStyle(host)
  const own = (name: string): string => style.getPropertyValue(name).trim()
  const scheme = isDark(style.colorScheme) ? 'dark' : 'light'
  // One scheme inside and out keeps the frame transparent.
  frame.style.colorScheme = scheme
  const looks = {
    accent: own('--_accent'),
    'on-accent': own('--_on-accent'),
    danger: own('--billing-danger'),
    radius: own('--_radius'),
    color: style.color,
    'font-family': style.fontFamily,
    'font-size': style.fontSize,
    'color-scheme': scheme,
  }
  // The form's document has no origin that could be named here.
  frame.contentWindow?.postMessage({ type: 'card-form', looks }, '*', [port2])
  return port1
}

const isDark = (scheme: string): boolean =>
  scheme.includes('dark') && (!scheme.includes('light') || matchMedia('(prefers-color-scheme: dark)').matches)
