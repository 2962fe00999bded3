// The production script of the tag, built once per process and served from memory: `/billing-register.js` and its chunks.
import { buildElement } from '../../packages/element/build.ts'

let built: Promise<ReadonlyMap<string, string>> | undefined

async function build(): Promise<ReadonlyMap<string, string>> {
  const files = await buildElement({ write: false })
  return new Map(files.map(({ fileName, code }) => [fileName, code]))
}

/** Code by file name, `billing-register.js` among them. */
export function elementFiles(): Promise<ReadonlyMap<string, string>> {
  built ??= build()
  return built
}
