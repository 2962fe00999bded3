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
import { issueByCard } from './key-in.ts'
import {
  customerPayments,
  findAllPayments,
  findPayment,
  getPayment,
  getPayments,
  getPrepared,
  preparePayment,
} from './payments.ts'
import { createSchedules, getSchedule, listSchedules, runDueSchedules, unschedule } from './schedules.ts'
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

interface RestRequest {
  readonly raw: Request
  readonly query: URLSearchParams
  /** `:uid` and `:status` of the path. */
  readonly uid: string
  readonly status: string | undefined
}

interface RestRoute {
  readonly methods: readonly string[]
  readonly path: string
  readonly operation: string
  readonly work: (world: World, state: PortoneState, request: RestRequest) => Response | Promise<Response>
}

function route(methods: string, path: string, operation: string, work: RestRoute['work']): RestRoute {
  return { methods: methods.split(' '), path, operation, work }
}

/** In this order: `/payments/:uid` would take the named paths for an imp_uid. */
export const REST_ROUTES: readonly RestRoute[] = [
  route('GET', '/payments/find/:uid/:status?', 'lookup', (world, state, { uid, status, query }) =>
    findPayment(world, state, uid, status, query.get('sorting') ?? undefined),
  ),
  route('GET', '/payments/findAll/:uid/:status?', 'lookup', (world, state, { uid, status, query }) =>
    findAllPayments(world, state, uid, status, query),
  ),
  route('POST PUT', '/payments/prepare', 'prepare', (_, state, { raw }) => preparePayment(state, raw)),
  route('GET', '/payments/prepare/:uid', 'lookup', (_, state, { uid }) => getPrepared(state, uid)),
  route('POST', '/payments/cancel', 'cancel', (world, state, { raw }) => cancelPayment(world, state, raw)),
  route('GET', '/payments', 'lookup', (world, state, { query }) => getPayments(world, state, query)),
  route('GET', '/payments/:uid', 'lookup', (world, state, { uid, query }) =>
    getPayment(world, state, uid, query.get('include_sandbox') ?? undefined),
  ),
  route('GET', '/subscribe/customers', 'lookup', (world, state, { query }) =>
    getCustomers(world, state, query),
  ),
  route('GET', '/subscribe/customers/:uid', 'lookup', (world, state, { uid }) =>
    getCustomer(world, state, uid),
  ),
  route('GET', '/subscribe/customers/:uid/payments', 'lookup', (world, state, { uid, query }) =>
    customerPayments(world, state, uid, query),
  ),
  route('GET', '/subscribe/customers/:uid/schedules', 'lookup', (_, state, { uid, query }) =>
    listSchedules(state, query, uid),
  ),
  route('POST', '/subscribe/customers/:uid', 'issue', (world, state, { uid, raw }) =>
    issueByCard(world, state, uid, raw),
  ),
  route('DELETE', '/subscribe/customers/:uid', 'revoke', (world, state, { uid, query }) =>
    deleteCustomer(world, state, uid, query),
  ),
  route('POST', '/subscribe/payments/schedule', 'schedule', (world, state, { raw }) =>
    createSchedules(world, state, raw),
  ),
  route('GET', '/subscribe/payments/schedule', 'lookup', (_, state, { query }) =>
    listSchedules(state, query),
  ),
  route('GET', '/subscribe/payments/schedule/:uid', 'lookup', (_, state, { uid }) => getSchedule(state, uid)),
  route('POST', '/subscribe/payments/unschedule', 'schedule', (world, state, { raw }) =>
    unschedule(world, state, raw),
  ),
  route('POST', '/subscribe/payments/again', 'charge', (world, state, { raw }) =>
    chargeAgain(world, state, raw),
  ),
]

function addRestRoutes(app: Hono, world: World, state: PortoneState): void {
  app.post('/users/getToken', ({ req }) =>
    answerRestCall(world, { provider: 'portone-v1', operation: 'token', signal: req.raw.signal }, () =>
      answerToken(world, state, req.raw),
    ),
  )
  for (const { methods, path, operation, work } of REST_ROUTES)
    app.on([...methods], path, ({ req }) => {
      const { raw } = req
      const query = new URL(raw.url).searchParams
      const request = { raw, query, uid: req.param('uid') ?? '', status: req.param('status') }
      return answerRestCall(world, { provider: 'portone-v1', operation, signal: raw.signal }, () => {
        if (!hasToken(world, state, raw)) return failed(401, REST_MESSAGES.unauthorized)
        runDueSchedules(world, state)
        return work(world, state, request)
      })
    })
}

export function createPortoneV1(world: World): SimulatedPg {
  const state = createPortoneState()
  const app = new Hono()
  addWindowRoutes(app, world, state)
  addRestRoutes(app, world, state)
  app.all('*', () => failed(404, REST_MESSAGES.notFound))
  return { app, reset: () => clearPortoneState(state) }
}
