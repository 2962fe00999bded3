import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildElement, INNER_NAMES, type BuiltFile } from '../build.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const sources = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
const ENTRY = 'billing-register.js'
const LIST = 'billing-methods.js'

describe('the production script', () => {
  let files: BuiltFile[] = []
  beforeAll(async () => {
    files = await buildElement({ write: false })
  })

  it('has an entry for each tag that imports its chunks relatively', () => {
    expect(files.map(({ fileName }) => fileName)).toEqual(expect.arrayContaining([ENTRY, LIST]))
    for (const { fileName, code } of files) {
      const imported = [...code.matchAll(/(?:import\(|from ?)[`'"]([^`'"]+)/g)].map(([, name]) => name)
      for (const name of imported) expect(files.map((file) => `./${file.fileName}`)).toContain(name)
      // A chunk that imports an entry would load it twice where the page asks for it with a query.
      expect(imported).not.toContain(`./${LIST}`)
      expect(imported.includes(`./${ENTRY}`)).toBe(fileName === LIST)
    }
  })

  it('stays small: what a Danal page downloads, what the list adds to it, and every other chunk', () => {
    const size = ({ code }: BuiltFile): number => gzipSync(code, { level: 9 }).byteLength
    const onDanalPage = files.filter(({ fileName }) => fileName === ENTRY || fileName.includes('.danal.'))
    expect(onDanalPage).toHaveLength(2)
    expect(onDanalPage.reduce((sum, file) => sum + size(file), 0)).toBeLessThanOrEqual(11_264)
    for (const file of files)
      if (file.fileName === LIST) expect(size(file)).toBeLessThanOrEqual(4_096)
      else if (!onDanalPage.includes(file)) expect(size(file)).toBeLessThanOrEqual(1_536)
  })

  it('loads nothing more for the list than texts in another language', () => {
    const lazy = files.filter(({ fileName }) => /^billing-methods\.\w+\./.test(fileName))
    expect(new Set(lazy.map(({ fileName }) => fileName.split('.')[1]))).toEqual(new Set(['en', 'ja', 'zh']))
  })

  it('has one mark in the name of every chunk, and where the list imports the other entry: none of another build fits', () => {
    const chunks = files.filter(({ fileName }) => ![ENTRY, LIST].includes(fileName))
    const [mark, ...others] = new Set(chunks.map(({ fileName }) => fileName.split('.')[2]))
    expect(others).toEqual([])
    const codeOf = (name: string): string | undefined => files.find(({ fileName }) => fileName === name)?.code
    expect(codeOf(ENTRY)).toMatch(new RegExp(`export\\{[^}]* as ${mark}\\b[^}]*\\};?$`))
    expect(codeOf(LIST)).toMatch(new RegExp(`^import\\{[^}]*\\b${mark} as [^}]*\\}from"./${ENTRY}"`))
  })

  it('has short names in place of its inner ones', () => {
    const properties = new RegExp(`[.#](${INNER_NAMES.join('|')})\\b(?![ -])`)
    for (const { code } of files) expect(code).not.toMatch(properties)
  })

  it('can be imported on a server, where it does nothing', async () => {
    const outDir = mkdtempSync(join(tmpdir(), 'billing-register-'))
    await buildElement({ outDir, write: true })
    writeFileSync(join(outDir, 'package.json'), '{"type":"module"}')
    for (const entry of [ENTRY, LIST]) {
      const load = ['--input-type=module', '--eval', `await import('./${entry}')`]
      expect(execFileSync(process.execPath, load, { cwd: outDir, encoding: 'utf8' })).toBe('')
    }
    rmSync(outDir, { recursive: true })
  })

  it('has no inner name that a server, a PG or a page knows', () => {
    const known = (name: string): RegExp => new RegExp(`[.?]${name}\\b|\\b${name}\\??:`)
    const texts = ['../contract/src', 'src/providers'].flatMap((folder) => sources(`${ROOT}${folder}`))
    expect(texts.length).toBeGreaterThan(10)
    const told = readFileSync(`${ROOT}README.md`, 'utf8')
    for (const name of INNER_NAMES) {
      expect(told).not.toMatch(new RegExp(`\`${name}\\b`))
      for (const text of texts) expect(text).not.toMatch(known(name))
    }
  })

  it('carries nothing of the server and none of the PGs’ API hosts', () => {
    const code = files.map((file) => file.code).join()
    for (const word of ['one-api.danalpay', 'api.iamport.kr', 'Basic ', 'secretKey', 'ZodError', 'hono'])
      expect(code).not.toContain(word)
  })
})
