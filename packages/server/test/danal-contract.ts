// What a merchant would write from their contract documents: here, for the API that the simulator has made up.
import type { DanalAnswer, DanalOperations, DanalPaid } from '../src/providers/danal/merchant-operations.ts'

const isDone = ({ status, fields }: DanalAnswer): boolean => status === 200 && fields?.['code'] === 'SUCCESS'

/** A refusal is one only where the API's own body says so. */
const codeOf = ({ status, fields }: DanalAnswer): string | undefined => {
  const code = fields?.['code']
  return status === 400 && typeof code === 'string' ? code : undefined
}

function paid({ fields = {} }: DanalAnswer): DanalPaid | { readonly kind: 'uncertain' } {
  const { transactionId, orderId, amount, cancelled } = fields
  if (typeof transactionId !== 'string' || typeof orderId !== 'string') return { kind: 'uncertain' }
  if (typeof amount !== 'number' || typeof cancelled !== 'number') return { kind: 'uncertain' }
  return { kind: 'paid', transactionId, orderId, amount, cancelled }
}

/** The operations. What another call of the same order has left behind proves nothing. */
export const contractOperations: DanalOperations = {
  async charge({ billingKey, orderId, orderName, amount }, { merchantId, call }) {
    const body = { merchantId, billingKey, orderId, orderName, amount }
    const answer = await call({ method: 'POST', url: '/contract/charge', body })
    if (isDone(answer)) return paid(answer)
    const providerCode = codeOf(answer)
    if (providerCode === 'DECLINED') return { kind: 'declined', code: 'card_declined', providerCode }
    if (providerCode === 'NO_SUCH_KEY') return { kind: 'declined', code: 'method_gone', providerCode }
    return { kind: 'uncertain', ...(providerCode !== undefined && { providerCode }) }
  },
  async cancel({ transactionId, amount, remaining, reason, orderId, total }, { merchantId, call }) {
    const body = { merchantId, transactionId, amount, remaining, reason }
    const answer = await call({ method: 'POST', url: '/contract/cancel', body })
    if (isDone(answer)) {
      const now = paid(answer)
      if (now.kind === 'uncertain') return now
      const asAsked = now.orderId === orderId && now.amount === total
      return { kind: 'cancelled', amount: asAsked ? (now.cancelled ?? 0) - (total - remaining) : -1 }
    }
    const providerCode = codeOf(answer)
    return providerCode === 'REMAINING_DIFFERS'
      ? { kind: 'declined', code: 'cancel_refused', providerCode }
      : { kind: 'uncertain' }
  },
  async revoke({ billingKey }, { merchantId, call }) {
    const answer = await call({ method: 'POST', url: '/contract/revoke', body: { merchantId, billingKey } })
    return isDone(answer) ? { kind: 'revoked' } : { kind: 'uncertain' }
  },
  async lookup({ orderId }, { merchantId, call }) {
    const answer = await call({ method: 'POST', url: '/contract/lookup', body: { merchantId, orderId } })
    if (isDone(answer)) return paid(answer)
    return codeOf(answer) === 'NO_SUCH_ORDER' ? { kind: 'absent' } : { kind: 'uncertain' }
  },
}
