// The texts of the list. They speak of payment methods: a card, a phone or an account.
import type { PaymentMethodKind } from '@billing-register/contract'
import type { Messages as CommonMessages } from '../../i18n/messages.ts'
import type { Done } from '../state.ts'

/** Texts in one language, and those that the tag that registers has too. */
export interface Messages extends CommonMessages {
  /** Name of the list. */
  readonly list: string
  readonly empty: string
  /** What a method is called where its PG tells nothing of it. */
  readonly kind: Readonly<Record<PaymentMethodKind, string>>
  /** Mark of the one that is charged. */
  readonly standard: string
  /** When a method was registered; `{}` stands for the day. */
  readonly since: string
  readonly makeDefault: string
  readonly remove: string
  /** There is no list: no login, anything else. */
  readonly login: string
  readonly unavailable: string
  /** The question before a deletion, and its two answers. */
  readonly question: string
  readonly yes: string
  readonly no: string
  /** Nobody knows yet whether the method is gone. */
  readonly checking: string
  /** Labels: register in place of a method, or beside it; put that away again. */
  readonly replace: string
  readonly add: string
  readonly close: string
  /** Said of the method in whose place another is being registered. */
  readonly instead: string
  readonly done: Readonly<Record<Done, string>>
}
