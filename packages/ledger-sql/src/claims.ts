// Claims: what came back, each once, in order of arrival, its value sealed and its digest to find it by.
import { isFull, mergeBinding, roomFor, type Claim, type ClaimBinding } from '@billing-register/server'
import { sql } from 'kysely'
import { decodeRaw, parse } from './codec.ts'
import type { Context } from './ledger.ts'
import { ownerOf, type Owned } from './owned.ts'
import { prepared, preparedSql } from './prepared.ts'
import type { Db } from './store.ts'

const TABLE = 'billing_claims'

const placeOf = (registrationId: string, digest: string): { table: string; column: string; row: string } => ({
  table: TABLE,
  column: 'raw',
  row: `${registrationId}/${digest}`,
})

interface BindingColumns {
  readonly owner: number
  readonly quarantined: number
  readonly cookies: string
}

interface BindingRow {
  readonly owner: number | string
  readonly quarantined: number | string
  readonly cookies: string
}

const toColumns = ({ owner, quarantined, cookies }: ClaimBinding): BindingColumns => ({
  owner: Number(owner),
  quarantined: Number(quarantined),
  cookies: JSON.stringify(cookies),
})

const toBinding = ({ owner, quarantined, cookies }: BindingRow): ClaimBinding => ({
  owner: Number(owner) === 1,
  quarantined: Number(quarantined) === 1,
  cookies: parse<readonly string[]>(cookies),
})

interface Fresh extends Owned, BindingColumns {
  readonly registration_id: string
  readonly digest: string
  readonly received_at: number
  readonly raw: string
}

const insert = prepared((db, p: Fresh) =>
  db.insertInto(TABLE).values({
    tenant: p.tenant,
    merchant: p.merchant,
    mode: p.mode,
    owner: p.owner,
    quarantined: p.quarantined,
    cookies: p.cookies,
    registration_id: p.registration_id,
    digest: p.digest,
    received_at: p.received_at,
    raw: p.raw,
  }),
)

const bindings = prepared((db, p: { registration: string }) =>
  db
    .selectFrom(TABLE)
    .select(['seq', 'digest', 'owner', 'quarantined', 'cookies'])
    .where('registration_id', '=', p.registration),
)

const ofRegistration = prepared((db, p: { registration: string; tenant: string }) =>
  db
    .selectFrom(TABLE)
    .select(['digest', 'received_at', 'owner', 'quarantined', 'cookies', 'raw'])
    .where('registration_id', '=', p.registration)
    .where('tenant', '=', p.tenant)
    .orderBy('seq'),
)

interface OneWay extends BindingColumns {
  readonly tenant: string
  readonly registration: string
  readonly digest: string
  readonly received: number
  readonly raw: string
  readonly all: number
  readonly unbound: number
}

const addOneWay = preparedSql(
  (p: OneWay) => sql<{ done: 'added' | 'known' | 'full' | 'none' }>`select billing_add_claim(${p.tenant},
    ${p.registration}, ${p.digest}, ${p.received}, ${p.owner}, ${p.quarantined}, ${p.cookies}, ${p.raw},
    ${p.all}, ${p.unbound}) as done`,
)

/** Stores a claim, or merges its binding into the same one that is there. */
export async function addClaim(context: Context, claim: Claim): Promise<'added' | 'known' | 'full'> {
  const { store, sealer, tenant } = context
  const { registrationId: registration, digest, receivedAt: received, binding } = claim
  const raw = await sealer.seal(placeOf(registration, digest), JSON.stringify(claim.raw))
  if (store.flavour === 'postgres') {
    const fresh = { tenant, registration, digest, received, raw, ...toColumns(binding), ...roomFor(claim) }
    const [row] = (await store.writeOne((db) => addOneWay(db, fresh))).rows
    if (row?.done === 'added' || row?.done === 'full') return row.done
  }
  return store.write((db) => addIn(context, db, claim, raw))
}

async function addIn(
  context: Context,
  db: Db,
  claim: Claim,
  raw: string,
): Promise<'added' | 'known' | 'full'> {
  const owned = await ownerOf(context, db, claim.registrationId, true)
  const { rows } = await bindings(db, { registration: claim.registrationId })
  const known = rows.find(({ digest }) => digest === claim.digest)
  if (known) {
    const merged = toColumns(mergeBinding(toBinding(known), claim.binding))
    await db.updateTable(TABLE).set(merged).where('seq', '=', known.seq).execute()
    return 'known'
  }
  const stored = rows.map((row) => Object.assign({}, claim, { digest: row.digest, binding: toBinding(row) }))
  if (isFull(stored, claim)) return 'full'
  await insert(db, {
    ...owned,
    ...toColumns(claim.binding),
    registration_id: claim.registrationId,
    digest: claim.digest,
    received_at: claim.receivedAt,
    raw,
  })
  return 'added'
}

const withDigest = prepared((db, p: { digest: string; tenant: string }) =>
  db
    .selectFrom(TABLE)
    .select('registration_id')
    .where('digest', '=', p.digest)
    .where('tenant', '=', p.tenant)
    .orderBy('seq'),
)

/** At whose doors a return stands. */
export async function doorsOf({ store, tenant }: Context, digest: string): Promise<readonly string[]> {
  const { rows } = await store.read((db) => withDigest(db, { digest, tenant }))
  return rows.map(({ registration_id }) => registration_id)
}

/** Claims of a registration in order of arrival. */
export async function claimsOf(
  { store, sealer, tenant }: Context,
  registrationId: string,
): Promise<readonly Claim[]> {
  const { rows } = await store.read((db) => ofRegistration(db, { registration: registrationId, tenant }))
  return Promise.all(
    rows.map(async (row): Promise<Claim> => ({
      registrationId,
      digest: row.digest,
      receivedAt: Number(row.received_at),
      raw: decodeRaw(await sealer.unseal(placeOf(registrationId, row.digest), row.raw)),
      binding: toBinding(row),
    })),
  )
}
