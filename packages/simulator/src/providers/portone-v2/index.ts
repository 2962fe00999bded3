// The simulated PortOne V2: its paths.
import { Hono } from 'hono'
import { readFormFields } from '../../form-fields.ts'
import { scriptResponse } from '../../script-response.ts'
import type { World } from '../../world.ts'
import type { SimulatedPg } from '../provider.ts'
import { refused, toResponse, type V2Result } from './answer.ts'
import { logInBySecret, refreshLogin } from './auth.ts'
import { deleteBillingKey, getBillingKey, listBillingKeys } from './billing-keys.ts'
import { payWithBillingKey } from './charge.ts'
import { confirmBillingKey } from './confirm.ts'
import { issueByCredential } from './key-in.ts'
import { cancelV2Payment, getV2Payment } from './payments.ts'
import { createSchedule, getSchedule, listSchedules, revokeSchedules, runDueSchedules } from './schedules.ts'
import { answerV2Call, type V2Call, type V2Input } from './rest.ts'
import { portoneV2Sdk } from './sdk.ts'
import { clearV2State, createV2State, type V2State } from './state.ts'
import { advanceV2Window, prepareV2Window, showV2Window } from './window.ts'

function addWindowRoutes(app: Hono, world: World, state: V2State): void {
  // The script stands under /v2 at the PG's own host, and beside it everything it opens.
  for (const base of ['', '/v2']) {
    app.get(`${base}/browser-sdk.js`, () =>
      scriptResponse(
        portoneV2Sdk({
          channels: Object.entries(world.credentials['portone-v2'].channels).map(([key, channel]) => ({
            key,
            pgProvider: channel.pgProvider,
          })),
          onRedirect: world.quirks.v2PromiseOnRedirect,
        }),
      ),
    )
    app.post(`${base}/checkout`, async ({ req }) =>
      prepareV2Window(world, state, await readFormFields(req.raw)),
    )
    app.get(`${base}/checkout/:id`, ({ req }) =>
      showV2Window(world, state, req.param('id') ?? '', req.query('step')),
    )
    app.post(`${base}/checkout/:id`, async ({ req }) =>
      advanceV2Window(world, state, req.param('id') ?? '', await readFormFields(req.raw)),
    )
  }
}

type Work = (world: World, state: V2State, input: V2Input) => V2Result

interface RestRoute extends Pick<V2Call, 'operation' | 'open'> {
  readonly method: string
  readonly path: string
  readonly work: Work
}

function route(method: string, path: string, operation: string, work: Work): RestRoute {
  return { method, path, operation, work }
}

/** The calls of the REST API that are simulated. */
export const REST_ROUTES: readonly RestRoute[] = [
  {
    method: 'POST',
    path: '/login/api-secret',
    operation: 'token',
    open: true,
    work: (world, state, { body }) => logInBySecret(world, state, body),
  },
  {
    method: 'POST',
    path: '/token/refresh',
    operation: 'token',
    open: true,
    work: (world, state, { body }) => refreshLogin(world, state, body),
  },
  route('GET', '/billing-keys', 'lookup', listBillingKeys),
  route('POST', '/billing-keys', 'issue', issueByCredential),
  route('POST', '/billing-keys/confirm', 'issue', confirmBillingKey),
  route('GET', '/billing-keys/:id', 'lookup', getBillingKey),
  route('DELETE', '/billing-keys/:id', 'revoke', deleteBillingKey),
  route('POST', '/payments/:id/billing-key', 'charge', payWithBillingKey),
  route('POST', '/payments/:id/cancel', 'cancel', cancelV2Payment),
  route('GET', '/payments/:id', 'lookup', getV2Payment),
  route('POST', '/payments/:id/schedule', 'schedule', createSchedule),
  route('GET', '/payment-schedules', 'lookup', listSchedules),
  route('DELETE', '/payment-schedules', 'schedule', revokeSchedules),
  route('GET', '/payment-schedules/:id', 'lookup', getSchedule),
]

function addRestRoutes(app: Hono, world: World, state: V2State): void {
  for (const { method, path, operation, open, work } of REST_ROUTES)
    app.on(method, path, ({ req }) => {
      const call: V2Call = {
        operation,
        ...(open && { open }),
        work: (input) => {
          runDueSchedules(world, state)
          return work(world, state, input)
        },
      }
      return answerV2Call(world, state, req.raw, call, req.param('id') ?? '')
    })
}

export function createPortoneV2(world: World): SimulatedPg {
  const state = createV2State()
  const app = new Hono()
  addWindowRoutes(app, world, state)
  addRestRoutes(app, world, state)
  app.all('*', () => toResponse(refused('INVALID_REQUEST', '존재하지 않는 API입니다.')))
  return { app, reset: () => clearV2State(state) }
}
