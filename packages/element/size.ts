// Prints what the production scripts weigh: gzip -9 bytes of every file, what a Danal page downloads, and what the list adds.
import { gzipSync } from 'node:zlib'
import { buildElement } from './build.ts'

const files = await buildElement({ write: false })
let danal = 0
let list = 0
for (const { fileName, code } of files) {
  const bytes = gzipSync(code, { level: 9 }).byteLength
  const onDanalPage = fileName === 'billing-register.js' || fileName.includes('.danal.')
  if (onDanalPage) danal += bytes
  if (fileName === 'billing-methods.js') list += bytes
  process.stdout.write(`${String(bytes).padStart(6)}  ${fileName}\n`)
}
process.stdout.write(`${String(danal).padStart(6)}  a Danal page in Korean, Lit included (limit 11264)\n`)
process.stdout.write(
  `${String(list).padStart(6)}  the list of payment methods in Korean, beyond the tag that registers (limit 4096)\n`,
)
