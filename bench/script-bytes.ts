// How many bytes of script a customer downloads, from load to the registered card.
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { buildElement, type BuiltFile } from '../packages/element/build.ts'
import type { Row } from './row.ts'

const ENTRY = 'billing-register.js'

/** Bytes on the wire: gzip at its best, each file by itself. */
export const gzipped = (code: string): number => gzipSync(code, { level: 9 }).byteLength

const chunkOf = (name: string, files: readonly BuiltFile[]): BuiltFile[] =>
  files.filter(({ fileName }) => fileName.startsWith(`billing-register.${name}.`))

/** A file and all that it imports without waiting for anything. */
function withImports(
  file: BuiltFile,
  files: readonly BuiltFile[],
  seen = new Set<BuiltFile>(),
): Set<BuiltFile> {
  if (seen.has(file)) return seen
  seen.add(file)
  const specifiers = [...file.code.matchAll(/(?:\bfrom|\bimport)\s*["'`]\.\/([^"'`]+)["'`]/g)].map(
    (match) => match[1],
  )
  for (const other of files) if (specifiers.includes(other.fileName)) withImports(other, files, seen)
  return seen
}

/** What a page with this provider's element downloads in Korean: the entry, the provider's chunk, and their imports. */
export function downloaded(provider: string, files: readonly BuiltFile[]): BuiltFile[] {
  const roots = [...files.filter(({ fileName }) => fileName === ENTRY), ...chunkOf(provider, files)]
  if (roots.length < 2) throw new Error(`the build has no entry or no chunk of ${provider}`)
  return [...new Set(roots.flatMap((root) => Array.from(withImports(root, files))))]
}

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
  const lazy = files.filter((file) => !danal.includes(file))
  return [
    {
      what: 'Script of a Danal page, load to issued, Korean, gzip',
      value: sum(danal),
      unit: 'bytes',
      atMost: 11_264,
    },
    { what: '  of which Lit alone', value: await litAlone(), unit: 'bytes' },
    ...danal.map((file): Row => ({ what: `  ${file.fileName}`, value: sum([file]), unit: 'bytes' })),
    ...lazy.map((file): Row => ({
      what: `Lazy chunk ${file.fileName}, gzip`,
      value: sum([file]),
      unit: 'bytes',
      atMost: 1_536,
    })),
  ]
}
