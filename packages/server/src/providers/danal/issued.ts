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
  const registeredOnly = echoedFlag(answer) ?? memo['issueKeyOnly'] === true
  const payment = paymentOf(memo, answer, registeredOnly)
  return {
    kind: 'issued',
    issued: keyOf(config, answer, key, memo),
    mismatches: mismatchesOf(memo, answer, registeredOnly),
    ...(payment !== undefined && { payment }),
  }
}

/** The answer calls it `authOnly`; the window's request calls it `issueKeyOnly`. */
function echoedFlag(answer: Fields): boolean | undefined {
  return booleanOf(field(answer, 'authOnly')) ?? booleanOf(field(answer, 'issueKeyOnly'))
}

/** Everything that was sent in the window and came back must be what was sent; what did not come back proves nothing. */
function mismatchesOf(memo: Memo, answer: Fields, registeredOnly: boolean): string[] {
  const amount = integerOf(field(answer, 'amount'))
  const differs: Readonly<Record<string, boolean>> = {
    authOnly: registeredOnly !== memo['issueKeyOnly'],
    // After a mere registration Danal does not say which amount comes back.
    amount: !registeredOnly && present(answer, 'amount') && amount !== memo['amount'],
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
 * What became of the money. A charge that nobody asked for is told as paid, so that it can be given back; one whose
 * amount did not come back is not called paid.
 */
function paymentOf(memo: Memo, answer: Fields, registeredOnly: boolean): Issued['payment'] {
  const asked = typeof memo['amount'] === 'number' ? memo['amount'] : 0
  if (registeredOnly) return memo['issueKeyOnly'] === false ? { state: 'declined', amount: asked } : undefined
  const amount = integerOf(field(answer, 'amount'))
  return amount === undefined ? { state: 'uncertain', amount: asked } : { state: 'paid', amount }
}

function keyOf(config: DanalConfig, answer: Fields, key: string, memo: Memo): IssuedKey {
  const card = fieldsOf(field(answer, 'cardInfo'))
  // The name is shown as it is: Danal's own sample pairs a code with another company's name.
  const issuer = shownText(field(card, 'cardName'))
  const maskedNumber = maskedCardNumber(field(card, 'cardNumber'))
  const transactionId = textOf(field(answer, 'transactionId'))
  return {
    key: new Secret(key),
    kind: config.method === 'MOBILE' ? 'phone' : 'card',
    // Only the order id is unique to this registration; a name or a phone number is not.
    binding: textOf(field(answer, 'orderId')) === memo['orderId'] ? 'strong' : 'weak',
    ...(issuer !== undefined && { issuer }),
    ...(maskedNumber !== undefined && { maskedNumber }),
    ...(transactionId !== undefined && { transactionId: transactionId.slice(0, 64) }),
  }
}
