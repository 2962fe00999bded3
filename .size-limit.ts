// The most that the page's script and a worker's cold start may weigh, as built: every file by itself.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { downloaded } from './bench/downloads.ts'
import { edgeWorker, together } from './bench/server-bytes.ts'

const BUILT = 'packages/element/dist/cdn'

const files = readdirSync(BUILT)
  .filter((fileName) => fileName.endsWith('.js'))
  .map((fileName) => ({ fileName, code: readFileSync(join(BUILT, fileName), 'utf8') }))
const danal = downloaded('danal', files)
const path = ({ fileName }: { fileName: string }): string => join(BUILT, fileName)

const worker = join(mkdtempSync(join(tmpdir(), 'billing-register-')), 'worker.js')
writeFileSync(worker, together((await edgeWorker()).start))

export default [
  { name: 'A worker with Danal, cold start, hono included', path: worker, limit: '27648 B', gzip: true },
  { name: 'A Danal page in Korean, Lit included', path: danal.map(path), limit: '11264 B', gzip: true },
  ...files
    .filter((file) => !danal.includes(file))
    .map((file) => ({ name: file.fileName, path: path(file), limit: '1536 B', gzip: true })),
]
