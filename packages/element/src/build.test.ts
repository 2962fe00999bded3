import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildElement, type BuiltFile } from '../build.ts'

const ENTRY = 'billing-register.js'

describe('the production script', () => {
  let files: BuiltFile[] = []
  beforeAll(async () => {
    files = await buildElement({ write: false })
  })

  it('has one entry that imports its chunks relatively, and no chunk that imports the entry', () => {
    expect(files.map(({ fileName }) => fileName)).toContain(ENTRY)
    for (const { fileName, code } of files) {
      const imported = [...code.matchAll(/(?:import\(|from ?)[`'"]([^`'"]+)/g)].map(([, name]) => name)
      for (const name of imported) expect(files.map((file) => `./${file.fileName}`)).toContain(name)
      if (fileName !== ENTRY) expect(imported).not.toContain(`./${ENTRY}`)
    }
  })

  it('stays small: what a Danal page downloads, and every other chunk', () => {
    const size = ({ code }: BuiltFile): number => gzipSync(code, { level: 9 }).byteLength
    const onDanalPage = files.filter(({ fileName }) => fileName === ENTRY || fileName.includes('.danal.'))
    expect(onDanalPage).toHaveLength(2)
    expect(onDanalPage.reduce((sum, file) => sum + size(file), 0)).toBeLessThanOrEqual(11_264)
    for (const file of files) if (!onDanalPage.includes(file)) expect(size(file)).toBeLessThanOrEqual(1_536)
  })

  it('carries nothing of the server and none of the PGs’ API hosts', () => {
    const code = files.map((file) => file.code).join()
    for (const word of ['one-api.danalpay', 'api.iamport.kr', 'Basic ', 'secretKey', 'ZodError', 'hono'])
      expect(code).not.toContain(word)
  })
})
