// A customer's browser, as far as the server can tell: a cookie jar, a login, an origin, and a user who waits only so long.

/** What came back; `status` is 0 when nothing did. */
export interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  readonly text: string
}

/** What is sent. */
export interface Sending {
  readonly json?: object
  readonly form?: Readonly<Record<string, string>>
}

/** One browser. */
export interface Browser {
  send(method: 'GET' | 'POST', path: string, sending?: Sending): Promise<Answer>
}

const PATIENCE_MS = 5000

/** A browser on the shop at `origin`; without a login when `user` is undefined. `seen` hears every answer. */
export function openBrowser(
  origin: string,
  user: string | undefined,
  jar: Map<string, string>,
  seen: (method: string, path: string, status: number) => void,
): Browser {
  const cookies = (): string => {
    const own = [...jar].map(([name, value]) => `${name}=${value}`)
    return [...own, ...(user === undefined ? [] : [`user=${user}`])].join('; ')
  }
  const keep = (headers: Headers): void => {
    for (const line of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/Max-Age=0/.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
  }
  return {
    async send(method, path, { json, form } = {}) {
      const query = method === 'GET' && form ? `?${new URLSearchParams(form)}` : ''
      try {
        const response = await fetch(`${origin}/billing${path}${query}`, {
          method,
          redirect: 'manual',
          signal: AbortSignal.timeout(PATIENCE_MS),
          headers: {
            cookie: cookies(),
            // A window of the PG comes from elsewhere.
            ...(form ? {} : { origin }),
            ...(json ? { 'content-type': 'application/json' } : {}),
          },
          ...(json ? { body: JSON.stringify(json) } : {}),
          ...(form && method === 'POST' ? { body: new URLSearchParams(form) } : {}),
        })
        keep(response.headers)
        const text = await response.text()
        seen(method, path, response.status)
        return { status: response.status, body: parse(text), text }
      } catch {
        seen(method, path, 0)
        return { status: 0, body: {}, text: '' }
      }
    },
  }
}

function parse(text: string): Answer['body'] {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
