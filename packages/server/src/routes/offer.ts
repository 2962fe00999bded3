// GET /offer: what will be registered, what it costs, whose account, which consent.
import { registerMode } from '../http/requests.ts'
import { customerOf, type BillingContext } from './context.ts'
import { providerNamed } from '../registration/core.ts'
import { makeOffer } from '../registration/offer.ts'
import { wayOf } from '../registration/way.ts'

/** Answers an `OfferResponse`. */
export async function getOffer(c: BillingContext): Promise<Response> {
  const { core, locale } = c.get('call')
  const customer = await customerOf(c)
  const provider = providerNamed(core, c.req.query('provider') || undefined)
  // Whoever does not say is told of the way that there is.
  const mode = registerMode(c.req.query('mode') || (provider.noWindow ? 'card-form' : 'window'), 'mode')
  const offer = await makeOffer(core, {
    customer,
    plan: c.req.query('plan') || undefined,
    locale,
    ...(await wayOf(core, provider, mode)),
  })
  return c.json(offer.show())
}
