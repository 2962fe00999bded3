// POST /webhooks/:provider: where PGs send their hints. What is not ours is answered and forgotten.
import { BillingError } from '@billing-register/contract'
import { readText } from '../http/read-body.ts'
import { rememberDeleted } from '../payments/deleted-key.ts'
import { mayLook, remember } from '../payments/hint.ts'
import { takeHint } from '../webhooks/take-hint.ts'
import { nameOfRow, oursOf, type Ours } from '../webhooks/ours.ts'
import type { Core } from '../registration/core.ts'
import { keepAlive, type BillingContext } from './context.ts'

/** Largest that is read, bytes: some tell a whole payment with its cancellations. A signature is made over them as they came. */
const MAX_BYTES = 64 * 1024

/** Answers 200 as soon as it is known whose it is; the PG is asked afterwards. 401 for one that is not signed as it must be. */
export async function postWebhook(c: BillingContext): Promise<Response> {
  const { core, requestId } = c.get('call')
  const name = c.req.param('provider') ?? ''
  const provider = core.providers.get(name)
  const read = await provider?.webhook?.()
  if (provider === undefined || read === undefined) {
    throw new BillingError(
      'not_found',
      'webhooks: no provider of this name takes webhooks (PortOne V2: set webhookSecret)',
    )
  }
  const now = core.now()
  const hint = await read({ headers: c.req.raw.headers, body: await readText(c.req, MAX_BYTES), now })
  if (hint === 'refused')
    throw new BillingError('webhook_refused', `webhooks: not signed with ${name}'s webhookSecret`)
  const found = await oursOf(core, provider, hint)
  if (found !== undefined) {
    const ours = await remembered(core, found)
    const may = await mayLook(core, await nameOfRow(core, ours))
    core.log({ level: 'info', event: 'webhook', requestId, provider: name, kind: ours.kind, looks: may })
    if (may) {
      const work = takeHint({ core, provider, requestId }, ours)
      core.underWay.add(work)
      keepAlive(
        c,
        work.finally(() => core.underWay.delete(work)),
      )
    }
  }
  return c.body(null, 200)
}

/** Written down before the answer: the PG does not send again what was taken. What is not settled is looked at anyway. */
async function remembered(core: Core, ours: Ours): Promise<Ours> {
  switch (ours.kind) {
    case 'payment':
      return { ...ours, payment: await remember(core, ours.payment) }
    case 'deleted':
      return { ...ours, method: await rememberDeleted(core, ours.method) }
    case 'registration':
    case 'new-key':
      return ours
  }
}
