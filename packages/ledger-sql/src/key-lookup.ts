// What a billing key is found by: a digest of provider and key that nobody can make without the sealing keys.
import type { Secret } from '@billing-register/server'
import type { Context } from './ledger.ts'

const textOf = (provider: string, key: Secret): string => JSON.stringify([provider, key.reveal()])
const PLACE = { table: 'billing_payment_methods', column: 'key_lookup' }

/** The digests under each sealing key, newest first. */
export const lookupsOf = (
  { sealer }: Context,
  provider: string,
  key: Secret,
): Promise<readonly [string, ...string[]]> => sealer.lookups(PLACE, textOf(provider, key))

/** The one under the newest sealing key: what is kept beside the key. */
export async function lookupOf(context: Context, provider: string, key: Secret): Promise<string> {
  const [newest] = await lookupsOf(context, provider, key)
  return newest
}
