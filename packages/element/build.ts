// Builds the production scripts: an entry for each tag, with lazy chunks per PG and language beside it.
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { minify } from 'terser'

const ROOT = fileURLToPath(new URL('.', import.meta.url))

/** One file of the production script. */
export interface BuiltFile {
  /** `billing-register.js`, `billing-methods.js`, or the name of a chunk that one of them imports relatively. */
  readonly fileName: string
  readonly code: string
}

/** Takes the white space out of the templates: in minified code every line break stands inside one. */
const flatten = (code: string): string =>
  code
    .replace(/`\s*:host[^`]*`/, (css) => css.replace(/\s*([{}:;,])\s*/g, '$1').replace(/;}/g, '}'))
    .replace(/([>;,])\n\s*|\n\s*(?=[<>$])/g, '$1')
    .replace(/\n\s*/g, ' ')
    // No quotes around a plain word; the bundler writes the strings of the code itself with backticks.
    .replace(/ (\w+)="([\w-]+)"/g, ' $1=$2')

/** A second minifier finds another hundredth after the bundler's own. */
async function shrink(fileName: string, code: string): Promise<BuiltFile> {
  const { code: smaller = code } = await minify(flatten(code), {
    module: true,
    ecma: 2020,
    compress: { passes: 3, keep_fargs: false, collapse_vars: false, unsafe_arrows: true },
  })
  return { fileName, code: smaller }
}

/** Each tag is a script of its own: sharing chunks would cost either of them more than the few bytes they have in common. */
const ENTRIES = { 'billing-register': 'define', 'billing-methods': 'define-methods' } as const

/**
 * Builds `billing-register.js`, `billing-methods.js` and their chunks, for any static host.
 * @param options.write writes the files to `outDir` (default `dist/cdn`); else they are only returned
 */
export async function buildElement(options: { outDir?: string; write: boolean }): Promise<BuiltFile[]> {
  const built = await Promise.all(Object.entries(ENTRIES).map(([name, source]) => buildEntry(name, source)))
  const files = built.flat()
  if (options.write) await write(options.outDir ?? `${ROOT}dist/cdn`, files)
  return files
}

async function buildEntry(name: string, source: string): Promise<BuiltFile[]> {
  const bundle = await rolldown({
    input: `${ROOT}src/${source}.ts`,
    platform: 'browser',
    resolve: { conditionNames: ['@billing/source', 'browser', 'production', 'import', 'default'] },
  })
  const { output } = await bundle.generate({
    format: 'es',
    minify: true,
    // Lit's notice is published beside the script (`NOTICE.txt`), where no customer has to download it.
    comments: { legal: false },
    entryFileNames: `${name}.js`,
    chunkFileNames: `${name}.[name].[hash:6].js`,
  })
  await bundle.close()
  return Promise.all(
    output.flatMap((file) => (file.type === 'chunk' ? [shrink(file.fileName, file.code)] : [])),
  )
}

async function write(outDir: string, files: readonly BuiltFile[]): Promise<void> {
  await rm(outDir, { recursive: true, force: true })
  await mkdir(outDir, { recursive: true })
  for (const { fileName, code } of files) await writeFile(join(outDir, fileName), code)
  const lit = dirname(createRequire(import.meta.url).resolve('lit'))
  await copyFile(join(lit, 'LICENSE'), join(outDir, 'NOTICE.txt'))
}
