// Which files of the production script a page downloads.
import type { BuiltFile } from '../packages/element/build.ts'

const ENTRY = 'billing-register.js'
const LIST = 'billing-methods.js'

const chunkOf = (name: string, files: readonly BuiltFile[]): BuiltFile[] =>
  files.filter(({ fileName }) => fileName.startsWith(`billing-register.${name}.`))

/** A file and all that it imports without waiting for anything. */
function withImports(
  file: BuiltFile,
  files: readonly BuiltFile[],
  seen = new Set<BuiltFile>(),
): Set<BuiltFile> {
  if (seen.has(file)) return seen
  seen.add(file)
  const specifiers = [...file.code.matchAll(/(?:\bfrom|\bimport)\s*["'`]\.\/([^"'`]+)["'`]/g)].map(
    (match) => match[1],
  )
  for (const other of files) if (specifiers.includes(other.fileName)) withImports(other, files, seen)
  return seen
}

/** What a page with this provider's element downloads in Korean: the entry, the provider's chunk, and their imports. */
export function downloaded(provider: string, files: readonly BuiltFile[]): BuiltFile[] {
  const roots = [...files.filter(({ fileName }) => fileName === ENTRY), ...chunkOf(provider, files)]
  if (roots.length < 2) throw new Error(`the build has no entry or no chunk of ${provider}`)
  return [...new Set(roots.flatMap((root) => Array.from(withImports(root, files))))]
}

/** What the list of payment methods in Korean downloads beyond the script of the tag that registers. */
export function addedByList(files: readonly BuiltFile[]): BuiltFile[] {
  const [list, entry] = [LIST, ENTRY].map((name) => files.find(({ fileName }) => fileName === name))
  if (!list || !entry) throw new Error('the build has no list')
  const there = withImports(entry, files)
  return [...withImports(list, files)].filter((file) => !there.has(file))
}
