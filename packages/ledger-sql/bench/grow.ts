// Fills a SQLite ledger with settled registrations of other customers, by SQL: only their number matters.
import Database from 'libsql'

const OWNED = `'', 'M1', 'test'`

/** Adds registrations, with an attempt, a payment method and two events each, until there are `rows`. */
export function growTo(path: string, rows: number): void {
  const database = new Database(path)
  database.exec('PRAGMA busy_timeout=5000')
  const sealed = `'s1.k0.abcdef.' || hex(randomblob(500))`
  const have = database.prepare('select count(*) as n from billing_registrations').all([])
  const from = Number(Reflect.get(Object(have[0]), 'n'))
  const numbers = `with recursive n(i) as (select ${from} union all select i + 1 from n where i < ${rows - 1})`
  const id = `'r' || i || '-' || hex(randomblob(8))`
  database.exec('begin immediate')
  database.exec(`${numbers} insert into billing_registrations (id, tenant, merchant, mode, credential, version, state,
    customer_id, client_ref, provider, provider_ref, created_at, record)
    select ${id}, ${OWNED}, 'f', 3, 'issued', 'c' || i, 'ref', 'danal', 'o' || i || hex(randomblob(8)), i, ${sealed} from n`)
  const added = `from billing_registrations where customer_id like 'c%' and created_at >= ${from} and record like 's1.k0.%'`
  database.exec(`insert into billing_consumed_claims (digest, tenant, merchant, mode, registration_id, consumed_at)
    select hex(randomblob(32)), ${OWNED}, id, created_at ${added}`)
  database.exec(`insert into billing_attempts (id, tenant, merchant, mode, credential, registration_id, kind, claim_digest,
    sent_at, answered_at, exchanges) select 'a' || id, ${OWNED}, 'f', id, 'issue', 'd', created_at, created_at,
    's1.k0.abcdef.' || hex(randomblob(150)) ${added}`)
  database.exec(`insert into billing_payment_methods (id, tenant, merchant, mode, credential, customer_id, registration_id,
    provider, state, created_at, record) select 'p' || id, ${OWNED}, 'f', customer_id, id, 'danal', 'active', created_at,
    's1.k0.abcdef.' || hex(randomblob(200)) ${added}`)
  for (const step of ['1', '2']) {
    database.exec(`insert into billing_events (id, tenant, merchant, mode, registration_id, customer_id, type, at)
      select 'e${step}' || id, ${OWNED}, id, customer_id, 'registration.issued', created_at ${added}`)
  }
  database.exec('commit')
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
}
