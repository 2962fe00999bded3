// How many bytes a function at the edge is given: the server with one provider, hono included, as a worker gets it.
import { rolldown } from 'rolldown'
import type { Row } from './row.ts'
import { gzipped } from './script-bytes.ts'

const WORKER = `import { createBilling, danal, memoryLedger } from '@billing-register/server'
export default createBilling({
  publicUrl: 'https://shop.example/billing',
  providers: [danal({ clientKey: 'CL_TEST_a', merchantId: 'M1', secretKey: 'SK_TEST_a' })],
  ledger: memoryLedger(),
  identify: () => null,
  order: () => null,
})
`

const HONO = "export { Hono } from 'hono/tiny'"
const SCHEMAS =
  "export { completeRequest, createRegistrationRequest } from '@billing-register/contract/schema'"

interface Built {
  /** Loaded at the start. */
  readonly start: number
  readonly lazy: number
}

async function built(source: string): Promise<Built> {
  const bundle = await rolldown({
    input: 'worker',
    platform: 'neutral',
    resolve: { conditionNames: ['workerd', 'worker', 'import', 'default'] },
    plugins: [
      {
        name: 'worker',
        resolveId: (id) => (id === 'worker' ? `${process.cwd()}/bench/worker.js` : undefined),
        load: (id) => (id.endsWith('/bench/worker.js') ? source : undefined),
      },
    ],
  })
  const { output } = await bundle.generate({ format: 'es', minify: true })
  await bundle.close()
  const chunks = output.filter((file) => file.type === 'chunk')
  const entry = chunks.find((chunk) => chunk.isEntry)
  const start = chunks.filter((chunk) => chunk === entry || entry?.imports.includes(chunk.fileName))
  const bytes = (some: typeof chunks): number => some.reduce((total, { code }) => total + gzipped(code), 0)
  return { start: bytes(start), lazy: bytes(chunks.filter((chunk) => !start.includes(chunk))) }
}

/** Bytes of a worker. The server must have been built. */
export async function serverBytes(): Promise<Row[]> {
  const worker = await built(WORKER)
  const hono = await built(HONO)
  const schemas = await built(SCHEMAS)
  return [
    {
      what: 'Server with Danal for the edge, hono included, gzip',
      value: worker.start,
      unit: 'bytes',
      atMost: 20_480,
    },
    { what: '  of which about: hono alone', value: hono.start, unit: 'bytes' },
    {
      what: '  of which about: the schemas of requests with zod/mini alone',
      value: schemas.start,
      unit: 'bytes',
    },
    { what: '  beside it, only for GET /openapi.json', value: worker.lazy, unit: 'bytes' },
  ]
}
