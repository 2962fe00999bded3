// GET /offer: what will be registered, what it costs, whose account, which consent.
import { customerOf, type BillingContext } from './context.ts'
import { providerNamed } from '../registration/core.ts'
import { makeOffer } from '../registration/offer.ts'

/** Answers an `OfferResponse`. */
export async function getOffer(c: BillingContext): Promise<Response> {
  const { core, locale } = c.get('call')
  const customer = await customerOf(c)
  const provider = providerNamed(core, c.req.query('provider') || undefined)
  const { response } = await makeOffer(core, {
    customer,
    plan: c.req.query('plan') || undefined,
    locale,
    provider,
  })
  return c.json(response)
}
