// What a found key came with, and where payment and key differ from what was asked.
import { Secret } from '../../secret.ts'
import { booleanOf, field, integerOf, shownText, textOf, type Fields } from '../answer.ts'
import { maskedCardNumber } from '../card-number.ts'
import { kindOf } from './pg-behaviour.ts'
import type { IssuedKey, IssueResult, Memo, ReturnedRegistration } from '../provider.ts'

type Issued = Extract<IssueResult, { kind: 'issued' }>

/** The outcome of a paid payment and a key of this registration. */
export function issuedOutcome({ memo }: ReturnedRegistration, payment: Fields, customer: Fields): Issued {
  const amount = integerOf(field(payment, 'amount'))
  // Money that moved is told even where none was asked for, so that it can be given back.
  const charged = amount ?? memo['amount']
  return {
    kind: 'issued',
    issued: keyOf(memo, payment, customer),
    mismatches: mismatchesOf(memo, payment, customer),
    ...(typeof charged === 'number' && charged > 0 && { payment: { state: 'paid', amount: charged } }),
  }
}

function mismatchesOf(memo: Memo, payment: Fields, customer: Fields): string[] {
  const expected = memo['sandbox'] === true
  const differs: Readonly<Record<string, boolean>> = {
    customer_uid: [payment, customer].some((record) =>
      differ(field(record, 'customer_uid'), memo['customerUid']),
    ),
    amount: integerOf(field(payment, 'amount')) !== memo['amount'],
    currency: differ(field(payment, 'currency'), 'KRW'),
    // The payment always has it; the key only since 2026.
    sandbox:
      booleanOf(field(payment, 'sandbox')) !== expected ||
      (booleanOf(field(customer, 'sandbox')) ?? expected) !== expected,
    pg_provider: [payment, customer].some((record) =>
      differ(field(record, 'pg_provider'), memo['pgProvider']),
    ),
    pg_id: [payment, customer].some((record) => differ(field(record, 'pg_id'), memo['pgId'])),
  }
  return Object.keys(differs).filter((name) => differs[name])
}

/** Whether both are told and they differ. */
function differ(told: unknown, asked: unknown): boolean {
  const text = textOf(told)
  return text !== undefined && typeof asked === 'string' && text.toLowerCase() !== asked.toLowerCase()
}

function keyOf(memo: Memo, payment: Fields, customer: Fields): IssuedKey {
  const issuer = shownText(field(customer, 'card_name'))
  const maskedNumber = maskedCardNumber(field(customer, 'card_number'))
  const impUid = textOf(field(payment, 'imp_uid'))
  return {
    key: new Secret(String(memo['customerUid'])),
    kind: kindOf(memo['payMethod']),
    // Both ids are random and used for this registration alone.
    binding: 'strong',
    ...(issuer !== undefined && { issuer }),
    ...(maskedNumber !== undefined && { maskedNumber }),
    ...(impUid !== undefined && { transactionId: impUid.slice(0, 64) }),
  }
}
