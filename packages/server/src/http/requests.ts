// Reads what the page sends to make a registration.
import type { CreateRegistrationRequest, RegisterMode } from '@billing-register/contract'
import { fieldsOf, refuse, short, text, type Read } from './fields.ts'

const SHORT = { 35: short(35), 64: short(64), 128: short(128), 2048: short(2048) }
const providerName = text(/^[\w.-]{1,64}$/)
const clientRefText = text(/^[\w-]{16,64}$/)

/** How the card is asked for. */
export const registerMode: Read<RegisterMode> = (value, path) =>
  value === 'window' || value === 'card-form' ? value : refuse(path)

const agreedTo: Read<{ version: string }> = (value, path) => ({
  version: fieldsOf(value, path).must('version', SHORT[64]),
})

/** Body of `POST /registrations`. */
export const createRegistrationRequest: Read<CreateRegistrationRequest> = (value) => {
  const { must, may } = fieldsOf(value)
  const plan = may('plan', SHORT[128])
  const offer = must('offer', SHORT[128])
  const provider = may('provider', providerName)
  const mode = may('mode', registerMode)
  const locale = may('locale', SHORT[35])
  const returnTo = must('returnTo', SHORT[2048])
  const clientRef = must('clientRef', clientRefText)
  const consent = may('consent', agreedTo)
  return {
    offer,
    returnTo,
    clientRef,
    ...(plan !== undefined && { plan }),
    ...(provider !== undefined && { provider }),
    ...(mode !== undefined && { mode }),
    ...(locale !== undefined && { locale }),
    ...(consent !== undefined && { consent }),
  }
}
