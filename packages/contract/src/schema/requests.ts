// Schemas of what the page sends. Unknown fields are ignored; every string has a limit.
import * as z from 'zod/mini'
import type { RawReturn } from '../launch.ts'
import type { CancelRequest, CompleteRequest, CreateRegistrationRequest, OpenedRequest } from '../wire.ts'

const short = (max: number): z.ZodMiniString => z.string().check(z.minLength(1), z.maxLength(max))
const name: z.ZodMiniString = z.string().check(z.regex(/^[\w.-]{1,64}$/))

/** A return as it travels: at most 24 short strings. */
export const rawReturn: z.ZodMiniType<RawReturn> = z
  .record(z.string().check(z.maxLength(64)), z.string().check(z.maxLength(1024)))
  .check(z.refine((value) => Object.keys(value).length <= 24, 'too many fields'))

const clickedMsAgo = z.number().check(z.minimum(0), z.maximum(86_400_000))

/** {@link OpenedRequest} */
export const openedRequest: z.ZodMiniType<OpenedRequest> = z.object({
  clickedMsAgo: z.exactOptional(clickedMsAgo),
})

/** {@link CancelRequest} */
export const cancelRequest: z.ZodMiniType<CancelRequest> = z.object({ asked: z.exactOptional(z.boolean()) })

/** {@link CompleteRequest} */
export const completeRequest: z.ZodMiniType<CompleteRequest> = z.object({
  clickedMsAgo: z.exactOptional(clickedMsAgo),
  return: z.exactOptional(rawReturn),
})

/** {@link CreateRegistrationRequest} */
export const createRegistrationRequest: z.ZodMiniType<CreateRegistrationRequest> = z.object({
  plan: z.exactOptional(short(128)),
  offer: short(128),
  provider: z.exactOptional(name),
  mode: z.exactOptional(z.enum(['window', 'card-form'])),
  locale: z.exactOptional(short(35)),
  returnTo: short(2048),
  clientRef: z.string().check(z.regex(/^[\w-]{16,64}$/)),
  consent: z.exactOptional(z.object({ version: short(64) })),
})
