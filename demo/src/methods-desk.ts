// What the shop's server does for `/methods`: shows a customer's file, and charges one more bag.
import { isBillingError, type Billing, type PaymentView } from '@billing-register/server'
import type { HttpBindings } from '@hono/node-server'
import { Hono, type Context } from 'hono'
import { csrf } from 'hono/csrf'
import type { Login } from './login.ts'
import { methodsPage } from './pages/methods.ts'
import type { FlowChoice } from './pages/flow.ts'
import type { PageContext } from './pages/layout.ts'
import type { CustomerFile } from './shop-ledger.ts'

/** What the desk works with. */
export interface Desk {
  readonly login: Login
  readonly billing: Billing
  readonly fileOf: (customerId: string) => Promise<CustomerFile>
  /** KRW. */
  readonly price: () => number
  readonly context: (c: Context<DeskEnv>) => PageContext
  readonly choice: (c: Context<DeskEnv>) => FlowChoice
}

interface DeskEnv {
  Bindings: HttpBindings
  Variables: { secureHeadersNonce?: string }
}

/** What the customer is told of their payment. */
const SAID: Readonly<Record<PaymentView['state'], string>> = {
  due: '',
  scheduled: '',
  paid: '결제됐어요. 다음 보름에 한 봉지를 더 보내 드려요.',
  declined: '카드사가 결제를 거절했어요. 결제된 금액은 없어요. 다른 결제수단으로 해 보세요.',
  uncertain: '결제됐는지 확인하고 있어요. 다시 누르지 말고 잠시 기다려 주세요.',
  cancelled: '결제가 취소됐어요.',
}

/** Why nothing was sent; empty where nothing was refused. */
function refusalIn(c: Context<DeskEnv>): string {
  const refused = c.req.query('refused')
  if (refused === 'none') return '결제수단을 먼저 등록해 주세요.'
  return refused === undefined ? '' : '이 결제수단으로는 결제할 수 없어요.'
}

/** The page and its one button. */
export function methodsDesk(desk: Desk): Hono<DeskEnv> {
  const { login, billing, fileOf, price } = desk
  const app = new Hono<DeskEnv>()
  app.get('/methods', async (c) => {
    const customer = login.customerOf(c.req.raw)
    const paid = c.req.query('order')
    const last = customer && paid !== undefined ? await billing.payment({ orderId: paid }) : null
    return c.html(
      methodsPage(desk.context(c), {
        choice: desk.choice(c),
        file: customer ? await fileOf(customer.id) : undefined,
        orderId: `bag-${crypto.randomUUID()}`,
        amount: price(),
        said: last && last.customerId === customer?.id ? SAID[last.state] : refusalIn(c),
      }),
    )
  })
  app.post('/methods/charge', csrf(), async (c) => {
    const customer = login.customerOf(c.req.raw)
    const { order } = await c.req.parseBody()
    const method = customer && (await billing.paymentMethods(customer.id)).find((one) => one.default)
    if (!method) return c.redirect('/methods?refused=none', 303)
    if (typeof order !== 'string') return c.redirect('/methods?refused', 303)
    try {
      await billing.charge({
        paymentMethodId: method.id,
        customer,
        orderId: order,
        orderName: '보름 커피 한 봉지 더',
        amount: price(),
      })
      return c.redirect(`/methods?order=${encodeURIComponent(order)}`, 303)
    } catch (error) {
      // A PG that cannot charge, or an order that is not what it was: nothing was sent.
      if (isBillingError(error)) return c.redirect('/methods?refused', 303)
      throw error
    }
  })
  return app
}
