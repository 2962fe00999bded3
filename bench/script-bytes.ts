// How many bytes of script a customer downloads, from load to the registered card.
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { buildElement, type BuiltFile } from '../packages/element/build.ts'
import { addedByList, downloaded } from './downloads.ts'
import type { Row } from './row.ts'

/** Bytes on the wire: gzip at its best, each file by itself. */
export const gzipped = (code: string): number => gzipSync(code, { level: 9 }).byteLength

async function litAlone(): Promise<number> {
  const source = "export { css, html, LitElement, nothing } from 'lit'"
  const bundle = await rolldown({
    input: 'lit-alone',
    cwd: 'packages/element',
    platform: 'browser',
    resolve: { conditionNames: ['browser', 'production', 'import', 'default'] },
    plugins: [
      {
        name: 'lit-alone',
        resolveId: (id) =>
          id === 'lit-alone' ? `${process.cwd()}/packages/element/lit-alone.js` : undefined,
        load: (id) => (id.endsWith('lit-alone.js') ? source : undefined),
      },
    ],
  })
  const { output } = await bundle.generate({ format: 'es', minify: true })
  await bundle.close()
  return gzipped(output[0].code)
}

/** Bytes of the production script. */
export async function scriptBytes(): Promise<Row[]> {
  const files = await buildElement({ write: false })
  const sum = (some: readonly BuiltFile[]): number =>
    some.reduce((total, { code }) => total + gzipped(code), 0)
  const danal = downloaded('danal', files)
  const list = addedByList(files)
  const lazy = files.filter((file) => !danal.includes(file) && !list.includes(file))
  return [
    {
      what: 'Script of a Danal page, load to issued, Korean, gzip',
      value: sum(danal),
      unit: 'bytes',
      atMost: 11_264,
    },
    { what: '  of which Lit alone', value: await litAlone(), unit: 'bytes' },
    ...danal.map((file): Row => ({ what: `  ${file.fileName}`, value: sum([file]), unit: 'bytes' })),
    {
      what: 'List of payment methods, beyond the tag that registers: list, default, replace, delete, Korean, gzip',
      value: sum(list),
      unit: 'bytes',
      atMost: 4_096,
    },
    ...lazy.map((file): Row => ({
      what: `Lazy chunk ${file.fileName}, gzip`,
      value: sum([file]),
      unit: 'bytes',
      atMost: 1_536,
    })),
  ]
}
