// How many bytes a function at the edge is given: the server with one provider, hono included, as a worker gets it.
// The ledger is passed in: the one in memory is not for production, and a durable one is a package of its own.
// Counted is what a cold start loads: the entry and all that it imports statically, minified and
// gzipped together, as an upload is. What is imported while the worker runs is split off and told beside it.
import { rolldown, type OutputChunk } from 'rolldown'
import type { Row } from './row.ts'
import { gzipped } from './script-bytes.ts'

const WORKER = `import { createBilling, danal } from '@billing-register/server'
export default (ledger) => createBilling({
  publicUrl: 'https://shop.example/billing',
  providers: [danal({ clientKey: 'CL_TEST_a', merchantId: 'M1', secretKey: 'SK_TEST_a' })],
  ledger,
  identify: () => null,
  order: () => null,
})
`

const MEMORY_LEDGER = "export { memoryLedger } from '@billing-register/server'"
const SEALING = "export { makeSealer } from '@billing-register/server'"
const HONO = "export { Hono } from 'hono/tiny'"
/** A worker's files: those of a cold start, and those that are loaded later. */
interface Worker {
  readonly start: readonly OutputChunk[]
  readonly later: readonly OutputChunk[]
}

/** The chunks with all that they import statically. */
function closure(of: readonly OutputChunk[], chunks: readonly OutputChunk[]): Set<OutputChunk> {
  const all = new Set(of)
  // A set that grows is walked to its end.
  for (const { imports } of all) {
    for (const chunk of chunks) if (imports.includes(chunk.fileName)) all.add(chunk)
  }
  return all
}

async function built(source: string): Promise<Worker> {
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
  const start = closure(
    chunks.filter((chunk) => chunk.isEntry),
    chunks,
  )
  return { start: [...start], later: chunks.filter((chunk) => !start.has(chunk)) }
}

/** Several files as the one that is weighed. */
export const together = (chunks: readonly OutputChunk[]): string => chunks.map(({ code }) => code).join('\n')

const bytes = (chunks: readonly OutputChunk[]): number => gzipped(together(chunks))

/** The worker with one provider. The server must have been built. */
export const edgeWorker = (): Promise<Worker> => built(WORKER)

/** Bytes of a worker. The server must have been built. */
export async function serverBytes(): Promise<Row[]> {
  const worker = await edgeWorker()
  const hono = await built(HONO)
  const more = async (source: string): Promise<number> =>
    bytes((await built(WORKER + source)).start) - bytes(worker.start)
  const later = (...names: readonly string[]): number =>
    bytes([
      ...closure(
        worker.later.filter(({ name }) => names.some((one) => name.startsWith(one))),
        worker.later,
      ),
    ])
  return [
    {
      what: 'Server with Danal for the edge, hono included, cold start, gzip',
      value: bytes(worker.start),
      unit: 'bytes',
      atMost: 20_480,
    },
    { what: '  of which about: hono alone', value: bytes(hono.start), unit: 'bytes' },
    {
      what: '  beside it: the in-memory ledger, which production does not have',
      value: await more(MEMORY_LEDGER),
      unit: 'bytes',
    },
    { what: '  beside it: sealing, where the ledger seals', value: await more(SEALING), unit: 'bytes' },
    {
      what: '  later: finishing, while the customer is in the window',
      value: later('finish', 'finisher'),
      unit: 'bytes',
    },
    { what: '  later: English', value: later('en-'), unit: 'bytes' },
    { what: '  later: only for GET /openapi.json', value: later('openapi'), unit: 'bytes' },
    { what: '  later: only for operators', value: later('operator'), unit: 'bytes' },
    { what: '  later: only where cards are typed', value: later('card-form'), unit: 'bytes' },
    {
      what: '  all that there is, every later file included',
      value: bytes([...worker.start, ...worker.later]),
      unit: 'bytes',
    },
  ]
}
