// What PortOne V1 answers to lookups, for tests of what that proves.
import type { Exchange } from '../http/exchange.ts'
import { answered } from './answered.ts'

export const found = (operation: string, response: object): Exchange =>
  answered(operation, 200, { code: 0, response })
export const absent = (operation: string): Exchange => answered(operation, 404, { code: -1, response: null })
export const refused = (operation: string, status = 401): Exchange =>
  answered(operation, status, { code: -1, response: null })
/** The customer's key is there. */
export const KEY: Exchange = found('customer', { customer_uid: 'bk1' })
