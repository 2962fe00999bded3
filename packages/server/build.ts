// Builds what is published: one tree-shaken file per entry, libraries and contract inlined, hono left to the merchant.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rolldown, type InputOption, type Plugin } from 'rolldown'

const ROOT = fileURLToPath(new URL('.', import.meta.url))

// Built by themselves, with their own copies of what they share: what few requests need must burden no start.
const APART: Readonly<Record<string, string>> = {
  './routes/openapi.ts': `${ROOT}dist/openapi.js`,
  './operator/operator.ts': `${ROOT}dist/operator.js`,
}
const apart: Plugin = {
  name: 'apart',
  resolveId: (id) => (APART[id] ? { id: APART[id], external: 'relative' } : undefined),
}

// Each with all that it imports: what every start needs is one file, and sealing, which the index exports for whoever
// writes a ledger, is another. Bundled with each other they would come together.
const FILES = [
  { name: 'start', test: /\/src\/(create-billing|secret)\.ts$/, priority: 1 },
  { name: 'sealing', test: /\/src\/(sealing\/sealer|http\/exchange-text)\.ts$/ },
]

async function bundle(input: InputOption, groups: typeof FILES = []): Promise<void> {
  const built = await rolldown({
    input,
    platform: 'neutral',
    external: /^hono(\/|$)/,
    plugins: [apart],
    resolve: { conditionNames: ['@billing/source', 'import', 'default'], mainFields: ['module', 'main'] },
    treeshake: { moduleSideEffects: false },
  })
  const { output } = await built.write({
    dir: `${ROOT}dist`,
    format: 'es',
    // Hashed: a process whose files are replaced while it runs must not load a part of another version.
    chunkFileNames: 'chunks/[name]-[hash].js',
    comments: { legal: false },
    codeSplitting: { groups },
  })
  await built.close()
  for (const file of output) {
    if (file.type !== 'chunk') continue
    for (const id of file.moduleIds) inlined.add(/^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? '')
  }
}

/** Folders of the libraries whose code is in what was built. */
const inlined = new Set<string>()

/** What their licences want to be told, published beside them. */
function notice(): string {
  const parts = [...inlined].filter(existsSync).map((folder) => {
    // oxlint-disable-next-line typescript/no-unsafe-assignment -- npm's own format
    const manifest: { name: string; version: string; license: string; author?: string } = JSON.parse(
      readFileSync(`${folder}/package.json`, 'utf8'),
    )
    const { name, version, license, author } = manifest
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one))
    const text = file ? readFileSync(`${folder}/${file}`, 'utf8') : `Copyright ${author}`
    return `${name} ${version} (${license})\n\n${text.trim()}\n`
  })
  return `This package contains code of:\n\n${parts.toSorted().join('\n---\n\n')}`
}

rmSync(`${ROOT}dist/chunks`, { recursive: true, force: true })
await bundle({ index: `${ROOT}src/index.ts`, testing: `${ROOT}src/testing.ts` }, FILES)
await bundle({ openapi: `${ROOT}src/routes/openapi.ts` })
await bundle({ operator: `${ROOT}src/operator/operator.ts` })
writeFileSync(`${ROOT}dist/NOTICE.txt`, notice())
