// The hand-written handler's half towards Danal: what the window handed back, the one call, and what its answer must be.
import type { RawReturn } from '@billing-register/contract'
import * as z from 'zod/mini'

/** What the merchant has of Danal. */
export interface Danal {
  readonly clientKey: string
  readonly merchantId: string
  readonly secretKey: string
}

const ISSUE_URL = 'https://one-api.danalpay.com/v1/billing/card/issue-key'
const TIMEOUT_MS = 60_000
const MAX_ANSWER = 65_536
/** Longest return that is looked at, in characters of JSON. */
const MAX_RETURN = 4096
/** What the window says when the customer stops it. */
const CANCELLED: ReadonlySet<string> = new Set(['2101', 'USER_CANCEL', 'WINDOW_CLOSED', 'CANCEL'])
const TRANSACTION_ID = /^[\w-]{1,64}$/
const CARD_NUMBER = /^[\d*xX•.\- ]{4,40}$/

const answerSchema = z.object({
  code: z.string(),
  billingKey: z.optional(z.string()),
  authOnly: z.optional(z.boolean()),
  orderId: z.optional(z.string()),
  cardInfo: z.optional(z.object({ cardName: z.optional(z.string()), cardNumber: z.optional(z.string()) })),
})

/** What came of a call. */
export type Outcome =
  | { readonly state: 'declined' | 'uncertain' }
  | {
      readonly state: 'issued'
      readonly billingKey: string
      readonly card: { issuer?: string; maskedNumber?: string }
    }

/** The transaction that the window handed back; otherwise what it said instead. */
export function transactionOf(
  raw: RawReturn | undefined,
): { id: string } | 'cancelled' | 'failed' | 'nothing' {
  if (!raw || JSON.stringify(raw).length > MAX_RETURN) return 'nothing'
  const { transactionId = '', code = '' } = raw
  if (CANCELLED.has(code)) return 'cancelled'
  if (code !== '' && code !== 'SUCCESS') return 'failed'
  if (TRANSACTION_ID.test(transactionId.trim())) return { id: transactionId.trim() }
  return transactionId || code ? 'failed' : 'nothing'
}

/** Exchanges the transaction for a key, once, and compares the answer with what was asked. Throws when it is lost. */
export async function issueKey(
  danal: Danal,
  fetch: typeof globalThis.fetch,
  transactionId: string,
  orderId: string,
): Promise<Outcome> {
  const response = await fetch(ISSUE_URL, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      accept: 'application/json',
      authorization: `Basic ${btoa(`${danal.secretKey}:`)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ transactionId, merchantId: danal.merchantId }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  if (Number(response.headers.get('content-length')) > MAX_ANSWER) throw new Error('too large')
  const text = await response.text()
  if (text.length > MAX_ANSWER) throw new Error('too large')
  const answer = answerSchema.parse(JSON.parse(text))
  if (answer.code !== 'SUCCESS') return { state: response.status < 500 ? 'declined' : 'uncertain' }
  const { billingKey, authOnly, cardInfo } = answer
  const differs = authOnly === false || (answer.orderId !== undefined && answer.orderId !== orderId)
  if (!response.ok || !billingKey?.trim() || differs) return { state: 'uncertain' }
  const issuer = cardInfo?.cardName
    ?.replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 40)
  const maskedNumber = masked(cardInfo?.cardNumber)
  return {
    state: 'issued',
    billingKey,
    card: { ...(issuer ? { issuer } : {}), ...(maskedNumber ? { maskedNumber } : {}) },
  }
}

/** A card number with no more digits than may be shown. */
function masked(number: string | undefined): string | undefined {
  if (number === undefined || !CARD_NUMBER.test(number)) return undefined
  if (number.replace(/\D/g, '').length <= 10) return number
  return number.replace(/(?<=.{4}).(?=.{4})/g, '*')
}
