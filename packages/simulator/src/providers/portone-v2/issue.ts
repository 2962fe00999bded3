// The moment a billing key comes to exist at PortOne V2.
import { text } from '../../json.ts'
import { mintSecret, type World } from '../../world.ts'
import type { BillingKeyRow, KeyDraft, V2State } from './state.ts'
import { announceBillingKey } from './webhook.ts'

const KEY_LENGTH = 32

/** The documents' examples are `billing-key-` and a UUID; the form itself is not promised. */
export function mintBillingKey(world: World): string {
  return `billing-key-${mintSecret(world, KEY_LENGTH)}`
}

export function issueKey(
  world: World,
  state: V2State,
  draft: KeyDraft,
  options: { readonly skipWebhook?: boolean },
): BillingKeyRow {
  const issuedAt = world.now()
  const key = {
    provider: 'portone-v2' as const,
    billingKey: draft.billingKey,
    customerRef: text(draft.customer, 'id'),
    registrationRef: draft.issueId,
    revoked: false,
    issuedAt,
  }
  world.truth.keys.push(key)
  const row: BillingKeyRow = { ...draft, key, issuedAt }
  state.billingKeys.set(draft.billingKey, row)
  if (!options.skipWebhook) announceBillingKey(world, 'Issued', draft.billingKey, draft.noticeUrls)
  return row
}
