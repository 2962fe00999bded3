// What the page gets to know: the callback's object and the redirect's query. Informational, never proof.
// Source: developers.portone.io, V1 JavaScript SDK reference (response parameters) and 인증결제 guide.
import type { Quirks } from '../../quirks.ts'
import { issuerOf } from '../../test-cards.ts'
import type { WindowError } from './codes.ts'
import type { PaymentRow } from './state.ts'

export interface WindowOutcome {
  /** null where the request was refused before a window opened. */
  readonly impUid: string | null
  readonly merchantUid: string
  readonly error?: WindowError
  readonly payment?: PaymentRow
}

function details(payment: PaymentRow | undefined): Readonly<Record<string, unknown>> {
  if (!payment) return {}
  return {
    status: payment.status,
    pay_method: payment.payMethod,
    paid_amount: payment.amount,
    name: payment.name,
    pg_provider: payment.pg,
    currency: 'KRW',
    custom_data: payment.customData || null,
    buyer_name: payment.buyer.name,
    ...(payment.status === 'paid' && {
      paid_at: Math.floor(payment.changedAt / 1000),
      card_name: issuerOf(payment.cardNumber).name,
    }),
  }
}

export function windowAnswer(quirks: Quirks, outcome: WindowOutcome): Readonly<Record<string, unknown>> {
  return {
    imp_uid: outcome.impUid,
    merchant_uid: outcome.merchantUid,
    ...outcome.error,
    ...(quirks.successFlag !== 'absent' && { [quirks.successFlag]: outcome.error === undefined }),
    ...(quirks.callbackAnswer === 'full' && details(outcome.payment)),
  }
}

/** The query of m_redirect_url; `imp_uid` may be missing, the guide's own example has only merchant_uid. */
export function redirectParams(
  quirks: Quirks,
  outcome: WindowOutcome,
  omitsImpUid: boolean,
): Readonly<Record<string, string>> {
  return {
    ...(outcome.impUid && !omitsImpUid && { imp_uid: outcome.impUid }),
    merchant_uid: outcome.merchantUid,
    ...(quirks.successFlag !== 'absent' && { imp_success: String(outcome.error === undefined) }),
    ...outcome.error,
  }
}
