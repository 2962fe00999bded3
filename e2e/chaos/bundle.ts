// Makes one file of a process, so that a server that was killed is back within a moment; a guard may be broken on the way.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown, type Plugin } from 'rolldown'
import { breakGuard, type Sabotage } from './sabotage.ts'

const CACHE = resolve(fileURLToPath(new URL('../../node_modules/.cache/chaos', import.meta.url)))
// Found beside the project's other packages: they hold native code, or load parts of themselves by name.
const EXTERNAL = ['libsql', 'pg']

/** The processes that a run is made of, ready to be started. */
export interface Programs {
  readonly merchant: string
  readonly pgs: string
  remove(): void
}

/** Bundles them. Only the merchant's server is sabotaged. */
export async function bundlePrograms(sabotage: Sabotage | undefined): Promise<Programs> {
  mkdirSync(CACHE, { recursive: true })
  const folder = mkdtempSync(join(CACHE, 'run-'))
  const [merchant, pgs] = [join(folder, 'merchant.mjs'), join(folder, 'pgs.mjs')]
  await bundle('merchant.ts', merchant, sabotage ? [breaking(sabotage)] : [])
  await bundle('pgs.ts', pgs, [])
  return { merchant, pgs, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

async function bundle(entry: string, file: string, plugins: Plugin[]): Promise<void> {
  const built = await rolldown({
    input: fileURLToPath(new URL(entry, import.meta.url)),
    platform: 'node',
    external: EXTERNAL,
    plugins,
    tsconfig: false,
    resolve: { conditionNames: ['@billing/source', 'node', 'import', 'default'] },
  })
  await built.write({ file, format: 'es', codeSplitting: false })
  await built.close()
}

// Throws when the code has changed so that the guard is no longer found: a sabotage that breaks nothing proves nothing.
function breaking(sabotage: Sabotage): Plugin {
  const missing = new Set(sabotage.edits.map(({ file }) => file))
  return {
    name: 'sabotage',
    transform(code, id) {
      const edits = sabotage.edits.filter(({ file }) => id.endsWith(file))
      if (edits.length === 0) return null
      for (const { file } of edits) missing.delete(file)
      return edits.reduce((text, edit) => breakGuard(text, edit), code)
    },
    buildEnd() {
      if (missing.size > 0)
        throw new Error(`${sabotage.name}: ${[...missing].join(', ')} is not part of the server`)
    },
  }
}
