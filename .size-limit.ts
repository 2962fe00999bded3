// The most that the page's script may weigh, as built: every file by itself, as a browser downloads it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { downloaded } from './bench/downloads.ts'

const BUILT = 'packages/element/dist/cdn'

const files = readdirSync(BUILT).map((fileName) => ({
  fileName,
  code: readFileSync(join(BUILT, fileName), 'utf8'),
}))
const danal = downloaded('danal', files)
const path = ({ fileName }: { fileName: string }): string => join(BUILT, fileName)

export default [
  { name: 'A Danal page in Korean, Lit included', path: danal.map(path), limit: '11264 B', gzip: true },
  ...files
    .filter((file) => !danal.includes(file))
    .map((file) => ({ name: file.fileName, path: path(file), limit: '1536 B', gzip: true })),
]
