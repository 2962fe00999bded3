// Finds the merchant's own createBilling() and loads it, TypeScript or not.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Billing } from '@billing-register/server'
import { createJiti } from 'jiti'
import { UsageError } from './io.ts'

const NAMES = ['ts', 'mts', 'js', 'mjs'].map((ending) => `billing.config.${ending}`)

const HOW = `make a billing.config.ts such as

  export { billing as default } from './src/billing.ts'

where src/billing.ts exports what createBilling() gave, and does not start a server by being imported`

/**
 * Loads `path`, or the `billing.config.*` of the folder.
 * @throws UsageError when there is none, or it exports no billing; whatever the module itself throws
 */
export async function loadBilling(cwd: string, path: string | undefined): Promise<Billing> {
  const file =
    path === undefined ? NAMES.map((name) => resolve(cwd, name)).find(existsSync) : resolve(cwd, path)
  if (file === undefined) throw new UsageError(`there is no billing.config.ts here: ${HOW}`)
  if (!existsSync(file)) throw new UsageError(`--config: there is no file ${path}`)
  const module: unknown = await createJiti(import.meta.url, { interopDefault: false }).import(file)
  const found = [propertyOf(module, 'default'), propertyOf(module, 'billing')].find(isBilling)
  if (!found) throw new UsageError(`${path ?? 'billing.config'} exports no billing: ${HOW}`)
  return found
}

const propertyOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

function isBilling(value: unknown): value is Billing {
  return (
    typeof propertyOf(value, 'operator') === 'function' && typeof propertyOf(value, 'rotate') === 'function'
  )
}
