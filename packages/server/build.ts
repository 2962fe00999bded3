// Builds what is published: one tree-shaken file per entry, zod and contract inlined, hono left to the merchant.
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rolldown, type InputOption, type Plugin } from 'rolldown'

const ROOT = fileURLToPath(new URL('.', import.meta.url))

// Built by themselves, with their own copies of what they share: what few requests need must burden no start.
const APART: Readonly<Record<string, string>> = {
  './routes/openapi.ts': './openapi.js',
  './operator/operator.ts': './operator.js',
}
const apart: Plugin = {
  name: 'apart',
  resolveId: (id) => (APART[id] ? { id: APART[id], external: true } : undefined),
}

async function bundle(input: InputOption): Promise<void> {
  const built = await rolldown({
    input,
    platform: 'neutral',
    external: /^hono(\/|$)/,
    plugins: [apart],
    resolve: { conditionNames: ['@billing/source', 'import', 'default'] },
    treeshake: { moduleSideEffects: false },
  })
  await built.write({
    dir: `${ROOT}dist`,
    format: 'es',
    // Hashed: a process whose files are replaced while it runs must not load a part of another version.
    chunkFileNames: 'chunks/[name]-[hash].js',
    comments: { legal: false },
  })
  await built.close()
}

rmSync(`${ROOT}dist/chunks`, { recursive: true, force: true })
await bundle({ index: `${ROOT}src/index.ts`, testing: `${ROOT}src/testing.ts` })
await bundle({ openapi: `${ROOT}src/routes/openapi.ts` })
await bundle({ operator: `${ROOT}src/operator/operator.ts` })
