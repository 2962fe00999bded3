// The simulated Danal: its paths.
import { Hono } from 'hono'
import { readFormFields } from '../../form-fields.ts'
import { answerRestCall } from '../../rest-call.ts'
import { scriptResponse } from '../../script-response.ts'
import type { World } from '../../world.ts'
import type { SimulatedPg } from '../provider.ts'
import { answerContractCall } from './contract-api.ts'
import { answerIssueKey } from './issue-key.ts'
import { DANAL_WINDOW_MODES, danalSdk } from './sdk.ts'
import { createDanalState } from './state.ts'
import { advanceDanalWindow, openDanalWindow, showDanalWindow } from './window.ts'

export function createDanal(world: World): SimulatedPg {
  const state = createDanalState()
  const app = new Hono()
  app.get('/sdk.js', ({ req }) => {
    const asked = req.query('window')
    return scriptResponse(danalSdk(DANAL_WINDOW_MODES.find((mode) => mode === asked) ?? 'page'))
  })
  app.post('/window', async ({ req }) => openDanalWindow(world, state, await readFormFields(req.raw)))
  app.get('/window/:id', ({ req }) => showDanalWindow(world, state, req.param('id'), req.query('step')))
  app.post('/window/:id', async ({ req }) =>
    advanceDanalWindow(world, state, req.param('id'), await readFormFields(req.raw)),
  )
  app.post('/v1/billing/:method/issue-key', ({ req }) =>
    answerRestCall(world, { provider: 'danal', operation: 'issue', signal: req.raw.signal }, () =>
      answerIssueKey(world, state, req.param('method'), req.raw),
    ),
  )
  for (const what of ['charge', 'cancel', 'revoke', 'lookup'] as const)
    app.post(`/contract/${what}`, ({ req }) =>
      answerRestCall(world, { provider: 'danal', operation: what, signal: req.raw.signal }, () =>
        answerContractCall(world, state, what, req.raw),
      ),
    )
  return {
    app,
    reset: () => {
      state.keys.clear()
      state.orders.clear()
      state.windows.clear()
      state.transactions.clear()
    },
  }
}
