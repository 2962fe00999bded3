// Reads what PortOne V2's promise or redirect gave. Every value is the browser's word.
import type { PortoneV2Return, RawReturn } from '@billing-register/contract'
import { loggableCode } from '../answer.ts'
import type { ParsedReturn, ReturnKind } from '../provider.ts'
import { CANCEL_WORDS } from './codes.ts'
import type { PortoneV2Config } from './options.ts'

/** Stands in place of the key where the channel has manual confirm. */
const UNCONFIRMED = 'NEEDS_CONFIRMATION'

const KEY = /^[\x21-\x7e]{1,255}$/
const TOKEN = /^[\x21-\x7e]{1,1024}$/

/** Reads an untrusted return. A `code` is a failure even beside a key: keys are assigned before the customer has finished. */
export function parseReturn(config: PortoneV2Config, raw: RawReturn): ParsedReturn<'portone-v2'> {
  const read = (name: keyof PortoneV2Return, max: number): string => {
    const value: unknown = Object.hasOwn(raw, name) ? raw[name] : undefined
    return typeof value === 'string' ? value.trim().slice(0, max) : ''
  }
  const billingKey = read('billingKey', 256)
  const token = read('billingIssueToken', 1025)
  const texts = {
    transactionType: read('transactionType', 40),
    code: read('code', 100),
    message: read('message', 200),
    pgCode: read('pgCode', 100),
    pgMessage: read('pgMessage', 200),
  }
  const value: PortoneV2Return = {
    ...(KEY.test(billingKey) && { billingKey }),
    ...(TOKEN.test(token) && { billingIssueToken: token }),
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')),
  }
  const kind = kindOf(config, value)
  const issuedFrom = value.billingIssueToken ?? value.billingKey
  const providerCode = codeOf(kind, value)
  return {
    kind,
    value,
    ...(kind === 'token' && issuedFrom !== undefined && { token: issuedFrom }),
    ...(providerCode !== undefined && { providerCode }),
  }
}

function kindOf({ cancelCodes, keyInBrowser }: PortoneV2Config, value: PortoneV2Return): ReturnKind {
  const { billingKey, billingIssueToken, code, pgCode, message, pgMessage } = value
  if (code !== undefined || pgCode !== undefined) {
    const named = [code, pgCode].some((one) => one !== undefined && cancelCodes.includes(one))
    return named || CANCEL_WORDS.test(`${message} ${pgMessage}`) ? 'cancelled' : 'failed'
  }
  const finished = billingKey !== undefined && billingKey !== UNCONFIRMED
  // A finished key is read even where it should not be: it exists, and must not be lost.
  if (finished || (!keyInBrowser && billingIssueToken !== undefined)) return 'token'
  return billingKey !== undefined || billingIssueToken !== undefined ? 'failed' : 'empty'
}

function codeOf(kind: ReturnKind, { code, pgCode, billingKey }: PortoneV2Return): string | undefined {
  // The channel has manual confirm although the options say that it has not.
  if (kind === 'failed' && billingKey === UNCONFIRMED) return UNCONFIRMED
  return loggableCode(pgCode) ?? loggableCode(code)
}
