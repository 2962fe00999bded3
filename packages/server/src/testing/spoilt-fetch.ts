// Makes one call of a fetch go wrong, in every way in which a PG's answer can be lost or garbled.

type Spoil = (call: () => Promise<Response>) => Promise<Response>

const json = (body: string, status = 200): Response =>
  new Response(body, { status, headers: { 'content-type': 'application/json' } })

const lost = (): never => {
  throw new TypeError('fetch failed')
}

// In those that make the call first, the PG has done what was asked.
const SPOILS: ReadonlyMap<string, Spoil> = new Map(
  Object.entries<Spoil>({
    'is cut before the PG sees it': () => Promise.resolve().then(lost),
    'is cut after the PG has done it': async (call) => {
      await call()
      return lost()
    },
    'is answered with HTTP 500': async () => new Response('Internal Server Error', { status: 500 }),
    'is answered with HTTP 429': async () => json('{"code":"TOO_MANY","message":"slow down"}', 429),
    'is answered with nothing': async (call) => {
      await call()
      return json('')
    },
    'is answered with a web page': async (call) => {
      await call()
      return new Response('<!doctype html><title>Bad gateway</title>')
    },
    'is answered with a list': async (call) => json(`[${await (await call()).text()}]`),
    'is answered with null': async (call) => {
      await call()
      return json('null')
    },
    'is answered with half of the JSON': async (call) => {
      const text = await (await call()).text()
      return json(text.slice(0, text.length / 2))
    },
    'is answered with values of other types': async (call) => json(retyped(await (await call()).text())),
    'is answered with more than can be read': async (call) =>
      json(`${await (await call()).text()}${' '.repeat(70_000)}`),
    'breaks off within the answer': async (call) => {
      await call()
      return new Response(
        new ReadableStream({
          pull: (controller) => controller.error(new TypeError('terminated')),
        }),
      )
    },
    'is redirected elsewhere': async (call) => {
      await call()
      return new Response(null, { status: 302, headers: { location: 'https://elsewhere.example/' } })
    },
  }),
)

/** Ways in which a call goes wrong, to be read after "when a call". */
export const SPOIL_NAMES: readonly string[] = [...SPOILS.keys()]

/** A fetch whose call of this number (from 0) goes wrong. */
export const spoiltFetch = (http: typeof fetch, number: number, name: string): typeof fetch =>
  alteredFetch(http, number, SPOILS.get(name) ?? ((call) => call()))

/** A fetch whose call of this number (from 0) is made, and answered, as `alter` says. */
export function alteredFetch(http: typeof fetch, number: number, alter: Spoil): typeof fetch {
  let calls = 0
  return (input, init) => {
    const call = (): Promise<Response> => http(input, init)
    calls += 1
    return calls === number + 1 ? alter(call) : call()
  }
}

/** Every value of another type: texts and numbers become lists, all else becomes text. */
function retyped(text: string): string {
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null) return '"text"'
  const entries = Object.entries(value).map(([name, inner]: [string, unknown]) => [
    name,
    typeof inner === 'object' ? JSON.stringify(inner) : [inner],
  ])
  return JSON.stringify(Object.fromEntries(entries))
}
