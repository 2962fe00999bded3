// Builds what is published: one tree-shaken file per entry, zod and contract inlined, hono left to the merchant.
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rolldown, type InputOption, type Plugin } from 'rolldown'

const ROOT = fileURLToPath(new URL('.', import.meta.url))

// Built by itself, with its own copy of the schemas: what only the document needs of zod must burden no start.
const openapiApart: Plugin = {
  name: 'openapi-apart',
  resolveId: (id) => (id === './routes/openapi.ts' ? { id: './openapi.js', external: true } : undefined),
}

async function bundle(input: InputOption): Promise<void> {
  const built = await rolldown({
    input,
    platform: 'neutral',
    external: /^hono(\/|$)/,
    plugins: [openapiApart],
    resolve: { conditionNames: ['@billing/source', 'import', 'default'] },
    treeshake: { moduleSideEffects: false },
  })
  await built.write({
    dir: `${ROOT}dist`,
    format: 'es',
    chunkFileNames: 'chunks/[name].js',
    comments: { legal: false },
  })
  await built.close()
}

rmSync(`${ROOT}dist/chunks`, { recursive: true, force: true })
await bundle({ index: `${ROOT}src/index.ts`, testing: `${ROOT}src/testing.ts` })
await bundle({ openapi: `${ROOT}src/routes/openapi.ts` })
