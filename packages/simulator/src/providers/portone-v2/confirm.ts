// Manual confirm: the merchant's server turns a billingIssueToken into a billing key, once.
// Source: developers.portone.io, V2 manual confirm; PortOne V2 OpenAPI (POST /billing-keys/confirm).
import { text } from '../../json.ts'
import type { World } from '../../world.ts'
import { done, refused, refusedByPg, type V2Result } from './answer.ts'
import { noBillingKey } from './billing-keys.ts'
import { issueKey } from './issue.ts'
import { ISSUER_REFUSAL } from './pg-refusals.ts'
import type { V2Input } from './rest.ts'
import type { V2State } from './state.ts'
import { announceBillingKey } from './webhook.ts'

export function confirmBillingKey(world: World, state: V2State, { body }: V2Input): V2Result {
  const token = text(body, 'billingIssueToken')
  if (!token) return refused('INVALID_REQUEST', 'billingIssueToken: 필수 항목입니다.')
  const found = state.confirmations.get(token)
  const { issueTokenLifetimeMs } = world.quirks
  const expired = found && issueTokenLifetimeMs > 0 && world.now() - found.createdAt >= issueTokenLifetimeMs
  if (!found || found.state === 'refused' || (expired && found.state === 'waiting')) return noBillingKey()
  if (found.state === 'confirmed') return refused('BILLING_KEY_ALREADY_ISSUED', '이미 발급된 빌링키입니다.')
  const { draft } = found
  // A check, not a switch: the channel alone decides what is a test.
  const { isTest } = body
  if (isTest !== undefined && isTest !== (draft.channel.type === 'TEST'))
    return refused('INFORMATION_MISMATCH', 'isTest가 채널과 다릅니다.')
  if (found.declines) {
    found.state = 'refused'
    announceBillingKey(world, 'Failed', draft.billingKey, draft.noticeUrls)
    return refusedByPg(ISSUER_REFUSAL)
  }
  found.state = 'confirmed'
  issueKey(world, state, draft, { skipWebhook: body['skipWebhook'] === true })
  return done({ billingKey: draft.billingKey })
}
