// Version 1: registrations, claims, attempts, payment methods, the event log and its outbox.
import type { Flavour } from '../store.ts'

/** Whose row it is. */
const OWNED = 'tenant text not null, merchant text not null, mode text not null'

const TABLES = (seq: string): readonly string[] => [
  `create table billing_registrations (seq ${seq}, id text not null unique, ${OWNED}, credential text not null,
    version bigint not null, state text not null, customer_id text not null, client_ref text not null, plan text,
    provider text not null, provider_ref text not null, created_at bigint not null, record text not null,
    unique (tenant, customer_id, client_ref))`,
  // Small however many registrations there are: only what is not settled yet.
  `create index billing_registrations_pending on billing_registrations (tenant, customer_id, seq)
    where state in ('open', 'uncertain')`,
  `create index billing_registrations_provider_ref on billing_registrations (provider_ref)`,
  `create table billing_claims (seq ${seq}, ${OWNED},
    registration_id text not null references billing_registrations (id), digest text not null,
    received_at bigint not null, owner smallint not null, quarantined smallint not null, cookies text not null,
    raw text not null, unique (registration_id, digest))`,
  `create table billing_consumed_claims (digest text not null primary key, ${OWNED},
    registration_id text not null references billing_registrations (id), consumed_at bigint not null)`,
  `create table billing_attempts (seq ${seq}, id text not null unique, ${OWNED}, credential text not null,
    registration_id text not null references billing_registrations (id), kind text not null,
    claim_digest text not null, sent_at bigint not null, answered_at bigint, exchanges text)`,
  `create index billing_attempts_registration on billing_attempts (registration_id, seq)`,
  `create table billing_payment_methods (seq ${seq}, id text not null unique, ${OWNED}, credential text not null,
    customer_id text not null, registration_id text not null references billing_registrations (id),
    provider text not null, state text not null, created_at bigint not null, record text not null)`,
  `create index billing_payment_methods_customer on billing_payment_methods (tenant, customer_id, seq)`,
  `create table billing_events (seq ${seq}, id text not null unique, ${OWNED},
    registration_id text not null references billing_registrations (id), customer_id text not null,
    type text not null, at bigint not null, from_state text, to_state text, detail text)`,
  `create index billing_events_registration on billing_events (registration_id, seq)`,
  `create table billing_deliveries (seq ${seq}, event_id text not null unique references billing_events (id),
    ${OWNED}, registration_id text not null, tries bigint not null, due_at bigint not null)`,
  `create index billing_deliveries_due on billing_deliveries (tenant, due_at)`,
  `create table billing_tallies (seq ${seq}, tenant text not null, customer_id text not null, at bigint not null)`,
  `create index billing_tallies_customer on billing_tallies (tenant, customer_id, at)`,
  `create table billing_secrets (name text not null primary key, value text not null)`,
]

// The audit trail can be added to and nothing else. A customer's id may be blotted out where the law asks for it.
const APPEND_ONLY_SQLITE = [
  `create trigger billing_events_no_delete before delete on billing_events
    begin select raise(abort, 'billing_events is append-only'); end`,
  `create trigger billing_events_no_update
    before update of seq, id, registration_id, type, at, from_state, to_state, detail on billing_events
    begin select raise(abort, 'billing_events is append-only'); end`,
]

const APPEND_ONLY_POSTGRES = [
  `create function billing_events_refuse() returns trigger language plpgsql as
    $$ begin raise exception 'billing_events is append-only'; end $$`,
  `create trigger billing_events_no_delete before delete on billing_events
    for each row execute function billing_events_refuse()`,
  `create trigger billing_events_no_update
    before update of seq, id, registration_id, type, at, from_state, to_state, detail on billing_events
    for each row execute function billing_events_refuse()`,
]

/** Statements of version 1. */
export function initial(flavour: Flavour): readonly string[] {
  return flavour === 'sqlite'
    ? [...TABLES('integer primary key'), ...APPEND_ONLY_SQLITE]
    : [...TABLES('bigint generated always as identity primary key'), ...APPEND_ONLY_POSTGRES]
}
