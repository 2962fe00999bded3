// Reads what the page sends once there is a registration.
import type { CancelRequest, CompleteRequest, OpenedRequest, RawReturn } from '@billing-register/contract'
import { fieldsOf, isObject, refuse, short, type Read } from './fields.ts'

/** How many fields a return may have. */
const MAX_RETURN_FIELDS = 24
const DAY_MS = 86_400_000

const returnName = short(64, 0)
const returnValue = short(1024, 0)

const clickedMsAgo: Read<number> = (value, path) =>
  typeof value === 'number' && value >= 0 && value <= DAY_MS ? value : refuse(path)

const yesOrNo: Read<boolean> = (value, path) => (typeof value === 'boolean' ? value : refuse(path))

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
  return raw === undefined ? opened : { return: raw, ...opened }
}
