// Version 4: payments and their operations at the PG; methods have versions, are found by their key, and are looked at.
import type { Flavour } from '../store.ts'

const OWNED = 'tenant text not null, merchant text not null, mode text not null'
const REGISTRATION = 'registration_id text not null references billing_registrations (id)'

const METHODS = (lookup: string): readonly string[] => [
  `alter table billing_payment_methods add column version bigint not null default 1`,
  `alter table billing_payment_methods add column look_at bigint`,
  // Filled in by the first lookup that finds nothing, or by rotate(): it takes the sealing keys.
  `alter table billing_payment_methods add column key_lookup ${lookup}`,
  // Keys that nobody wants, or that wait for their owner, could not be revoked before: they are looked at once.
  `update billing_payment_methods set look_at = 0 where state in ('surplus', 'held')`,
  `create index billing_payment_methods_key on billing_payment_methods (tenant, key_lookup, seq)`,
  `create index billing_payment_methods_look on billing_payment_methods (tenant, look_at) where look_at is not null`,
]

const TABLES = (seq: string): readonly string[] => [
  `create table billing_payments (seq ${seq}, id text not null unique, ${OWNED}, credential text not null,
    version bigint not null, state text not null, customer_id text not null, ${REGISTRATION},
    payment_method_id text not null, provider text not null, order_id text not null, pg_order_id text not null,
    created_at bigint not null, look_at bigint, record text not null, unique (tenant, order_id))`,
  `create index billing_payments_pg_order on billing_payments (tenant, pg_order_id)`,
  `create index billing_payments_customer on billing_payments (tenant, customer_id, seq)`,
  `create index billing_payments_method on billing_payments (tenant, payment_method_id, seq)`,
  // Small however many payments there are: only what somebody must look at, and only what is not settled.
  `create index billing_payments_look on billing_payments (tenant, look_at) where look_at is not null`,
  `create index billing_payments_waiting on billing_payments (tenant, seq)
    where state in ('due', 'scheduling', 'charging', 'uncertain')`,
  `create table billing_earlier_orders (seq ${seq}, tenant text not null, provider text not null,
    pg_order_id text not null, payment_id text not null references billing_payments (id),
    unique (tenant, pg_order_id, provider))`,
  `create table billing_operations (seq ${seq}, id text not null unique, ${OWNED}, credential text not null,
    ${REGISTRATION}, kind text not null, owner_id text not null, subject text not null, sent_at bigint not null,
    answered_at bigint, exchanges text)`,
  `create index billing_operations_subject on billing_operations (tenant, subject, seq)`,
  `create index billing_operations_owner on billing_operations (tenant, owner_id, seq)`,
]

/** Statements from version 3 to version 4. */
export function payments(flavour: Flavour): readonly string[] {
  return flavour === 'sqlite'
    ? [...METHODS('text'), ...TABLES('integer primary key')]
    : // Lookups are compared byte by byte, whatever the database's language is.
      [...METHODS('text collate "C"'), ...TABLES('bigint generated always as identity primary key')]
}
