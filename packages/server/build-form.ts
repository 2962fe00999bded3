// Bundles the card form's script and style into the module that the server serves them from.
// Usage: tsx build-form.ts
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { FORM_STYLE } from './form/style.ts'

const ROOT = fileURLToPath(new URL('.', import.meta.url))

/** The module that is kept with the sources, so that they run as they are. */
export const FORM_MODULE: string = `${ROOT}src/card-form/form-parts.ts`

const flatten = (css: string): string =>
  css
    .replace(/\s+/g, ' ')
    .replace(/\s*([{};,])\s*/g, '$1')
    .replace(/:\s+/g, ':')
    .replace(/;}/g, '}')
    .trim()

const quoted = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`

/** The module's text. */
export async function formModule(): Promise<string> {
  const bundle = await rolldown({
    input: `${ROOT}form/main.ts`,
    platform: 'browser',
    treeshake: { moduleSideEffects: (id) => id.endsWith('/form/main.ts') },
  })
  const { output } = await bundle.generate({ format: 'iife', minify: true, comments: { legal: false } })
  await bundle.close()
  // A script element ends at the first closing tag, wherever it stands.
  const code = output[0].code.trim().replaceAll('</', '<\\/')
  return (
    '// Made by build-form.ts from form/: change those and run it again.\n' +
    '// Holds jose (MIT, Filip Skokan), github.com/panva/jose.\n\n' +
    `/** Script of the card form's document. */\nexport const FORM_SCRIPT: string =\n  ${quoted(code)}\n\n` +
    `/** Style sheet of the card form's document. */\nexport const FORM_STYLE: string =\n  ${quoted(flatten(FORM_STYLE))}\n`
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(FORM_MODULE, await formModule())
