// Builds what is published: one tree-shaken file per entry, libraries and contract inlined, hono left to the merchant.
import { rmSync } from 'node:fs'
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
  await built.write({
    dir: `${ROOT}dist`,
    format: 'es',
    // Hashed: a process whose files are replaced while it runs must not load a part of another version.
    chunkFileNames: 'chunks/[name]-[hash].js',
    comments: { legal: false },
    codeSplitting: { groups },
  })
  await built.close()
}

rmSync(`${ROOT}dist/chunks`, { recursive: true, force: true })
await bundle({ index: `${ROOT}src/index.ts`, testing: `${ROOT}src/testing.ts` }, FILES)
await bundle({ openapi: `${ROOT}src/routes/openapi.ts` })
await bundle({ operator: `${ROOT}src/operator/operator.ts` })
