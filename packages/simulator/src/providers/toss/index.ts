// The simulated Toss Payments: its paths.
import { Hono, type Context } from 'hono'
import { readFormFields } from '../../form-fields.ts'
import { scriptResponse } from '../../script-response.ts'
import type { World } from '../../world.ts'
import type { SimulatedPg } from '../provider.ts'
import { refused, toResponse } from './answer.ts'
import { chargeBillingKey, deleteBillingKey } from './charge.ts'
import { issueByAuthKey } from './issue.ts'
import { issueByCard } from './key-in.ts'
import { cancelTossPayment, findTossPayment } from './payments.ts'
import { answerTossCall, type TossCall } from './rest.ts'
import { tossSdk } from './sdk.ts'
import { clearTossState, createTossState, type TossState } from './state.ts'
import { advanceTossWindow, openTossWindow, showTossWindow } from './window.ts'

function addWindowRoutes(app: Hono, world: World, state: TossState): void {
  app.get('/v2/standard', () => scriptResponse(tossSdk()))
  app.post('/v2/window', async ({ req }) => openTossWindow(world, state, await readFormFields(req.raw)))
  app.get('/v2/window/:id', ({ req }) => showTossWindow(world, state, req.param('id'), req.query('step')))
  app.post('/v2/window/:id', async ({ req }) =>
    advanceTossWindow(world, state, req.param('id'), await readFormFields(req.raw)),
  )
}

type Answer = (context: Context, call: TossCall) => Promise<Response>

function addKeyRoutes(app: Hono, world: World, state: TossState, answer: Answer): void {
  app.post('/v1/billing/authorizations/issue', (context) =>
    answer(context, {
      operation: 'issue',
      replays: world.quirks.issueReplay,
      work: (body) => issueByAuthKey(world, state, body),
    }),
  )
  app.post('/v1/billing/authorizations/card', (context) =>
    answer(context, { operation: 'issue', work: (body) => issueByCard(world, state, body) }),
  )
  app.post('/v1/billing/:billingKey', (context) =>
    answer(context, {
      operation: 'charge',
      work: (body) => chargeBillingKey(world, state, context.req.param('billingKey'), body),
    }),
  )
  app.delete('/v1/billing/:billingKey', (context) =>
    answer(context, {
      operation: 'revoke',
      work: () => deleteBillingKey(world, state, context.req.param('billingKey')),
    }),
  )
}

function addPaymentRoutes(app: Hono, world: World, state: TossState, answer: Answer): void {
  app.get('/v1/payments/orders/:orderId', (context) =>
    answer(context, {
      operation: 'lookup',
      work: () => findTossPayment(world, state, { orderId: context.req.param('orderId') }),
    }),
  )
  app.get('/v1/payments/:paymentKey', (context) =>
    answer(context, {
      operation: 'lookup',
      work: () => findTossPayment(world, state, { paymentKey: context.req.param('paymentKey') }),
    }),
  )
  app.post('/v1/payments/:paymentKey/cancel', (context) =>
    answer(context, {
      operation: 'cancel',
      work: (body) => cancelTossPayment(world, state, context.req.param('paymentKey'), body),
    }),
  )
}

export function createToss(world: World): SimulatedPg {
  const state = createTossState()
  const app = new Hono()
  const answer: Answer = ({ req }, call) => answerTossCall(world, state, req.raw, call)
  addWindowRoutes(app, world, state)
  addKeyRoutes(app, world, state, answer)
  addPaymentRoutes(app, world, state, answer)
  app.all('*', ({ req }) =>
    toResponse(refused('NOT_FOUND_HTTP_METHOD'), req.header('accept-language') ?? '', world.random.text(32)),
  )
  return { app, reset: () => clearTossState(state) }
}
