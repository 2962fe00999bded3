// What cases for PortOne V2's answers are made of: a registration's memo, a key's record, and answers as they come.
import type { Exchange } from '../http/exchange.ts'
import { answered } from './answered.ts'
import type { FinishingProvider, IssueOutcome, Memo } from '../providers/provider.ts'

export const V2_KEYS = {
  storeId: 'store-1',
  channelKey: 'channel-1',
  apiSecret: 'secret-abc',
  sandbox: true,
  pgProvider: 'tosspayments',
} as const
export const MEMO: Memo = {
  issueId: 'br1',
  customerId: 'c1',
  storeId: 'store-1',
  channelKey: 'channel-1',
  sandbox: true,
}
/** A key's record that is all that was asked for. */
export const RECORD = {
  status: 'ISSUED',
  billingKey: 'key-1',
  customer: { id: 'c1' },
  channels: [{ type: 'TEST', key: 'channel-1' }],
} as const
/** A return that waits for its confirm. */
export const WAITING: Record<string, string> = {
  billingKey: 'NEEDS_CONFIRMATION',
  billingIssueToken: 'token-1',
}

export const error = (operation: string, status: number, type: string, more: object = {}): Exchange =>
  answered(operation, status, { type, ...more })

export const lost = (operation: string): Exchange => ({ operation, failure: 'lost' })

/** A search that found nothing, and a look that found no key. */
export const NONE: Exchange = answered('find', 200, { items: [] })
export const NO_KEY: Exchange = error('key', 404, 'BILLING_KEY_NOT_FOUND')

/** What these exchanges come to, for what came back. */
export function judged(
  provider: FinishingProvider,
  exchanges: readonly Exchange[],
  raw: Readonly<Record<string, string>> = WAITING,
  memo: Memo = MEMO,
): IssueOutcome {
  const order = { name: 'Pro', amount: 9900, currency: 'KRW', charge: 'later' } as const
  const registration = {
    id: 'r1',
    customer: { id: 'alice' },
    order,
    locale: 'ko',
    memo,
    providerRef: 'br1',
  } as const
  return provider.judge(registration, provider.parseReturn(raw), exchanges)
}
