// What the merchant's own operation said, as it is kept among the exchanges and read again. Lenient: it is their code.
import { isErrorCode, type ErrorCode } from '@billing-register/contract'
import type { Exchange } from '../../http/exchange.ts'
import { readJson } from '../../http/read-json.ts'
import { Secret } from '../../secret.ts'
import { field, fieldsOf, integerOf, loggableCode, textOf } from '../answer.ts'

const OPERATION = 'verdict'
const KINDS = ['paid', 'cancelled', 'revoked', 'declined', 'absent', 'uncertain'] as const

/** What it said, read. */
export interface Verdict {
  readonly kind: (typeof KINDS)[number]
  readonly transactionId?: string
  readonly orderId?: string
  /** KRW. */
  readonly amount?: number
  /** KRW that went back. */
  readonly cancelled?: number
  readonly code?: ErrorCode
  readonly providerCode?: string
}

/** Kept beside the exchanges that it was made of. What is no JSON is kept as nothing. */
export function verdictExchange(said: unknown): Exchange {
  const text = safeText(said)
  return { operation: OPERATION, status: 200, body: new Secret(text) }
}

function safeText(said: unknown): string {
  try {
    return (JSON.stringify(said) ?? '').slice(0, 4096)
  } catch {
    return ''
  }
}

/** The last that says how it ended, else the last one; `uncertain` where there is none, or it cannot be read. */
export function lastVerdict(exchanges: readonly Exchange[], ends: readonly Verdict['kind'][]): Verdict {
  const verdicts = exchanges.filter(({ operation }) => operation === OPERATION).map(verdictIn)
  return verdicts.findLast(({ kind }) => ends.includes(kind)) ?? verdicts.at(-1) ?? { kind: 'uncertain' }
}

function verdictIn({ body }: Exchange): Verdict {
  const said = fieldsOf(readJson(body))
  const kind = KINDS.find((one) => one === field(said, 'kind'))
  if (kind === undefined) return { kind: 'uncertain' }
  const transactionId = textOf(field(said, 'transactionId'))?.slice(0, 200)
  const orderId = textOf(field(said, 'orderId'))
  const amount = integerOf(field(said, 'amount'))
  const cancelled = integerOf(field(said, 'cancelled'))
  const code = field(said, 'code')
  const providerCode = loggableCode(textOf(field(said, 'providerCode')))
  return {
    kind,
    ...(transactionId !== undefined && { transactionId }),
    ...(orderId !== undefined && { orderId }),
    ...(amount !== undefined && { amount }),
    ...(cancelled !== undefined && { cancelled }),
    ...(isErrorCode(code) && { code }),
    ...(providerCode !== undefined && { providerCode }),
  }
}
