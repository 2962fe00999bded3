// The simulated PortOne V1: its paths.
import { Hono, type Context } from 'hono'
import { readFormFields } from '../../form-fields.ts'
import { answerRestCall } from '../../rest-call.ts'
import { scriptResponse } from '../../script-response.ts'
import type { World } from '../../world.ts'
import type { SimulatedPg } from '../provider.ts'
import { cancelPayment, chargeAgain } from './charges.ts'
import { REST_MESSAGES } from './codes.ts'
import { deleteCustomer, getCustomer, getCustomers } from './customers.ts'
import { failed } from './envelope.ts'
import {
  findAllPayments,
  findPayment,
  getPayment,
  getPayments,
  getPrepared,
  preparePayment,
} from './payments.ts'
import { iamportSdk } from './sdk.ts'
import { clearPortoneState, createPortoneState, type PortoneState, type ResultPath } from './state.ts'
import { answerToken, hasToken } from './token.ts'
import { advancePortoneWindow, openPortoneWindow, showPortoneWindow } from './window.ts'

function scriptRoute(world: World, { req }: Context): Response {
  const asked = req.query('mode') ?? world.quirks.resultPath
  const path: ResultPath | undefined = asked === 'callback' || asked === 'redirect' ? asked : undefined
  return scriptResponse(
    iamportSdk({
      channels: world.credentials['portone-v1'].channels,
      path,
      place: req.query('window') === 'popup' ? 'popup' : 'layer',
      omitsImpUid: req.query('imp_uid') === 'omit',
    }),
  )
}

function addWindowRoutes(app: Hono, world: World, state: PortoneState): void {
  app.get('/iamport.js', (context) => scriptRoute(world, context))
  app.get('/v1/iamport.js', (context) => scriptRoute(world, context))
  // Posted from beside either script path.
  for (const base of ['', '/v1']) {
    app.post(`${base}/request-pay`, async ({ req }) =>
      openPortoneWindow(world, state, await readFormFields(req.raw)),
    )
    app.get(`${base}/request-pay/:id`, ({ req }) =>
      showPortoneWindow(world, state, req.param('id') ?? '', req.query('step')),
    )
    app.post(`${base}/request-pay/:id`, async ({ req }) =>
      advancePortoneWindow(world, state, req.param('id') ?? '', await readFormFields(req.raw)),
    )
  }
}

type Work = (context: Context) => Response | Promise<Response>

function addRestRoutes(app: Hono, world: World, state: PortoneState): void {
  const rest = (operation: string, work: Work) => (context: Context) =>
    answerRestCall(world, { provider: 'portone-v1', operation, signal: context.req.raw.signal }, () =>
      hasToken(world, state, context.req.raw) ? work(context) : failed(401, REST_MESSAGES.unauthorized),
    )
  const query = ({ req }: Context): URLSearchParams => new URL(req.url).searchParams
  const param = ({ req }: Context, name: string): string => req.param(name) ?? ''

  app.post('/users/getToken', ({ req }) =>
    answerRestCall(world, { provider: 'portone-v1', operation: 'token', signal: req.raw.signal }, () =>
      answerToken(world, state, req.raw),
    ),
  )
  app.get(
    '/payments/find/:uid/:status?',
    rest('lookup', (c) =>
      findPayment(world, state, param(c, 'uid'), c.req.param('status'), c.req.query('sorting')),
    ),
  )
  app.get(
    '/payments/findAll/:uid/:status?',
    rest('lookup', (c) => findAllPayments(world, state, param(c, 'uid'), c.req.param('status'), query(c))),
  )
  app.on(
    ['POST', 'PUT'],
    '/payments/prepare',
    rest('prepare', ({ req }) => preparePayment(state, req.raw)),
  )
  app.get(
    '/payments/prepare/:uid',
    rest('lookup', (c) => getPrepared(state, param(c, 'uid'))),
  )
  app.post(
    '/payments/cancel',
    rest('cancel', ({ req }) => cancelPayment(world, state, req.raw)),
  )
  app.get(
    '/payments',
    rest('lookup', (c) => getPayments(world, state, query(c))),
  )
  app.get(
    '/payments/:uid',
    rest('lookup', (c) => getPayment(world, state, param(c, 'uid'), c.req.query('include_sandbox'))),
  )
  app.get(
    '/subscribe/customers',
    rest('lookup', (c) => getCustomers(world, state, query(c))),
  )
  app.get(
    '/subscribe/customers/:uid',
    rest('lookup', (c) => getCustomer(world, state, param(c, 'uid'))),
  )
  app.delete(
    '/subscribe/customers/:uid',
    rest('revoke', (c) => deleteCustomer(world, state, param(c, 'uid'))),
  )
  app.post(
    '/subscribe/payments/again',
    rest('charge', ({ req }) => chargeAgain(world, state, req.raw)),
  )
}

export function createPortoneV1(world: World): SimulatedPg {
  const state = createPortoneState()
  const app = new Hono()
  addWindowRoutes(app, world, state)
  addRestRoutes(app, world, state)
  app.notFound(() => failed(404, REST_MESSAGES.notFound))
  return { app, reset: () => clearPortoneState(state) }
}
