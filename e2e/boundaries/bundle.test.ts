// What reaches a customer's browser holds nothing of the server: no PG API, no credential, no schema library.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildElement } from '../../packages/element/build.ts'

interface Chunk {
  readonly fileName: string
  readonly code: string
  /** The files that went into it, where the bundler tells. */
  readonly moduleIds?: readonly string[]
}

/** Only the server may know these. */
const FORBIDDEN: Readonly<Record<string, RegExp>> = {
  "PortOne V1's API": /api\.iamport\.kr/,
  "PortOne V2's API": /api\.portone\.io/,
  "Danal's API": /one-api\.danalpay\.com/,
  "Toss's API": /api\.tosspayments\.com/,
  'an Authorization header': /Basic |Authorization/,
  'the name of a secret option': /secretKey|apiSecret|imp_secret/,
  'a secret key prefix': /sk_|SK_/,
  zod: /ZodError|zod/i,
  hono: /hono/i,
  'a runtime of the server': /["'`]node:[a-z]|process\.env/,
}

/** Files of these folders belong on a server; a minifier leaves no other trace of them. */
const FORBIDDEN_MODULES =
  /\/(node_modules\/(hono|zod|kysely|libsql|pg)|packages\/(server|ledger-sql)\/dist|contract\/dist\/schema)\//

/** The pattern by which the element refuses attributes that look like a secret key. */
function refusalPattern(): string {
  const source = readFileSync('packages/element/src/secret-attribute.ts', 'utf8')
  return /^const SECRET =\s*(\/.+\/i)$/m.exec(source)?.[1] ?? 'no pattern'
}

/** What may be there all the same: exact text, and the reason. */
const ALLOWED: readonly { readonly text: string; readonly reason: string }[] = [
  { text: refusalPattern(), reason: 'it is not a key, but what the element knows secret keys by' },
]

function findings(chunks: readonly Chunk[]): string[] {
  return chunks.flatMap(({ fileName, code, moduleIds = [] }) => {
    const rest = ALLOWED.reduce((text, { text: allowed }) => text.replaceAll(allowed, ''), code)
    const named = Object.entries(FORBIDDEN).filter(([, pattern]) => pattern.test(rest))
    const modules = moduleIds.filter((id) => FORBIDDEN_MODULES.test(id))
    return [...named.map(([what]) => `${fileName}: ${what}`), ...modules.map((id) => `${fileName}: ${id}`)]
  })
}

const folder = join('node_modules/.cache', 'merchant-page')

/** Builds a page as a merchant with vite would, from what is published. */
async function buildPage(script: string, conditions?: string[]): Promise<Chunk[]> {
  mkdirSync(folder, { recursive: true })
  const root = resolve(mkdtempSync(join(folder, 'page-')))
  writeFileSync(
    join(root, 'index.html'),
    '<script type="module" src="/page.js"></script><billing-register></billing-register>',
  )
  writeFileSync(join(root, 'page.js'), script)
  const result = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    ...(conditions ? { resolve: { conditions } } : {}),
    build: { write: false },
  })
  const outputs = [result].flat().flatMap((output) => ('output' in output ? output.output : []))
  return outputs.flatMap((file) => (file.type === 'chunk' ? [file] : []))
}

describe('the production script', () => {
  let chunks: Chunk[]
  beforeAll(async () => void (chunks = await buildElement({ write: false })))

  it('holds nothing of the server', () => {
    expect(chunks.map(({ fileName }) => fileName)).toContain('billing-register.js')
    expect(findings(chunks)).toEqual([])
  })

  it('needs every allowance that is made for it', () => {
    const code = chunks.map((chunk) => chunk.code).join('\n')
    expect(ALLOWED.filter(({ text }) => !code.includes(text))).toEqual([])
  })

  it('imports nothing but its own chunks', () => {
    const specifiers = chunks.flatMap(({ code }) =>
      [...code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["'`]([^"'`]+)["'`]/g)].map((match) => match[1]),
    )
    const names = chunks.map(({ fileName }) => `./${fileName}`)
    expect(specifiers.filter((specifier) => !names.includes(specifier ?? ''))).toEqual([])
  })
})

describe("a merchant's page", () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('that imports the element holds nothing of the server', async () => {
    const chunks = await buildPage("import '@billing-register/element/define'")
    expect(chunks.some(({ code }) => code.includes('billing-issued'))).toBe(true)
    expect(findings(chunks)).toEqual([])
  })

  it('that imports the list alone holds nothing of registering', async () => {
    const chunks = await buildPage("import '@billing-register/element/define-methods'")
    const code = chunks.map((chunk) => chunk.code).join('\n')
    expect(code).toContain('method-removed')
    expect(code).not.toMatch(/billing-start|DanalPayments/)
    expect(findings(chunks)).toEqual([])
  })

  it('that imports the server by mistake cannot be built', async () => {
    const page =
      "import { createBilling } from '@billing-register/server'\ndocument.title = createBilling.name"
    await expect(buildPage(page)).rejects.toThrow(/createBilling/)
  })

  it('that imports the server for its side effects alone gets only the guard, which says why', async () => {
    const [chunk] = await buildPage("import '@billing-register/server'")
    expect(chunk?.code).toContain('It holds secret keys')
    expect(chunk?.code).not.toContain('one-api.danalpay.com')
  })

  it('for a worker gets the real server although the worker has the browser condition too', async () => {
    const page =
      "import { createBilling, danal } from '@billing-register/server'\nconsole.log(createBilling, danal)"
    const chunks = await buildPage(page, ['workerd', 'worker', 'browser', 'module', 'import'])
    // The same search that finds nothing in the page finds everything here: it is not blind.
    const found = findings(chunks)
    const told = (what: RegExp): boolean => found.some((finding) => what.test(finding))
    expect(told(/Danal's API$/)).toBe(true)
    expect(told(/the name of a secret option$/)).toBe(true)
    expect(told(/node_modules\/hono\//)).toBe(true)
    expect(told(/packages\/server\/dist\//)).toBe(true)
  })
})

describe('the guard', () => {
  it('throws where it is evaluated', async () => {
    const guard = readFileSync('packages/server/browser-guard.js', 'utf8')
    await expect(import(`data:text/javascript,${encodeURIComponent(guard)}`)).rejects.toThrow(
      /on your server only/,
    )
  })
})
