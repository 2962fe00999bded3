// Builds the production script: one entry for a script tag, with a lazy chunk per PG and language beside it.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const ROOT = fileURLToPath(new URL('.', import.meta.url))

/** One file of the production script. */
export interface BuiltFile {
  /** `billing-register.js`, or the name of a chunk that it imports relatively. */
  readonly fileName: string
  readonly code: string
}

/** Takes the white space out of the templates: in minified code every line break stands inside one. */
const flatten = (code: string): string =>
  code
    .replace(/`\s*:host[^`]*`/, (css) => css.replace(/\s*([{}:;,])\s*/g, '$1').replace(/;}/g, '}'))
    .replace(/([>;,])\n\s*/g, '$1')
    .replace(/\n\s*(?=[<>])/g, '')
    .replace(/\n\s*/g, ' ')
    // Notes to bundlers, and this is the last one.
    .replaceAll('/* @__PURE__ */ ', '')

/**
 * Builds `billing-register.js` and its chunks, for any static host.
 * @param options.write writes the files to `outDir` (default `dist/cdn`); else they are only returned
 */
export async function buildElement(options: { outDir?: string; write: boolean }): Promise<BuiltFile[]> {
  const bundle = await rolldown({
    input: `${ROOT}src/define.ts`,
    platform: 'browser',
    resolve: { conditionNames: ['@billing/source', 'browser', 'production', 'import', 'default'] },
  })
  const { output } = await bundle.generate({
    format: 'es',
    minify: true,
    entryFileNames: 'billing-register.js',
    chunkFileNames: 'billing-register.[name].[hash:6].js',
  })
  await bundle.close()
  const files = output.flatMap((file) =>
    file.type === 'chunk' ? [{ fileName: file.fileName, code: flatten(file.code) }] : [],
  )
  if (options.write) await write(options.outDir ?? `${ROOT}dist/cdn`, files)
  return files
}

async function write(outDir: string, files: readonly BuiltFile[]): Promise<void> {
  await rm(outDir, { recursive: true, force: true })
  await mkdir(outDir, { recursive: true })
  for (const { fileName, code } of files) await writeFile(join(outDir, fileName), code)
}
