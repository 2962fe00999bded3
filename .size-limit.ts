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
/** The list of payment methods, and what a customer may do in it, loaded once it is drawn. */
const list = { 'billing-methods.js': '4096 B', 'billing-methods.actions.': '2048 B' }
const limitOf = (fileName: string): string =>
  Object.entries(list).find(([begin]) => fileName.startsWith(begin))?.[1] ?? '1536 B'
/** What a Korean customer with a card downloads to see the list, delete from it and replace in it. */
const wholeList = files.filter(({ fileName }) => /^billing-methods\.(js|actions\.|replace\.)/.test(fileName))
const path = ({ fileName }: { fileName: string }): string => join(BUILT, fileName)

const worker = join(mkdtempSync(join(tmpdir(), 'billing-register-')), 'worker.js')
writeFileSync(worker, together((await edgeWorker()).start))

export default [
  { name: 'A worker with Danal, cold start, hono included', path: worker, limit: '20480 B', gzip: true },
  { name: 'A Danal page in Korean, Lit included', path: danal.map(path), limit: '11264 B', gzip: true },
  {
    name: 'The whole list of payment methods in Korean',
    path: wholeList.map(path),
    limit: '6784 B',
    gzip: true,
  },
  ...files
    .filter((file) => !danal.includes(file))
    .map((file) => ({ name: file.fileName, path: path(file), limit: limitOf(file.fileName), gzip: true })),
]
