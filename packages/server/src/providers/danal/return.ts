// Reads what Danal's window added to the return URL. Every value is the browser's word.
import type { RawReturn } from '@billing-register/contract'
import { loggableCode } from '../answer.ts'
import type { ParsedReturn, ReturnKind } from '../provider.ts'
import type { DanalConfig } from './options.ts'

// Danal's pages give four different lengths (18 to 32): the shape is what matters.
const TRANSACTION_ID = /^[A-Za-z0-9_-]{1,64}$/

/** Reads an untrusted return. Only a well-formed transactionId that is not beside a failure's code can be issued from. */
export function parseReturn(config: DanalConfig, raw: RawReturn): ParsedReturn<'danal'> {
  const read = (name: string, max: number): string => {
    const value: unknown = Object.hasOwn(raw, name) ? raw[name] : undefined
    return typeof value === 'string' ? value.trim().slice(0, max) : ''
  }
  const transactionId = read('transactionId', 65)
  const code = read('code', 41)
  const message = read('message', 200)
  const orderId = read('orderId', 64)
  const providerCode = code === 'SUCCESS' ? undefined : loggableCode(code)
  const kind = kindOf(config, transactionId, code)
  return {
    kind,
    ...(kind === 'token' && { token: transactionId }),
    value: {
      ...(TRANSACTION_ID.test(transactionId) && { transactionId }),
      ...(code !== '' && { code }),
      ...(message !== '' && { message }),
      ...(orderId !== '' && { orderId }),
    },
    ...(providerCode !== undefined && { providerCode }),
  }
}

function kindOf(config: DanalConfig, transactionId: string, code: string): ReturnKind {
  if (config.cancelCodes.includes(code)) return 'cancelled'
  if (code !== '' && code !== 'SUCCESS') return 'failed'
  if (TRANSACTION_ID.test(transactionId)) return 'token'
  return transactionId !== '' || code !== '' ? 'failed' : 'empty'
}
