// The tables as queries see them. What is secret is in the columns `record`, `raw`, `exchanges` and `value`: sealed.
import type { Locale } from '@billing-register/contract'
import type { ColumnType, Generated } from 'kysely'

/** A whole number. Postgres gives a bigint as text. */
type Whole = ColumnType<number | string, number, number>

/** Whose row it is: on every row that belongs to a registration. */
interface Owned {
  tenant: string
  merchant: string
  mode: 'live' | 'test'
}

interface RegistrationsTable extends Owned {
  seq: Generated<number>
  id: string
  credential: string
  version: Whole
  state: string
  customer_id: string
  client_ref: string
  plan: string | null
  provider: string
  provider_ref: string
  created_at: Whole
  /** When somebody should look at it, or whoever is looking has until then. By the database's clock. */
  look_at: ColumnType<number | string | null, number | null, number | null>
  /** The whole registration, sealed. The other columns are for searching and are compared with it when it is read. */
  record: string
}

interface ClaimsTable extends Owned {
  seq: Generated<number>
  registration_id: string
  digest: string
  received_at: Whole
  owner: Whole
  quarantined: Whole
  cookies: string
  raw: string
}

interface ConsumedClaimsTable extends Owned {
  digest: string
  registration_id: string
  consumed_at: Whole
}

/** An intent, and what came of it. */
export interface AnsweredTable extends Owned {
  seq: Generated<number>
  id: string
  registration_id: string
  credential: string
  kind: string
  sent_at: Whole
  answered_at: ColumnType<number | string | null, number | null, number | null>
  exchanges: string | null
}

/** The attempts. */
export interface AttemptsTable extends AnsweredTable {
  claim_digest: string
}

interface PaymentMethodsTable extends Owned {
  seq: Generated<number>
  id: string
  credential: string
  customer_id: string
  registration_id: string
  provider: string
  state: string
  /** Counts here alone, not in the record: a registration's step raises it without having read it. */
  version: Whole
  created_at: Whole
  /** By the database's clock. */
  look_at: ColumnType<number | string | null, number | null, number | null>
  /** Keyed digest of provider and key. Null: made before there was one. */
  key_lookup: string | null
  record: string
}

interface PaymentsTable extends Owned {
  seq: Generated<number>
  id: string
  credential: string
  version: Whole
  state: string
  customer_id: string
  registration_id: string
  payment_method_id: string
  provider: string
  order_id: string
  pg_order_id: string
  created_at: Whole
  /** By the database's clock. */
  look_at: ColumnType<number | string | null, number | null, number | null>
  record: string
}

/** What the PG called a payment's earlier attempts. */
interface EarlierOrdersTable {
  seq: Generated<number>
  tenant: string
  provider: string
  pg_order_id: string
  payment_id: string
}

/** The operations. */
export interface OperationsTable extends AnsweredTable {
  /** The payment or payment method. */
  owner_id: string
  subject: string
}

interface EventsTable extends Owned {
  seq: Generated<number>
  id: string
  registration_id: string
  customer_id: string
  type: string
  at: Whole
  actor: string
  request_id: string | null
  from_state: string | null
  to_state: string | null
  detail: string | null
}

interface DeliveriesTable extends Owned {
  seq: Generated<number>
  event_id: string
  registration_id: string
  tries: Whole
  /** By the database's clock. */
  due_at: Whole
}

interface ConsentsTable extends Owned {
  seq: Generated<number>
  registration_id: string
  customer_id: string
  plan: string | null
  version: string
  locale: Locale
  offer: string
  text: string
  at: Whole
}

interface TalliesTable {
  seq: Generated<number>
  tenant: string
  customer_id: string
  at: Whole
}

interface SecretsTable {
  name: string
  value: string
}

interface MigrationsTable {
  version: Whole
  applied_at: Whole
}

/** Every table, by its name in the database. */
export interface Schema {
  billing_registrations: RegistrationsTable
  billing_claims: ClaimsTable
  billing_consumed_claims: ConsumedClaimsTable
  billing_attempts: AttemptsTable
  billing_payment_methods: PaymentMethodsTable
  billing_payments: PaymentsTable
  billing_earlier_orders: EarlierOrdersTable
  billing_operations: OperationsTable
  billing_events: EventsTable
  billing_deliveries: DeliveriesTable
  billing_consents: ConsentsTable
  billing_tallies: TalliesTable
  billing_secrets: SecretsTable
  billing_migrations: MigrationsTable
}
