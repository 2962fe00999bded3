// What one call to a PG came to. A call never throws: whatever happened is a value, and evidence.
import type { Secret } from '../secret.ts'

/** Why there is no readable answer. `not-sent`: the PG cannot have seen it. Otherwise the PG may have done it. */
export type CallFailure = 'not-sent' | 'timeout' | 'lost' | 'too-large'

/** One call to a PG and what came back. */
export interface Exchange {
  /** What was asked, in our words: `issue`, `token`, `payment`, `customer` … */
  readonly operation: string
  /** HTTP status; absent when no answer came. */
  readonly status?: number
  /** The answer's body, at most 64 KB. It may hold a billing key. */
  readonly body?: Secret
  readonly failure?: CallFailure
}

/** One call to make. `url` may hold a key and is never logged; `operation` is. */
export interface PgRequest {
  readonly operation: string
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: Readonly<Record<string, unknown>>
  readonly timeoutMs: number
}
