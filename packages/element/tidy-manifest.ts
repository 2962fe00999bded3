// Leaves in the custom-elements manifest what a merchant may use: public members alone, and events by their names only.
import { readFileSync, writeFileSync } from 'node:fs'

interface Declaration {
  members?: { name: string; privacy?: string }[]
  events?: { name?: string }[]
}
interface Manifest {
  modules: { declarations?: Declaration[] }[]
}

const FILE = new URL('dist/custom-elements.json', import.meta.url)
/** What the analyzer takes for members although a page cannot use it. */
const INNER = ['adoptedStyleSheets', 'formAssociated']

const isManifest = (value: unknown): value is Manifest =>
  typeof value === 'object' && value !== null && 'modules' in value

const manifest: unknown = JSON.parse(readFileSync(FILE, 'utf8'))
if (!isManifest(manifest)) throw new Error('dist/custom-elements.json is not a manifest')
for (const declaration of manifest.modules.flatMap(({ declarations = [] }) => declarations)) {
  const { members, events } = declaration
  if (members)
    declaration.members = members.filter(
      ({ name, privacy = 'public' }) => privacy === 'public' && !INNER.includes(name),
    )
  if (events) declaration.events = events.filter(({ name }) => name?.startsWith('billing-'))
}
writeFileSync(FILE, `${JSON.stringify(manifest, null, 2)}\n`)
