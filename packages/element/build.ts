// Builds the production scripts: an entry for each tag, with lazy chunks per PG and language beside it.
import { createHash } from 'node:crypto'
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

/** Takes the white space out of the style sheets. No selector of theirs has a space before a colon. */
const flattenStyles = {
  name: 'flatten-styles',
  transform: (code: string, id: string): string | undefined =>
    id.endsWith('.styles.ts')
      ? code.replace(/`[^`]*`/g, (css) =>
          css
            .replace(/\s*([{}:;,~])\s*/g, '$1')
            .replace(/;}/g, '}')
            .replace(/`\s+|\s+`/g, '`'),
        )
      : undefined,
}

/** Takes the white space out of the templates: in minified code every line break stands inside one. */
const flatten = (code: string): string =>
  code
    .replace(/([>;,])\n\s*|\n\s*(?=[<>$])/g, '$1')
    .replace(/\n\s*/g, ' ')
    // No quotes around a plain word; the bundler writes the strings of the code itself with backticks.
    .replace(/ (\w+)="([\w-]+)"/g, ' $1=$2')

/** Members that only these scripts use, by names that mean nothing to a browser, a page, or the wire: they get short ones. */
export const INNER_NAMES: readonly string[] = [
  'agree',
  'begin',
  'consented',
  'expect',
  'follow',
  'followed',
  'giveUp',
  'goOn',
  'inquiry',
  'intend',
  'internals',
  'isPutAway',
  'keep',
  'loadOffer',
  'mayOpen',
  'noted',
  'paint',
  'prepare',
  'prepared',
  'redraw',
  'refuse',
  'rowOf',
  'shadow',
  'showStates',
  'stateChanged',
  'unprepare',
  'until',
]

/**
 * A second minifier finds another hundredth after the bundler's own.
 * @param nameCache what the inner names have become in other files
 */
async function shrink(fileName: string, code: string, nameCache: object): Promise<BuiltFile> {
  const { code: smaller = code } = await minify(flatten(code), {
    module: true,
    ecma: 2020,
    nameCache,
    mangle: { properties: { regex: new RegExp(`^(${INNER_NAMES.join('|')})$`) } },
    compress: {
      passes: 3,
      keep_fargs: false,
      collapse_vars: false,
      unsafe_arrows: true,
      lhs_constants: false,
    },
  })
  return { fileName, code: smaller }
}

/**
 * Puts a mark of this build into the name of every chunk, so that none of another build is taken from a cache. All have the
 * same one: the script that names them all is smaller. Where a cache still has the first script of another build, the second
 * must not half work with it: what it imports is marked too, and is not there.
 */
function marked(files: readonly BuiltFile[]): BuiltFile[] {
  const build = createHash('sha256').update(files.map(({ code }) => code).join())
  const mark = `b${build.digest('hex').slice(0, 6)}`
  const named = (text: string): string => text.replace(/(billing-\w+\.[\w-]+)\.js/g, `$1.${mark}.js`)
  const linked = (code: string): string =>
    code
      .replace(/ as a,(?=[^}]*};?$)/, ` as ${mark},`)
      .replace(/^import{a as (?=.*"\.\/billing-register\.js")/, `import{${mark} as `)
  return files.map(({ fileName, code }) => ({ fileName: named(fileName), code: linked(named(code)) }))
}

/** The scripts that a page may load; the second is loaded with the first, and shares all of it. */
const ENTRIES = {
  'billing-register': `${ROOT}src/define.ts`,
  'billing-methods': `${ROOT}methods-script.ts`,
} as const

/**
 * Builds `billing-register.js`, `billing-methods.js` and their chunks, for any static host.
 * @param options.write writes the files to `outDir` (default `dist/cdn`); else they are only returned
 */
export async function buildElement(options: { outDir?: string; write: boolean }): Promise<BuiltFile[]> {
  const bundle = await rolldown({
    input: ENTRIES,
    // Lit for Node is Lit for browsers, but that it can be imported where there is no document.
    platform: 'neutral',
    plugins: [flattenStyles],
    // What both need stands in the first, which tells the second of it: files in between would cost more.
    preserveEntrySignatures: 'allow-extension',
    resolve: { conditionNames: ['@billing/source', 'node', 'production', 'import', 'default'] },
  })
  const { output } = await bundle.generate({
    format: 'es',
    minify: true,
    // Lit's notice is published beside the script (`NOTICE.txt`), where no customer has to download it.
    comments: { legal: false },
    entryFileNames: '[name].js',
    chunkFileNames: ({ facadeModuleId }) =>
      `billing-${facadeModuleId?.includes('/src/methods/') ? 'methods' : 'register'}.[name].js`,
  })
  await bundle.close()
  const nameCache = {}
  const files: BuiltFile[] = []
  for (const file of output)
    if (file.type === 'chunk') files.push(await shrink(file.fileName, file.code, nameCache))
  if (options.write) await write(options.outDir ?? `${ROOT}dist/cdn`, marked(files))
  return marked(files)
}

async function write(outDir: string, files: readonly BuiltFile[]): Promise<void> {
  await rm(outDir, { recursive: true, force: true })
  await mkdir(outDir, { recursive: true })
  for (const { fileName, code } of files) await writeFile(join(outDir, fileName), code)
  const lit = dirname(createRequire(import.meta.url).resolve('lit'))
  await copyFile(join(lit, 'LICENSE'), join(outDir, 'NOTICE.txt'))
}
