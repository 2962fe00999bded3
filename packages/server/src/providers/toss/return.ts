// Reads what Toss' window added to the return URL. Every value is the browser's word.
import type { RawReturn } from '@billing-register/contract'
import { loggableCode } from '../answer.ts'
import type { ParsedReturn, ReturnKind } from '../provider.ts'
import type { TossConfig } from './options.ts'

// One-time, at most 300 characters; of its alphabet nothing is documented.
const AUTH_KEY = /^[\x21-\x7e]{1,300}$/
const CUSTOMER_KEY = /^[\w\-=.@]{2,300}$/

/** Reads an untrusted return. Only an authKey that is not beside a failure's code can be issued from. */
export function parseReturn(config: TossConfig, raw: RawReturn): ParsedReturn<'toss'> {
  const read = (name: string, max: number): string => {
    const value: unknown = Object.hasOwn(raw, name) ? raw[name] : undefined
    return typeof value === 'string' ? value.trim().slice(0, max) : ''
  }
  // A plus sign that was not encoded on its way through a URL reads as a space.
  const authKey = read('authKey', 301).replaceAll(' ', '+')
  const customerKey = read('customerKey', 301)
  const code = read('code', 100)
  const message = read('message', 200)
  const kind = kindOf(config, authKey, code)
  const providerCode = loggableCode(code)
  return {
    kind,
    ...(kind === 'token' && { token: authKey }),
    value: {
      ...(AUTH_KEY.test(authKey) && { authKey }),
      ...(CUSTOMER_KEY.test(customerKey) && { customerKey }),
      ...(code !== '' && { code }),
      ...(message !== '' && { message }),
    },
    ...(providerCode !== undefined && { providerCode }),
  }
}

function kindOf(config: TossConfig, authKey: string, code: string): ReturnKind {
  if (config.cancelCodes.includes(code)) return 'cancelled'
  if (code !== '') return 'failed'
  if (AUTH_KEY.test(authKey)) return 'token'
  return authKey !== '' ? 'failed' : 'empty'
}
