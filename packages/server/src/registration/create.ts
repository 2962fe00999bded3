// Makes a registration: the offer is asked anew, every identifier is minted, and nothing is sent to the PG.
import {
  BillingError,
  registrationPath,
  type CreateRegistrationRequest,
  type CreateRegistrationResponse,
  type Locale,
} from '@billing-register/contract'
import type { Customer, OpenRegistration, ReturnUrls, ServerProvider } from '../providers/provider.ts'
import { consentRecord } from './consent.ts'
import { OPEN_MS, pausedText, providerNamed, RETURN_MS, type Core } from './core.ts'
import { scheduled } from './due.ts'
import { makeOffer, type Offer } from './offer.ts'
import type { Registration } from './record.ts'
import { pageWith, returnTarget } from './return-to.ts'
import { eventOf } from './event-of.ts'
import { assertBelowLimit } from './limit.ts'
import { wayOf } from './way.ts'

/** Who asks, and with what. */
export interface CreateInput {
  readonly customer: Customer
  readonly request: CreateRegistrationRequest
  readonly locale: Locale
  readonly requestId: string
}

/** What was made, or what the same `clientRef` had made before. */
export interface Created {
  readonly response: CreateRegistrationResponse
  readonly fresh: boolean
}

/**
 * Writes the registration and answers what opens its window.
 * Throws `offer_changed`, `consent_required`, `too_many_attempts`, `return_to_refused`, `unknown_provider`,
 * `registration_conflict` (this `clientRef` has moved on).
 */
export async function createRegistration(core: Core, input: CreateInput): Promise<Created> {
  const { customer, request, locale } = input
  const mode = request.mode === 'card-form' ? request.mode : undefined
  const way = await wayOf(core, providerNamed(core, request.provider), mode ?? 'window')
  const { provider } = way
  const paused = pausedText(core, provider, locale)
  if (paused !== undefined) throw new BillingError('provider_paused', 'maintenance', { said: paused })
  const returnTo = returnTarget(core, request.returnTo)
  const offer = await makeOffer(core, { customer, plan: request.plan, locale, ...way })
  if (offer.hash !== request.offer) {
    throw new BillingError('offer_changed', 'offer: order() now answers something else')
  }
  if (offer.consent && request.consent?.version !== offer.consent.version) {
    throw new BillingError('consent_required', 'consent.version: the offered consent was not given')
  }
  await assertBelowLimit(core, customer.id)
  const built = await build(core, provider, input, offer, returnTo)
  const registration = mode ? { ...built, mode } : built
  const context = { at: registration.createdAt, requestId: input.requestId, mint: core.mint }
  const stored = await core.ledger.create(registration, [
    eventOf(registration, 'registration.created', context, { to: 'open' }),
  ])
  const fresh = stored.id === registration.id
  if (!fresh && !isSameIntent(stored, registration)) {
    throw new BillingError('registration_conflict', 'clientRef: it was used for another offer or page')
  }
  // Nothing is left lying about by most: what tidies up is loaded with the first that do.
  const pending = fresh ? await core.ledger.pending(customer.id) : []
  if (pending.length > 1)
    await (await import('./tidy-up.ts')).tidyUp(core, registration, pending, input.requestId)
  return { response: launchOf(stored, core.now()), fresh }
}

// A repeated clientRef repeats a request; it never trades what was agreed for something else.
const isSameIntent = (stored: Registration, asked: Registration): boolean =>
  (['offer', 'provider', 'mode', 'returnTo'] as const).every((name) => stored[name] === asked[name])

function launchOf(stored: Registration, now: number): CreateRegistrationResponse {
  const { id, state, opensUntil, launch } = stored
  if (state !== 'open' || now >= opensUntil || !launch) {
    throw new BillingError('registration_conflict', 'clientRef: this registration has moved on')
  }
  return { id, expiresInMs: opensUntil - now, launch }
}

// What most registrations come to know later. There from the start, because a copy that gets a new field is slow: V8 gives
// each such object a shape of its own.
const NOT_YET = {
  openedAt: undefined,
  authorizedAt: undefined,
  leaseUntil: undefined,
  lookAt: undefined,
  looks: undefined,
  heldUntil: undefined,
  paymentMethod: undefined,
  reason: undefined,
} satisfies Partial<Registration>

async function build(
  core: Core,
  provider: ServerProvider,
  { customer, request, locale }: CreateInput,
  { order, consent }: Offer,
  returnTo: URL,
): Promise<Registration> {
  const { can } = provider
  const id = core.mint('reg_')
  const open: OpenRegistration = { id, customer, order, locale }
  const prepared = provider.prepare(open, returnUrls(core, id, returnTo), core.mint)
  const now = core.now()
  return scheduled({
    id,
    customer,
    order,
    locale,
    version: 1,
    state: 'open',
    provider: provider.name,
    account: provider.account,
    offer: request.offer,
    clientRef: request.clientRef,
    returnTo: returnTo.href,
    launch: prepared.launch,
    memo: prepared.memo,
    providerRef: prepared.providerRef,
    createdAt: now,
    opensUntil: now + OPEN_MS,
    returnsUntil: now + RETURN_MS,
    activeAt: now,
    paymentMethodId: core.mint('pm_'),
    ...NOT_YET,
    ...(request.plan === undefined ? {} : { plan: request.plan }),
    ...(consent ? { consent: await consentRecord(core, consent, locale, request.offer) } : {}),
    ...(can.lookup ? { madeInWindow: true } : {}),
    ...(order.charge === 'now' && can.firstPayment === 'after-issue' ? { chargesAfterIssue: true } : {}),
  })
}

function returnUrls(core: Core, id: string, returnTo: URL): ReturnUrls {
  return {
    server: core.publicUrl + registrationPath(id, 'return'),
    page: pageWith(returnTo.href, id),
  }
}
