// What an issued key came with, and where it differs from what was asked. Source: Toss Payments docs, the Billing object.
import { Secret } from '../../secret.ts'
import { field, fieldsOf, shownText, textOf, type Fields } from '../answer.ts'
import { maskedCardNumber } from '../card-number.ts'
import type { IssuedKey, IssueResult, Memo, ReturnedRegistration } from '../provider.ts'
import { issuerOf } from './issuers.ts'
import type { TossConfig } from './options.ts'

type Issued = Extract<IssueResult, { kind: 'issued' }>

/** The outcome of an answer that holds a key: with every difference named, so that nothing unasked is used. */
export function issuedOutcome(
  config: TossConfig,
  { memo }: ReturnedRegistration,
  answer: Fields,
  key: string,
): Issued {
  return { kind: 'issued', issued: keyOf(answer, key, memo), mismatches: mismatchesOf(config, memo, answer) }
}

const METHODS: Readonly<Record<string, string>> = { CARD: '카드', TRANSFER: '계좌이체' }

function mismatchesOf(config: TossConfig, memo: Memo, answer: Fields): string[] {
  const differs: Readonly<Record<string, boolean>> = {
    customerKey: differ(field(answer, 'customerKey'), memo['customerKey']),
    method: differ(field(answer, 'method'), METHODS[String(memo['method'])]),
    mId: differ(field(answer, 'mId'), config.merchantId),
  }
  return Object.keys(differs).filter((name) => differs[name])
}

/** Whether both are told and they differ. */
function differ(told: unknown, asked: unknown): boolean {
  return told !== undefined && told !== null && asked !== undefined && textOf(told) !== asked
}

function keyOf(answer: Fields, key: string, memo: Memo): IssuedKey {
  const customerKey = String(memo['customerKey'])
  return {
    key: new Secret(key),
    ...(memo['method'] === 'TRANSFER' ? accountOf(answer) : cardOf(answer)),
    // It is random and used for this registration alone.
    binding: textOf(field(answer, 'customerKey')) === customerKey ? 'strong' : 'weak',
    // Every charge must name it.
    customerRef: customerKey,
  }
}

type Shown = Pick<IssuedKey, 'kind' | 'issuer' | 'maskedNumber'>

const shown = (kind: Shown['kind'], issuer: string | undefined, number: unknown): Shown => {
  const maskedNumber = maskedCardNumber(number)
  return {
    kind,
    ...(issuer !== undefined && { issuer }),
    ...(maskedNumber !== undefined && { maskedNumber }),
  }
}

/** Newer API versions tell a code for the company, older ones its name, the oldest at the top level. */
function cardOf(answer: Fields): Shown {
  const card = fieldsOf(field(answer, 'card'))
  const issuer =
    shownText(field(card, 'company')) ??
    issuerOf(textOf(field(card, 'issuerCode'))) ??
    shownText(field(answer, 'cardCompany'))
  return shown('card', issuer, field(card, 'number') ?? field(answer, 'cardNumber'))
}

function accountOf(answer: Fields): Shown {
  const transfers = field(answer, 'transfers')
  const account = fieldsOf(Array.isArray(transfers) ? transfers[0] : undefined)
  return shown('account', shownText(field(account, 'bankName')), field(account, 'bankAccountNumber'))
}
