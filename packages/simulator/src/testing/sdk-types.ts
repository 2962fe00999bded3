// Checks a value against a type that @portone/server-sdk declares. PortOne generates those declarations from its V2
// OpenAPI document, one type per file: an object, a union of literals, or a union of other types.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)
const ROOT = join(dirname(require.resolve('@portone/server-sdk')), 'generated')

interface Field {
  readonly type: string
  readonly optional: boolean
}

type Declared =
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, Field> }
  | { readonly kind: 'literals'; readonly values: readonly string[] }
  | { readonly kind: 'union'; readonly types: readonly string[] }

interface Declaration {
  readonly declared: Declared
  /** Paths of the types it names, below ROOT. */
  readonly imports: ReadonlyMap<string, string>
}

function fieldsOf(body: string): ReadonlyMap<string, Field> {
  const fields = body.matchAll(/^\s*(?:readonly )?(\w+)(\??):\s*([^;]+);/gm)
  return new Map(
    [...fields].map(([, name = '', mark, type = '']) => [name, { type, optional: mark === '?' }]),
  )
}

function declaredIn(source: string): Declared {
  const [, body = ''] = /export type \w+ =([\s\S]*?);\s*(?:export|$)/.exec(`${source}\n`) ?? []
  if (body.trim().startsWith('{')) return { kind: 'object', fields: fieldsOf(body) }
  const literals = [...body.matchAll(/"([^"]+)"/g)].map(([, value = '']) => value)
  if (literals.length > 0) return { kind: 'literals', values: literals }
  // The last member stands for what a later version may add; here it would let anything through.
  const named = body.replace(/\{[\s\S]*\}/, '').match(/\b[A-Z]\w+/g) ?? []
  return { kind: 'union', types: named }
}

const sourceOf = (path: string): string =>
  readFileSync(join(ROOT, `${path}.d.ts`), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')

function importsOf(source: string, path: string): ReadonlyMap<string, string> {
  const from = dirname(path)
  const imports = source.matchAll(/import type \{ (\w+) \} from "([^"]+)"/g)
  return new Map(
    [...imports].map(([, name = '', file = '']) => {
      // From the clients the way leads up to the package and down again.
      const target = join('generated', from, file.replace(/\.(mjs|cjs|js|ts)$/, ''))
      return [name, target.replace(/^generated\//, '')]
    }),
  )
}

/** @param path below ROOT, without extension, for example `payment/billingKey/BillingKeyInfo` */
function readDeclaration(path: string): Declaration {
  const source = sourceOf(path)
  return { declared: declaredIn(source), imports: importsOf(source, path) }
}

const PRIMITIVES: readonly string[] = ['string', 'number', 'boolean']

function checkType(value: unknown, type: string, where: string, scope: Declaration): string[] {
  const wanted = type.trim()
  if (wanted.endsWith('[]'))
    return Array.isArray(value)
      ? value.flatMap((item, index) => checkType(item, wanted.slice(0, -2), `${where}[${index}]`, scope))
      : [`${where}: not a list`]
  if (PRIMITIVES.includes(wanted)) return typeof value === wanted ? [] : [`${where}: not a ${wanted}`]
  if (wanted.startsWith('"')) return value === wanted.slice(1, -1) ? [] : [`${where}: not ${wanted}`]
  const path = scope.imports.get(wanted)
  return path ? problemsOf(value, path, where) : [`${where}: the type ${wanted} cannot be read`]
}

function checkFields(
  value: unknown,
  fields: ReadonlyMap<string, Field>,
  where: string,
  scope: Declaration,
): string[] {
  if (typeof value !== 'object' || value === null) return [`${where}: not an object`]
  const given = new Map<string, unknown>(Object.entries(value))
  const unknown = [...given.keys()].filter((name) => !fields.has(name))
  const wrong = [...fields].flatMap(([name, { type, optional }]) => {
    if (given.has(name)) return checkType(given.get(name), type, `${where}.${name}`, scope)
    return optional ? [] : [`${where}.${name}: missing`]
  })
  return [...unknown.map((name) => `${where}.${name}: not declared`), ...wrong]
}

/** What keeps a value from being of the type; empty when nothing does. Undeclared fields and literals count as wrong. */
export function problemsOf(value: unknown, path: string, where = 'answer'): string[] {
  const scope = readDeclaration(path)
  const { declared } = scope
  if (declared.kind === 'object') return checkFields(value, declared.fields, where, scope)
  if (declared.kind === 'literals')
    return declared.values.some((known) => known === value) ? [] : [`${where}: not one of the literals`]
  return unionProblems(value, declared.types, where, scope)
}

function unionProblems(
  value: unknown,
  types: readonly string[],
  where: string,
  scope: Declaration,
): string[] {
  const tried = types.map((type) => checkType(value, type, where, scope))
  return tried.toSorted((a, b) => a.length - b.length)[0] ?? []
}

/**
 * What keeps an answer from being one of the errors that a call of the official client declares (`error`: the name of its
 * class). @param path of the client below ROOT, for example `payment/billingKey/client`
 */
export function problemsOfError(value: unknown, path: string, error: string, where = 'answer'): string[] {
  const source = sourceOf(path)
  const [, union = ''] = new RegExp(`class ${error} [^{]*\\{\\s*readonly data: ([^{]+)\\|`).exec(source) ?? []
  const types = union.match(/\b[A-Z]\w+/g) ?? []
  if (types.length === 0) return [`${where}: ${error} is not declared`]
  const scope: Declaration = { declared: { kind: 'union', types }, imports: importsOf(source, path) }
  return unionProblems(value, types, where, scope)
}
