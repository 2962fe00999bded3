// What the merchant must say before this server takes card numbers.
import type { Customer } from '../providers/provider.ts'

type MaybePromise<T> = T | Promise<T>

/** What `verifyHolder` is asked. Nothing of it may be logged or kept. */
export interface HolderQuestion {
  readonly customer: Customer
  readonly registrationId: string
  /** `birthDate`: `YYMMDD`. `businessNumber`: 10 digits. As typed. */
  readonly identity: { readonly kind: 'birthDate' | 'businessNumber'; readonly value: string }
  /** The request that brought the card, without its body. */
  readonly request: Request
}

/** Tries per hour. */
export interface CardFormLimits {
  /** Per customer. Default 5. */
  customer?: number
  /** Per address that `addressOf` answers. Default 10. */
  address?: number
  /** Per first six digits of the number, over all customers. Default 100. */
  bin?: number
}

/**
 * Opts in to taking card numbers on the merchant's own page. Only with a contract that allows it, and with everything
 * that card rules then ask of the merchant.
 */
export interface CardFormOptions {
  /**
   * Whether the customer is who the card belongs to: compare what was typed with a verified identity (본인확인). Asked
   * before the PG is. `false` refuses the card, an exception refuses the request.
   */
  verifyHolder: (question: HolderQuestion) => MaybePromise<boolean>
  /**
   * The client's address, for the limit per address. Only you know which header your proxy sets and strips; none is
   * ever read without this.
   */
  addressOf?: (request: Request) => string | null | undefined
  limits?: CardFormLimits
}
