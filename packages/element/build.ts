// Builds the production script: one entry for a script tag, with a lazy chunk per PG and language beside it.
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const ROOT = fileURLToPath(new URL('.', import.meta.url))

/** One file of the production script. */
export interface BuiltFile {
  /** `billing-register.js`, or the name of a chunk that it imports relatively. */
  readonly fileName: string
  readonly code: string
}

/**
 * Builds `billing-register.js` and its chunks, for any static host.
 * @param options.write writes the files to `outDir` (default `dist/cdn`); else they are only returned
 */
export async function buildElement(options: { outDir?: string; write: boolean }): Promise<BuiltFile[]> {
  const bundle = await rolldown({
    input: `${ROOT}src/define.ts`,
    platform: 'browser',
    tsconfig: `${ROOT}tsconfig.json`,
    resolve: { conditionNames: ['@billing/source', 'browser', 'production', 'import', 'default'] },
  })
  const output = {
    dir: options.outDir ?? `${ROOT}dist/cdn`,
    format: 'es',
    minify: true,
    entryFileNames: 'billing-register.js',
    chunkFileNames: 'billing-register.[name].[hash].js',
  } as const
  const result = options.write ? await bundle.write(output) : await bundle.generate(output)
  await bundle.close()
  return result.output.flatMap((file) =>
    file.type === 'chunk' ? [{ fileName: file.fileName, code: file.code }] : [],
  )
}
