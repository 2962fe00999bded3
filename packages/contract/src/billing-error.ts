// The one error class of the product: a stable code, and a message for the developer.
import { BILLING_ERRORS, type ErrorCode } from './errors.ts'

const BRAND = Symbol.for('billing-register.error')

/** An error with a stable code. `message` is for developers and logs and holds nothing secret. */
export class BillingError extends Error {
  override readonly name = 'BillingError'
  readonly code: ErrorCode
  /** Seconds after which a retry makes sense, for `Retry-After`. */
  readonly retryAfter: number | undefined

  /** What the customer is told instead of the code's own text. */
  readonly said: string | undefined

  constructor(code: ErrorCode, message: string, options: { retryAfter?: number; said?: string } = {}) {
    super(message)
    this.code = code
    this.retryAfter = options.retryAfter
    this.said = options.said
    Object.defineProperty(this, BRAND, { value: true })
  }

  get status(): number {
    return BILLING_ERRORS[this.code].status
  }
}

/** Whether a value is a {@link BillingError}, also one of another copy of this package. */
export function isBillingError(value: unknown): value is BillingError {
  return typeof value === 'object' && value !== null && BRAND in value
}
