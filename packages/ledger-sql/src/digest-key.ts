// The key under which claims are digested: random, made by the first server, sealed in the database for all.
import { BillingError } from '@billing-register/contract'
import type { Context } from './ledger.ts'

const NAME = 'digest_key'
const BYTES = 32
const place = { table: 'billing_secrets', column: 'value', row: NAME }

/**
 * The 32 bytes. They are the database's own and outlive every sealing key: digests in the tables match before,
 * during and after a rotation, and only the one sealed value has to be sealed anew.
 */
export async function digestKey({ store, sealer }: Context): Promise<Uint8Array<ArrayBuffer>> {
  const stored = (await read(store)) ?? (await make(store, await sealer.seal(place, freshKey())))
  const key = Uint8Array.from(Buffer.from(await sealer.unseal(place, stored), 'base64'))
  if (key.length === BYTES) return key
  throw new BillingError('ledger_tampered', 'billing_secrets: the digest key has the wrong length')
}

const freshKey = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(BYTES))).toString('base64')

function read(store: Context['store']): Promise<string | undefined> {
  return store.read(async (db) => {
    const row = await db
      .selectFrom('billing_secrets')
      .select('value')
      .where('name', '=', NAME)
      .executeTakeFirst()
    return row?.value
  })
}

// Of two servers that start at once one wins, and both use its key.
function make(store: Context['store'], value: string): Promise<string> {
  return store.write(async (db) => {
    const insert = db.insertInto('billing_secrets').values({ name: NAME, value })
    await insert.onConflict((conflict) => conflict.column('name').doNothing()).execute()
    const row = await db
      .selectFrom('billing_secrets')
      .select('value')
      .where('name', '=', NAME)
      .executeTakeFirstOrThrow()
    return row.value
  })
}
