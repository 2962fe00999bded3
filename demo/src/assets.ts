// Files that the pages load: the tag's production script, the shop's style sheet, icon and small scripts.
import { readFile } from 'node:fs/promises'
import { Hono } from 'hono'
import { clientScript } from './client-script.ts'
import { elementFiles } from './element-script.ts'

const JAVASCRIPT = { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' }
const FILES = new Map([
  ['shop.css', 'text/css; charset=utf-8'],
  ['icon.svg', 'image/svg+xml'],
])

async function file(name: string): Promise<Response | undefined> {
  const type = FILES.get(name)
  if (type === undefined) return undefined
  const text = await readFile(new URL(`assets/${name}`, import.meta.url), 'utf8')
  return new Response(text, { headers: { 'content-type': type, 'cache-control': 'no-cache' } })
}

export function assets(): Hono {
  return new Hono()
    .get('/favicon.ico', async (c) => (await file('icon.svg')) ?? c.notFound())
    .get('/assets/:name{.+\\.(css|svg)}', async (c) => (await file(c.req.param('name'))) ?? c.notFound())
    .get('/assets/:name{[a-z-]+\\.js}', async (c) => {
      const script = await clientScript(c.req.param('name').slice(0, -3))
      return script === undefined ? c.notFound() : c.body(script, 200, JAVASCRIPT)
    })
    .get('/:name{[\\w.-]+\\.js}', async (c) => {
      const script = (await elementFiles()).get(c.req.param('name'))
      return script === undefined ? c.notFound() : c.body(script, 200, JAVASCRIPT)
    })
}
