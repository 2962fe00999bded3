// POST /billing-keys: a billing key for a card whose data the merchant took itself (needs a contract with the PG).
// Source: PortOne V2 OpenAPI (IssueBillingKeyBody); PortOne help centre (what most PGs ask for).
import { isJsonObject, text, webUrl, type JsonObject } from '../../json.ts'
import type { World } from '../../world.ts'
import { done, refused, refusedByPg, type V2Result } from './answer.ts'
import { inner } from './billing-keys.ts'
import { channelView, timestamp } from './billing-key-view.ts'
import { channelOf } from './issue-request.ts'
import { issueKey, mintBillingKey } from './issue.ts'
import { refusesKeyIn } from './pg-refusals.ts'
import type { V2Input } from './rest.ts'
import type { V2State } from './state.ts'

/** The card number, digits alone: separators are normalised. */
function numberOf(credential: JsonObject): string {
  return text(credential, 'number').replace(/[\s-]/g, '')
}

function credentialProblem(credential: JsonObject): string | undefined {
  if (!/^\d{14,19}$/.test(numberOf(credential))) return 'method.card.credential.number'
  if (!/^\d{2}$/.test(text(credential, 'expiryYear'))) return 'method.card.credential.expiryYear'
  if (!/^(0[1-9]|1[0-2])$/.test(text(credential, 'expiryMonth'))) return 'method.card.credential.expiryMonth'
  const owner = credential['birthOrBusinessRegistrationNumber']
  if (owner !== undefined && !/^(\d{6}|\d{10})$/.test(text(credential, 'birthOrBusinessRegistrationNumber')))
    return 'method.card.credential.birthOrBusinessRegistrationNumber'
  const password = credential['passwordTwoDigits']
  return password !== undefined && !/^\d{2}$/.test(text(credential, 'passwordTwoDigits'))
    ? 'method.card.credential.passwordTwoDigits'
    : undefined
}

/** The server's customer has an object for a name; what is shown later has a text. */
export function customerView(body: JsonObject): JsonObject {
  const customer = inner(body, 'customer')
  const name = inner(customer, 'name')
  const separated = inner(name, 'separated')
  const full = text(name, 'full') || text(separated, 'last') + text(separated, 'first')
  const names = ['id', 'birthYear', 'birthMonth', 'birthDay', 'gender', 'email', 'phoneNumber', 'zipcode']
  const fields = names.map((field): [string, string] => [field, text(customer, field)])
  return Object.fromEntries([...fields, ['name', full] as const].filter(([, value]) => value !== ''))
}

export function noticeUrlsIn(body: JsonObject): string[] {
  const { noticeUrls } = body
  return Array.isArray(noticeUrls) ? noticeUrls.flatMap((url) => webUrl(url)?.href ?? []) : []
}

export function issueByCredential(world: World, state: V2State, { body }: V2Input): V2Result {
  const credential = inner(inner(inner(body, 'method'), 'card'), 'credential')
  const problem = credentialProblem(credential)
  if (problem) return refused('INVALID_REQUEST', `${problem}: 형식이 올바르지 않습니다.`)
  if (isJsonObject(body['customData'])) return refused('INVALID_REQUEST', 'customData: 문자열이어야 합니다.')
  const channel = channelOf(world.credentials['portone-v2'], text(body, 'channelKey'))
  if (!channel) return refused('CHANNEL_NOT_FOUND', '채널이 존재하지 않습니다.')
  const cardNumber = numberOf(credential)
  const refusal = refusesKeyIn(cardNumber)
  if (refusal) return refusedByPg(refusal)
  const owner = text(credential, 'birthOrBusinessRegistrationNumber').length === 10 ? 'business' : 'personal'
  const draft = {
    billingKey: mintBillingKey(world),
    channel,
    instrument: { kind: 'card' as const, cardNumber, owner } as const,
    customer: customerView(body),
    customData: text(body, 'customData'),
    issueId: '',
    issueName: '',
    noticeUrls: noticeUrlsIn(body),
    requestedAt: world.now(),
  }
  const { billingKey, issuedAt } = issueKey(world, state, draft, {
    skipWebhook: body['skipWebhook'] === true,
  })
  return done({
    billingKeyInfo: { billingKey, channels: [channelView(channel)], issuedAt: timestamp(issuedAt) },
  })
}
