// The shop's own small scripts: written in TypeScript beside the pages, stripped of their types once per process.
import { readFile } from 'node:fs/promises'
import { transformWithOxc } from 'vite'

const NAMES = ['truth-panel', 'playground'] as const
const scripts = new Map<string, Promise<string>>()

async function strip(name: string): Promise<string> {
  const file = new URL(`client/${name}.ts`, import.meta.url)
  const { code } = await transformWithOxc(await readFile(file, 'utf8'), `${name}.ts`, { sourcemap: false })
  return code
}

/** JavaScript of one script, or undefined when the shop has none of that name. */
export function clientScript(name: string): Promise<string> | undefined {
  if (!NAMES.some((known) => known === name)) return undefined
  const script = scripts.get(name) ?? strip(name)
  scripts.set(name, script)
  return script
}
