// The most that the page's script and a worker's cold start may weigh, as built: every file by itself.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addedByList, downloaded } from './bench/downloads.ts'
import { edgeWorker, together } from './bench/server-bytes.ts'

const BUILT = 'packages/element/dist/cdn'

const files = readdirSync(BUILT)
  .filter((fileName) => fileName.endsWith('.js'))
  .map((fileName) => ({ fileName, code: readFileSync(join(BUILT, fileName), 'utf8') }))
const danal = downloaded('danal', files)
/** What a Korean customer downloads to see the list, delete from it and replace in it, beyond the tag that registers. */
const list = addedByList(files)
const path = ({ fileName }: { fileName: string }): string => join(BUILT, fileName)

const worker = join(mkdtempSync(join(tmpdir(), 'billing-register-')), 'worker.js')
writeFileSync(worker, together((await edgeWorker()).start))

export default [
  { name: 'A worker with Danal, cold start, hono included', path: worker, limit: '20480 B', gzip: true },
  { name: 'A Danal page in Korean, Lit included', path: danal.map(path), limit: '11264 B', gzip: true },
  {
    name: 'The list of payment methods in Korean, beyond the tag that registers',
    path: list.map(path),
    limit: '4096 B',
    gzip: true,
  },
  ...files
    .filter((file) => !danal.includes(file) && !list.includes(file))
    .map((file) => ({ name: file.fileName, path: path(file), limit: '1536 B', gzip: true })),
]
