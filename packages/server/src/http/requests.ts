// Reads what the page sends. By hand, because a function at the edge starts faster without a schema library; the
// schemas of the contract say the same, and a test compares the two.
import {
  BillingError,
  type CancelRequest,
  type CompleteRequest,
  type CreateRegistrationRequest,
  type OpenedRequest,
  type RawReturn,
  type RegisterMode,
} from '@billing-register/contract'

/** Reads one untrusted value. Throws `invalid_request` naming `path`. */
export type Read<T> = (value: unknown, path: string) => T

/** How many fields a return may have. */
const MAX_RETURN_FIELDS = 24
const DAY_MS = 86_400_000

function refuse(path: string): never {
  throw new BillingError('invalid_request', `${path || 'body'}: missing or not of the documented form`)
}

const text =
  (pattern: RegExp): Read<string> =>
  (value, path) =>
    typeof value === 'string' && pattern.test(value) ? value : refuse(path)

/** Text of so many characters; like JSON Schema's lengths, in code points. */
const short = (max: number, min = 1): Read<string> => text(new RegExp(`^.{${min},${max}}$`, 'su'))

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads fields of an object one by one; those that nobody asks for are ignored. */
interface Fields {
  readonly must: <T>(name: string, read: Read<T>) => T
  /** Undefined where the field is absent. */
  readonly may: <T>(name: string, read: Read<T>) => T | undefined
}

function fieldsOf(value: unknown, path = ''): Fields {
  if (!isObject(value)) return refuse(path)
  const prefix = path && `${path}.`
  const must: Fields['must'] = (name, read) =>
    read(Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined, prefix + name)
  return {
    must,
    may: (name, read) => (Object.hasOwn(value, name) ? must(name, read) : undefined),
  }
}

const SHORT = { 35: short(35), 64: short(64), 128: short(128), 2048: short(2048) }
const providerName = text(/^[\w.-]{1,64}$/)
const clientRefText = text(/^[\w-]{16,64}$/)
const returnName = short(64, 0)
const returnValue = short(1024, 0)

/** How the card is asked for. */
export const registerMode: Read<RegisterMode> = (value, path) =>
  value === 'window' || value === 'card-form' ? value : refuse(path)

const clickedMsAgo: Read<number> = (value, path) =>
  typeof value === 'number' && value >= 0 && value <= DAY_MS ? value : refuse(path)

const yesOrNo: Read<boolean> = (value, path) => (typeof value === 'boolean' ? value : refuse(path))

const agreedTo: Read<{ version: string }> = (value, path) => ({
  version: fieldsOf(value, path).must('version', SHORT[64]),
})

/** A return as it travels: a few short strings. */
export const rawReturn: Read<RawReturn> = (value, path) => {
  if (!isObject(value)) return refuse(path)
  // No field may become the record's prototype.
  const fields = Object.entries(value).filter(([name]) => name !== '__proto__')
  if (fields.length > MAX_RETURN_FIELDS) refuse(path)
  return Object.fromEntries(
    fields.map(([name, field]) => [returnName(name, path), returnValue(field, path)] as const),
  )
}

/** Body of `POST /registrations/:id/opened`. */
export const openedRequest: Read<OpenedRequest> = (value) => {
  const clicked = fieldsOf(value).may('clickedMsAgo', clickedMsAgo)
  return clicked === undefined ? {} : { clickedMsAgo: clicked }
}

/** Body of `POST /registrations/:id/cancel`. */
export const cancelRequest: Read<CancelRequest> = (value) => {
  const asked = fieldsOf(value).may('asked', yesOrNo)
  return asked === undefined ? {} : { asked }
}

/** Body of `POST /registrations/:id/complete`. */
export const completeRequest: Read<CompleteRequest> = (value, path) => {
  const opened = openedRequest(value, path)
  const raw = fieldsOf(value).may('return', rawReturn)
  return { ...opened, ...(raw !== undefined && { return: raw }) }
}

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
