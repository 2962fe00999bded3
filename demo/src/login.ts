// The shop's login: a random session id in an HttpOnly cookie, and the session itself in memory.
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { demoCustomer, type DemoCustomer } from './customers.ts'

/** Who is logged in, by session id. */
export interface Login {
  customerOf(request: Request): DemoCustomer | null
  /** Starts a session; the old one ends, so that a known session id is worth nothing after a login. */
  enter(context: Context, name: string): void
  leave(context: Context): void
}

function cookieValue(header: string | null, name: string): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

/** Cookies know no ports: the name tells two demos on one machine apart. */
export function createLogin(origin: URL): Login {
  const cookie = `shop_session_${origin.port || '443'}`
  const sessions = new Map<string, DemoCustomer>()
  const end = (context: Context): void => void sessions.delete(getCookie(context, cookie) ?? '')

  return {
    customerOf: (request) => sessions.get(cookieValue(request.headers.get('cookie'), cookie) ?? '') ?? null,
    enter(context, name) {
      end(context)
      const id = crypto.randomUUID()
      sessions.set(id, demoCustomer(name))
      setCookie(context, cookie, id, {
        httpOnly: true,
        sameSite: 'Lax',
        path: '/',
        secure: origin.protocol === 'https:',
      })
    },
    leave(context) {
      end(context)
      deleteCookie(context, cookie, { path: '/', secure: origin.protocol === 'https:' })
    },
  }
}

/** A path of this shop to go on to, from `?next=` or the page that linked here; never another site. */
export function nextPath(context: Context, origin: URL): string {
  for (const wish of [context.req.query('next'), context.req.header('referer')]) {
    if (!wish || /[\\\t\n\r]/.test(wish) || !URL.canParse(wish, origin)) continue
    const url = new URL(wish, origin)
    // A path that begins with two slashes names another host.
    if (url.origin === origin.origin && !/^\/(\/|login$)/.test(url.pathname)) return url.pathname + url.search
  }
  return '/'
}
