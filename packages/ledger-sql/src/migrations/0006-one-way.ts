// Version 6: on Postgres, what takes a lock before it looks is done in one way to the database and back.
import type { Flavour } from '../store.ts'

// Each statement of such a function sees what was committed before it began: what is counted after the lock is what is there.
const ADD_CLAIM = `create function billing_add_claim(a_tenant text, a_registration text, a_digest text,
    a_received bigint, a_owner smallint, a_quarantined smallint, a_cookies text, a_raw text,
    a_most bigint, a_most_unbound bigint) returns text language plpgsql as $$
  declare whose record; kept bigint; unbound bigint;
  begin
    select merchant, mode into whose from billing_registrations
      where id = a_registration and tenant = a_tenant for update;
    if not found then return 'none'; end if;
    if exists (select from billing_claims where registration_id = a_registration and digest = a_digest) then
      return 'known';
    end if;
    select count(*), count(*) filter (where owner = 0) into kept, unbound
      from billing_claims where registration_id = a_registration;
    if kept >= a_most or unbound >= a_most_unbound then return 'full'; end if;
    insert into billing_claims (tenant, merchant, mode, registration_id, digest, received_at, owner, quarantined,
        cookies, raw)
      values (a_tenant, whose.merchant, whose.mode, a_registration, a_digest, a_received, a_owner, a_quarantined,
        a_cookies, a_raw);
    return 'added';
  end $$`

const TALLY_BELOW = `create function billing_tally_below(a_tenant text, a_customer text, a_at bigint, a_since bigint,
    a_limit bigint, a_before bigint) returns boolean language plpgsql as $$
  begin
    perform pg_advisory_xact_lock(hashtextextended('billing_tallies ' || a_tenant || ' ' || a_customer, 0));
    if (select count(*) from billing_tallies
      where tenant = a_tenant and customer_id = a_customer and at >= a_since) >= a_limit then return false; end if;
    delete from billing_tallies where tenant = a_tenant and customer_id = a_customer and at < a_before;
    insert into billing_tallies (tenant, customer_id, at) values (a_tenant, a_customer, a_at);
    return true;
  end $$`

/** Statements from version 5 to version 6. */
export const oneWay = (flavour: Flavour): readonly string[] =>
  flavour === 'postgres' ? [ADD_CLAIM, TALLY_BELOW] : []
