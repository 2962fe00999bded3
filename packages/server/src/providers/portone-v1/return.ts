// Reads what PortOne V1's callback or redirect gave. Every value is the browser's word; flags only choose the wording.
import type { RawReturn } from '@billing-register/contract'
import { loggableCode } from '../answer.ts'
import type { ParsedReturn, ReturnKind } from '../provider.ts'
import type { PortoneV1Config } from './options.ts'

const IMP_UID = /^[A-Za-z0-9_-]{1,64}$/
const MERCHANT_UID = /^[\w.-]{1,40}$/

// error_code has no settled scheme, so the text is looked at too. It never decides: the lookup does.
const CANCEL_WORDS = /사용자.{0,12}취소|결제\s?포기/

/** Reads an untrusted return. Whatever it says, the payment is looked up. */
export function parseReturn(config: PortoneV1Config, raw: RawReturn): ParsedReturn<'portone-v1'> {
  const read = (name: string, max: number): string => {
    const value: unknown = Object.hasOwn(raw, name) ? raw[name] : undefined
    const text = typeof value === 'string' ? value.trim().slice(0, max) : ''
    // imp_uid is null when no window opened; a form turns that into a word.
    return text === 'null' || text === 'undefined' ? '' : text
  }
  const imp_uid = read('imp_uid', 65)
  const merchant_uid = read('merchant_uid', 41)
  const error_code = read('error_code', 40)
  const error_msg = read('error_msg', 200)
  const success = (read('success', 5) || read('imp_success', 5)).toLowerCase()
  const value: ParsedReturn<'portone-v1'>['value'] = {
    ...(IMP_UID.test(imp_uid) && { imp_uid }),
    ...(MERCHANT_UID.test(merchant_uid) && { merchant_uid }),
    ...(error_code !== '' && { error_code }),
    ...(error_msg !== '' && { error_msg }),
    ...(success !== '' && { success }),
  }
  const providerCode = loggableCode(error_code)
  return { kind: kindOf(config, value), value, ...(providerCode !== undefined && { providerCode }) }
}

function kindOf(config: PortoneV1Config, value: ParsedReturn<'portone-v1'>['value']): ReturnKind {
  const { imp_uid, merchant_uid, error_code, error_msg, success } = value
  if (error_code !== undefined || success === 'false') {
    const cancelled = config.cancelCodes.includes(error_code ?? '') || CANCEL_WORDS.test(error_msg ?? '')
    return cancelled ? 'cancelled' : 'failed'
  }
  return imp_uid !== undefined || merchant_uid !== undefined || success !== undefined ? 'token' : 'empty'
}
