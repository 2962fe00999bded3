// The one way out of the form: a port that the page around it hands over. Four things go out, and looks come in.

/** All that the page is ever told. */
export type ToPage =
  { readonly jwe: string } | { readonly valid: boolean; readonly brand: string } | { readonly height: number }

/** Custom properties that the page may set, and what each must be. */
const LOOKS: Readonly<Record<string, string>> = {
  accent: 'color',
  'on-accent': 'color',
  color: 'color',
  danger: 'color',
  radius: 'border-radius',
  'font-family': 'font-family',
  'font-size': 'font-size',
  'color-scheme': 'color-scheme',
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

function wear(looks: unknown): void {
  if (!isObject(looks)) return
  for (const [name, property] of Object.entries(LOOKS)) {
    const value: unknown = Reflect.get(looks, name)
    if (typeof value !== 'string' || !CSS.supports(property, value)) continue
    document.documentElement.style.setProperty(`--${name}`, value)
  }
}

/** Waits for the page's port. The first one counts, and only from the page itself. */
export function connect(connected: (send: (message: ToPage) => void) => void): void {
  const listen = ({ data, source, ports: [port] }: MessageEvent): void => {
    if (source !== parent || !port || !isObject(data) || Reflect.get(data, 'type') !== 'card-form') return
    removeEventListener('message', listen)
    wear(Reflect.get(data, 'looks'))
    const send = (message: ToPage): void => port.postMessage(message)
    const { body } = document
    new ResizeObserver(() => send({ height: Math.ceil(body.getBoundingClientRect().height) })).observe(body)
    connected(send)
  }
  addEventListener('message', listen)
}
