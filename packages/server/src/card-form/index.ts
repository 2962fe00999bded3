// The card form's half of the server, put together. Loaded when the first registration asks for it.
import { BillingError, type RawReturn } from '@billing-register/contract'
import type { CardDetails, ServerProvider } from '../providers/provider.ts'
import type { CardForm, FormReturn } from '../registration/card-form.ts'
import type { Core } from '../registration/core.ts'
import { nameOf } from '../registration/offer.ts'
import type { Registration } from '../registration/record.ts'
import { cardFormDocument } from './document.ts'
import { findKey, FORM_MS, keyFor, keysOf } from './form-key.ts'
import { keyInProvider, TICKET, TOKEN_FIELD } from './key-in-provider.ts'
import { countTry } from './limits.ts'
import { openEnvelope } from './open-envelope.ts'
import type { CardFormOptions } from './options.ts'
import { aroundForm, FORM_TEXTS } from './texts.ts'
import { makeVault, runLater, type Vault } from './vault.ts'

const BIN_DIGITS = 6

/** Name of the value in which the page brings the encrypted card. */
const JWE = 'jwe'

/** Builds it. */
export function cardForm(core: Core): CardForm {
  const vault = makeVault(runLater)
  const providers = new Map<string, Promise<ServerProvider>>()
  return {
    assertAllowed: () => void allowed(core),
    providerFor(base) {
      const made = providers.get(base.name) ?? makeProvider(core, vault, base)
      providers.set(base.name, made)
      return made
    },
    around: aroundForm,
    document: (registration) => documentOf(core, registration),
    isTicket: ({ memo }, ticket) => ticket !== '' && memo[TICKET] === ticket,
    open: (arrived) => openCard(core, vault, arrived),
  }
}

function allowed(core: Core): CardFormOptions {
  const options = core.options.dangerouslyAcceptCardNumbers
  if (options) return options
  throw new BillingError(
    'invalid_request',
    'mode: the card form needs createBilling({ dangerouslyAcceptCardNumbers: { verifyHolder } })',
  )
}

async function makeProvider(core: Core, vault: Vault, base: ServerProvider): Promise<ServerProvider> {
  if (!base.keyIn) {
    throw new BillingError('invalid_request', `mode: '${base.name}' registers in its own window alone`)
  }
  const { publicUrl, now } = core
  return keyInProvider({ base, keyIn: await base.keyIn(), vault, publicUrl, now })
}

async function documentOf(core: Core, registration: Registration): Promise<Response> {
  allowed(core)
  const now = core.now()
  if (registration.state !== 'open') {
    throw new BillingError('registration_conflict', `state is ${registration.state}`)
  }
  if (now >= registration.opensUntil) {
    throw new BillingError('registration_expired', 'the card form may no longer be opened')
  }
  const { kid, expires, publicKey } = await keyFor(core, registration.id)
  // Where nobody comes by any more, the process that made the key ends it. Others sweep when they make one.
  runLater(expires - now, () => void keysOf(core).expire(expires).catch(ignore))
  return cardFormDocument({
    locale: registration.locale,
    texts: FORM_TEXTS[registration.locale],
    settings: {
      registration: registration.id,
      kid,
      expires,
      expiresInMs: expires - now,
      now,
      key: publicKey,
    },
    origins: core.origins,
    nonce: core.mint(''),
  })
}

// The next sweep does it, and nothing opens with a key whose time is over.
const ignore = (): void => undefined

async function openCard(
  core: Core,
  vault: Vault,
  arrived: FormReturn,
): Promise<RawReturn | 'begun' | 'taken'> {
  const { registration, raw } = arrived
  if (!registration.mode) throw new BillingError('invalid_request', 'return.jwe: there is no card form')
  const options = allowed(core)
  // Asked again, which pages do until they know: the card was taken already.
  if (registration.state !== 'open') return 'begun'
  const now = core.now()
  const key = await findKey(core, registration.id)
  if (!key) return takenOrExpired(registration, now)
  const card = await openEnvelope(raw[JWE] ?? '', registration.id, key, now)
  await countTry(core, tryOf(options, arrived, card), options.limits)
  await assertHolder(core, options, arrived, card)
  // From here on nobody can open what was sent, and of two servers one goes on.
  if (!(await keysOf(core).destroy(registration.id))) return takenOrExpired(registration, now)
  const token = core.mint('')
  vault.hold(token, card, now)
  return { [TOKEN_FIELD]: token }
}

// Another request has taken the card a moment ago and is about to write so, if there was still time for that.
function takenOrExpired({ openedAt, createdAt }: Registration, now: number): 'taken' {
  if (now < (openedAt ?? createdAt) + FORM_MS) return 'taken'
  throw new BillingError('registration_expired', 'the card form was open for too long')
}

function tryOf(
  { addressOf }: CardFormOptions,
  { registration, request }: FormReturn,
  card: CardDetails,
): Parameters<typeof countTry>[1] {
  return {
    customer: registration.customer.id,
    address: addressOf?.(request) || undefined,
    bin: card.number.slice(0, BIN_DIGITS),
  }
}

async function assertHolder(
  core: Core,
  { verifyHolder }: CardFormOptions,
  { registration, request }: FormReturn,
  { identity: value }: CardDetails,
): Promise<void> {
  const kind = value.length === 6 ? 'birthDate' : 'businessNumber'
  const { id: registrationId, customer } = registration
  const question = { customer, registrationId, identity: { kind, value }, request } as const
  const verified: unknown = await Promise.resolve()
    .then(() => verifyHolder(question))
    .catch((error: unknown) => {
      core.log({ level: 'error', event: 'verify_holder_failed', registrationId, error: nameOf(error) })
      throw new BillingError('merchant_error', 'verifyHolder() threw')
    })
  if (verified === true) return
  core.log({ level: 'warn', event: 'holder_refused', registrationId })
  throw new BillingError('holder_mismatch', 'verifyHolder() did not answer true')
}
