// What an issued key came with, and where it differs from what was asked.
import { Secret } from '../../secret.ts'
import { booleanOf, field, fieldsOf, integerOf, shownText, textOf, type Fields } from '../answer.ts'
import { maskedCardNumber } from '../card-number.ts'
import { phoneDigits } from '../outgoing.ts'
import type { IssuedKey, IssueResult, Memo, ReturnedRegistration } from '../provider.ts'
import type { DanalConfig } from './options.ts'

type Issued = Extract<IssueResult, { kind: 'issued' }>

/** The outcome of an answer that holds a key: with every difference named, so that nothing unasked is used. */
export function issuedOutcome(
  config: DanalConfig,
  registration: ReturnedRegistration,
  answer: Fields,
  key: string,
): Issued {
  const { memo } = registration
  const told = toldMode(answer)
  const payment = paymentOf(memo, answer, told)
  return {
    kind: 'issued',
    issued: keyOf(config, answer, key, memo),
    mismatches: mismatchesOf(memo, answer, told),
    ...(payment !== undefined && { payment }),
  }
}

/** What Danal calls the transaction from then on: what a cancel needs. */
export const transactionIdOf = (answer: Fields | undefined): string | undefined =>
  textOf(answer?.['transactionId'])?.slice(0, 64)

/** Whether Danal says that it charged: `untold` when it says nothing, `unclear` when it cannot be read. */
type ToldMode = 'registered' | 'charged' | 'untold' | 'unclear'

/** The answer calls it `authOnly`; the window's request calls it `issueKeyOnly`. */
function toldMode(answer: Fields): ToldMode {
  const flag = ['authOnly', 'issueKeyOnly'].find((name) => present(answer, name))
  // Card information comes only with a charge.
  if (flag === undefined) return fieldsOf(field(answer, 'cardInfo')) === undefined ? 'untold' : 'charged'
  const registeredOnly = booleanOf(field(answer, flag))
  if (registeredOnly === undefined) return 'unclear'
  return registeredOnly ? 'registered' : 'charged'
}

/** Everything that was sent in the window and came back must be what was sent; what did not come back proves nothing. */
function mismatchesOf(memo: Memo, answer: Fields, told: ToldMode): string[] {
  const asked: ToldMode = memo['issueKeyOnly'] === false ? 'charged' : 'registered'
  const charged = told === 'charged' || (told === 'untold' && asked === 'charged')
  const amount = integerOf(field(answer, 'amount'))
  const differs: Readonly<Record<string, boolean>> = {
    authOnly: told !== 'untold' && told !== asked,
    // After a mere registration Danal does not say which amount comes back.
    amount: charged && present(answer, 'amount') && amount !== memo['amount'],
    orderId: present(answer, 'orderId') && textOf(field(answer, 'orderId')) !== memo['orderId'],
    userName: echoDiffers(memo, answer, 'userName', (text) => text.normalize('NFC').trim()),
    userPhoneNumber: echoDiffers(memo, answer, 'userPhoneNumber', (text) => phoneDigits(text) ?? text),
  }
  return Object.keys(differs).filter((name) => differs[name])
}

const present = (answer: Fields, name: string): boolean => {
  const value = field(answer, name)
  return value !== undefined && value !== null && value !== ''
}

function echoDiffers(memo: Memo, answer: Fields, name: string, same: (text: string) => string): boolean {
  const sent = memo[name]
  if (typeof sent !== 'string' || !present(answer, name)) return false
  const echoed = textOf(field(answer, name))
  return echoed === undefined || same(echoed) !== same(sent)
}

/**
 * What became of the money. A charge that nobody asked for is told as paid, so that it can be given back. One that was
 * asked for is called paid only if Danal says that it charged, and how much: the page may have asked for less.
 */
function paymentOf(memo: Memo, answer: Fields, told: ToldMode): Issued['payment'] {
  const asked = typeof memo['amount'] === 'number' ? memo['amount'] : 0
  const amount = integerOf(field(answer, 'amount'))
  const wanted = memo['issueKeyOnly'] === false
  if (told === 'registered') return wanted ? { state: 'declined', amount: asked } : undefined
  if (told === 'charged' && amount !== undefined) return { state: 'paid', amount }
  return wanted || told !== 'untold' ? { state: 'uncertain', amount: asked } : undefined
}

function keyOf(config: DanalConfig, answer: Fields, key: string, memo: Memo): IssuedKey {
  const card = fieldsOf(field(answer, 'cardInfo'))
  // The name is shown as it is: Danal's own sample pairs a code with another company's name.
  const issuer = shownText(field(card, 'cardName'))
  const maskedNumber = maskedCardNumber(field(card, 'cardNumber'))
  const transactionId = transactionIdOf(answer)
  return {
    key: new Secret(key),
    kind: config.kind,
    // Only the order id is unique to this registration; a name or a phone number is not.
    binding: textOf(field(answer, 'orderId')) === memo['orderId'] ? 'strong' : 'weak',
    ...(issuer !== undefined && { issuer }),
    ...(maskedNumber !== undefined && { maskedNumber }),
    ...(transactionId !== undefined && { transactionId }),
  }
}
