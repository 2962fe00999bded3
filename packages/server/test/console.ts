// A card that was charged at a simulated PG whose console gives money back, and the webhooks that tell of it.
import type { PaymentView } from '../src/payments/view.ts'
import { makeWebhookShop, type WebhookShop } from './webhook-shop.ts'

/** What it was charged for. */
export const ORDER = { orderId: 'order-1', orderName: 'Pro', amount: 9900 }
/** After how long a webhook about the same payment is followed again, ms. */
export const NEXT_LOOK_MS = 11_000
/** PGs with webhooks. */
export const PROVIDERS = ['toss', 'portone-v1', 'portone-v2'] as const

/** The payment, and where it can be given back. */
export interface Paid extends WebhookShop {
  readonly payment: PaymentView
  /**
   * An operator of the merchant's gives money back at the PG's console, `after` ms. Without an amount: all that is left.
   */
  readonly atConsole: (amount?: number, after?: number) => Promise<void>
  readonly now: () => Promise<PaymentView | null>
}

/** A card that was charged at this PG, with its console. */
export async function paidAt(provider: (typeof PROVIDERS)[number]): Promise<Paid> {
  const world = makeWebhookShop()
  const { shop, simulator, clock } = world
  const paymentMethodId = await world.register(provider)
  const payment = await shop.billing.charge({ paymentMethodId, ...ORDER })
  await world.settled()
  const { pgOrderId, transactionId } = payment
  const send = async (path: string, body: object, authorization: string): Promise<void> => {
    const headers = { 'content-type': 'application/json', authorization }
    const url = `https://pg.example${path}`
    const answer = await simulator.fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`the console answered ${answer.status} ${await answer.text()}`)
  }
  const consoles = {
    toss: (amount?: number) =>
      send(
        `/toss/v1/payments/${transactionId}/cancel`,
        { cancelReason: 'console', ...(amount && { cancelAmount: amount }) },
        `Basic ${btoa(`${simulator.credentials.toss.secretKey}:`)}`,
      ),
    'portone-v1': async (amount?: number) => {
      const { apiKey: imp_key, apiSecret: imp_secret } = simulator.credentials['portone-v1']
      const token = await simulator.fetch('https://pg.example/portone-v1/users/getToken', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ imp_key, imp_secret }),
      })
      const { response } = await token.json()
      const body = {
        merchant_uid: pgOrderId,
        reason: 'console',
        enable_webhook: true,
        ...(amount && { amount }),
      }
      await send('/portone-v1/payments/cancel', body, `Bearer ${response.access_token}`)
    },
    'portone-v2': (amount?: number) =>
      send(
        `/portone-v2/payments/${pgOrderId}/cancel`,
        { reason: 'console', ...(amount && { amount }) },
        `PortOne ${simulator.credentials['portone-v2'].apiSecret}`,
      ),
  }
  return Object.assign(world, {
    payment,
    async atConsole(amount?: number, after = NEXT_LOOK_MS) {
      clock.now += after
      await consoles[provider](amount)
      await world.settled()
    },
    now: () => shop.billing.payment(payment.id),
  })
}

/** What was told of money that went back. */
export async function toldOf({ shop, payment }: Paid): Promise<unknown[]> {
  const events = await shop.ledger.events(payment.registrationId)
  return events.flatMap(({ type, by, detail }) =>
    type === 'payment.cancelled' ? [[by, detail?.['cancelId'], detail?.['cancelled']]] : [],
  )
}
