import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildElement, type BuiltFile } from '../build.ts'

const ENTRY = 'billing-register.js'
const LIST = 'billing-methods.js'
/** What a customer may do in the list is loaded once it is drawn. */
const ACTIONS = /^billing-methods\.actions\./

describe('the production script', () => {
  let files: BuiltFile[] = []
  beforeAll(async () => {
    files = await buildElement({ write: false })
  })

  it('has an entry for each tag that imports its chunks relatively, and no chunk that imports an entry', () => {
    expect(files.map(({ fileName }) => fileName)).toEqual(expect.arrayContaining([ENTRY, LIST]))
    for (const { code } of files) {
      const imported = [...code.matchAll(/(?:import\(|from ?)[`'"]([^`'"]+)/g)].map(([, name]) => name)
      for (const name of imported) expect(files.map((file) => `./${file.fileName}`)).toContain(name)
      for (const entry of [ENTRY, LIST]) expect(imported).not.toContain(`./${entry}`)
    }
  })

  it('stays small: what a Danal page downloads, and every other chunk', () => {
    const size = ({ code }: BuiltFile): number => gzipSync(code, { level: 9 }).byteLength
    const onDanalPage = files.filter(({ fileName }) => fileName === ENTRY || fileName.includes('.danal.'))
    expect(onDanalPage).toHaveLength(2)
    expect(onDanalPage.reduce((sum, file) => sum + size(file), 0)).toBeLessThanOrEqual(11_264)
    const lists = files.filter(({ fileName }) => fileName === LIST || ACTIONS.test(fileName))
    for (const file of files)
      if (!onDanalPage.includes(file) && !lists.includes(file)) expect(size(file)).toBeLessThanOrEqual(1_536)
    expect(lists.map((file) => size(file) <= (file.fileName === LIST ? 4_096 : 2_048))).toEqual([true, true])
  })

  it('carries nothing of the server and none of the PGs’ API hosts', () => {
    const code = files.map((file) => file.code).join()
    for (const word of ['one-api.danalpay', 'api.iamport.kr', 'Basic ', 'secretKey', 'ZodError', 'hono'])
      expect(code).not.toContain(word)
  })
})
