// Version 2: who brought an event about, evidence of consents, and which registrations are due for a look.
import type { Flavour } from '../store.ts'

const KEPT = 'seq, id, registration_id, type, at, actor, request_id, from_state, to_state, detail'

const TABLES = (seq: string): readonly string[] => [
  // What version 1 wrote was all done by customers.
  `alter table billing_events add column actor text not null default 'customer'`,
  `alter table billing_events add column request_id text`,
  `alter table billing_registrations add column look_at bigint`,
  // Small however many registrations there are: only what somebody must look at.
  `create index billing_registrations_look on billing_registrations (tenant, look_at) where look_at is not null`,
  `create index billing_deliveries_registration on billing_deliveries (registration_id, seq)`,
  `create table billing_consents (seq ${seq}, tenant text not null, merchant text not null, mode text not null,
    registration_id text not null unique references billing_registrations (id), customer_id text not null, plan text,
    version text not null, locale text not null, offer text not null, text text not null, at bigint not null)`,
]

// Evidence can be added and nothing else. A customer's id may be blotted out where the law asks for it.
const SQLITE = [
  `drop trigger billing_events_no_update`,
  `create trigger billing_events_no_update before update of ${KEPT} on billing_events
    begin select raise(abort, 'billing_events is append-only'); end`,
  `create trigger billing_consents_no_delete before delete on billing_consents
    begin select raise(abort, 'billing_consents is append-only'); end`,
  `create trigger billing_consents_no_update
    before update of seq, registration_id, plan, version, locale, offer, text, at on billing_consents
    begin select raise(abort, 'billing_consents is append-only'); end`,
]

const POSTGRES = [
  `drop trigger billing_events_no_update on billing_events`,
  `create trigger billing_events_no_update before update of ${KEPT} on billing_events
    for each row execute function billing_events_refuse()`,
  `create function billing_consents_refuse() returns trigger language plpgsql as
    $$ begin raise exception 'billing_consents is append-only'; end $$`,
  `create trigger billing_consents_no_delete before delete on billing_consents
    for each row execute function billing_consents_refuse()`,
  `create trigger billing_consents_no_update
    before update of seq, registration_id, plan, version, locale, offer, text, at on billing_consents
    for each row execute function billing_consents_refuse()`,
]

/** Statements from version 1 to version 2. */
export function evidence(flavour: Flavour): readonly string[] {
  return flavour === 'sqlite'
    ? [...TABLES('integer primary key'), ...SQLITE]
    : [...TABLES('bigint generated always as identity primary key'), ...POSTGRES]
}
