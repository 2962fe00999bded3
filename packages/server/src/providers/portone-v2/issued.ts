// What a found key came with, and where it differs from what was asked. Source: PortOne REST V2 specification, BillingKeyInfo.
import { Secret } from '../../secret.ts'
import { field, fieldsOf, shownText, textOf, type Fields } from '../answer.ts'
import { maskedCardNumber } from '../card-number.ts'
import type { IssuedKey, IssueResult, Memo, ReturnedRegistration } from '../provider.ts'
import { customerIdOf, isOwn } from './answers.ts'
import { companyOf, walletOf } from './companies.ts'

type Issued = Extract<IssueResult, { kind: 'issued' }>

/** The outcome of a key that was found: with every difference named, so that nothing unasked is used. */
export function issuedOutcome(
  { memo }: ReturnedRegistration,
  record: Fields,
  more: readonly string[],
): Issued {
  return { kind: 'issued', issued: keyOf(memo, record), mismatches: [...mismatchesOf(memo, record), ...more] }
}

function mismatchesOf(memo: Memo, record: Fields): string[] {
  const customer = customerIdOf(record)
  const issueId = textOf(field(record, 'issueId'))
  const { known, channel } = channelOf(memo, record)
  const differs: Readonly<Record<string, boolean>> = {
    status: field(record, 'status') !== 'ISSUED',
    storeId: differ(field(record, 'storeId'), memo['storeId']),
    // At least one of the two ids must say that it is ours.
    customer: customer === undefined ? !isOwn(record, memo) : customer !== memo['customerId'],
    issueId: memo['issueId'] !== undefined && issueId !== undefined && issueId !== memo['issueId'],
    channel: known && channel === undefined,
    // Told always: a test key must never pass for a live one.
    channelType: textOf(field(channel, 'type')) !== (memo['sandbox'] === true ? 'TEST' : 'LIVE'),
    pgProvider: differ(field(channel, 'pgProvider'), memo['pgProvider']),
  }
  return Object.keys(differs).filter((name) => differs[name])
}

/** Our channel among the key's, or the only one where channels are not named. */
function channelOf(memo: Memo, record: Fields): { known: boolean; channel: Fields | undefined } {
  const listed = field(record, 'channels')
  const channels = (Array.isArray(listed) ? listed.map(fieldsOf) : []).filter((one) => one !== undefined)
  const named = channels.filter((channel) => textOf(field(channel, 'key')) !== undefined)
  const channel =
    named.length === 0 ? channels[0] : named.find((one) => textOf(field(one, 'key')) === memo['channelKey'])
  return { known: channels.length > 0, channel }
}

/** Whether both are told and they differ. */
function differ(told: unknown, asked: unknown): boolean {
  const text = textOf(told)
  return text !== undefined && typeof asked === 'string' && text.toLowerCase() !== asked.toLowerCase()
}

function keyOf(memo: Memo, record: Fields): IssuedKey {
  return {
    key: new Secret(String(field(record, 'billingKey'))),
    ...methodOf(record),
    binding: isOwn(record, memo) ? 'strong' : 'weak',
    // Keys of this registration are found by it.
    customerRef: String(memo['customerId']),
  }
}

type Shown = Pick<IssuedKey, 'kind' | 'issuer' | 'maskedNumber'>

/** What may be shown of the first method; every field of it is optional. */
function methodOf(record: Fields): Shown {
  const methods = field(record, 'methods')
  const method = fieldsOf(Array.isArray(methods) ? methods[0] : undefined)
  const inner = fieldsOf(field(method, 'method'))
  const card = fieldsOf(field(method, 'card')) ?? fieldsOf(field(inner, 'card'))
  const company = companyOf(textOf(field(card, 'issuer'))) ?? shownText(field(card, 'name'))
  const issuer = walletOf(textOf(field(method, 'provider'))) ?? company
  const maskedNumber = maskedCardNumber(field(card, 'number') ?? field(method, 'accountNumber'))
  return {
    kind: kindOf(textOf(field(method, 'type'))),
    ...(issuer !== undefined && { issuer }),
    ...(maskedNumber !== undefined && { maskedNumber }),
  }
}

function kindOf(type: string | undefined): Shown['kind'] {
  if (type === 'BillingKeyPaymentMethodMobile') return 'phone'
  return type === 'BillingKeyPaymentMethodTransfer' ? 'account' : 'card'
}
