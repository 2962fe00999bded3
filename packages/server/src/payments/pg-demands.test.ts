// What single PGs behind PortOne ask for beside the rest, and refuse without.
import { describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../test/pay-world.ts'
import { portoneV1At } from '../../test/simulated-providers.ts'

const DAY = 24 * 60 * 60_000

const at = (pg: string): Promise<World> =>
  makeWorld(
    { make: ({ credentials }) => portoneV1At(credentials, { buyerTelFallback: '0212345678' }, { pg }) },
    1,
  )

describe.each(['smartro_v2', 'naverpay'])('PortOne V1 with %s', (pg) => {
  it('charges, gives back in part, orders for later, and deletes the key', async () => {
    const { shop, order, simulator } = await at(pg)
    const { billing } = shop
    expect(await billing.charge(order)).toMatchObject({ state: 'paid' })
    const part = { orderId: order.orderId, amount: 900, cancelId: 'r1', reason: '부분 환불' }
    expect(await billing.cancelPayment(part)).toMatchObject({ cancelledAmount: 900 })
    const later = { ...order, orderId: 'order-2', at: Date.now() + DAY }
    expect(await billing.schedule(later)).toMatchObject({ state: 'scheduled' })
    const { paymentMethodId } = order
    expect(await billing.revoke({ paymentMethodId })).toMatchObject({ state: 'revoked', atPg: 'gone' })
    expect(simulator.truth.keys.every(({ revoked }) => revoked)).toBe(true)
  })

  it('charges with the registration', async () => {
    const make = ({ credentials }: World['simulator']): ReturnType<typeof portoneV1At> =>
      portoneV1At(credentials, { buyerTelFallback: '0212345678' }, { pg })
    const { view } = await makeWorld({ make }, 1, 'now')
    expect(view).toMatchObject({ state: 'issued', payment: { state: 'paid', amount: 9900 } })
  })
})
