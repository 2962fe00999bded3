// What is read by hand is what the published schemas describe: the two are given the same bodies.
import { BillingError } from '@billing-register/contract'
import * as schemas from '@billing-register/contract/schema'
import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type * as z from 'zod/mini'
import type { Read } from './fields.ts'
import { cancelRequest, completeRequest, openedRequest } from './own-requests.ts'
import { createRegistrationRequest } from './requests.ts'

// Thousands of bodies on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/** Lengths around every limit that a schema has. */
const length = fc.constantFrom(0, 1, 15, 16, 35, 36, 64, 65, 128, 129, 1024, 1025, 2048, 2049)
const text = fc.oneof(
  fc
    .tuple(length, fc.constantFrom('a', '.', '_', '-', ' ', '한', '\n', '😀'))
    .map(([size, one]) => one.repeat(size)),
  fc.constantFrom(
    'window',
    'card-form',
    'popup',
    'danal-b',
    'abcdefghijklmnop',
    'https://shop.example/',
    '__proto__',
  ),
  fc.string({ maxLength: 20 }),
)
const number = fc.oneof(fc.constantFrom(0, -0, -1, 86_400_000, 86_400_001, 0.5), fc.double())
const anything = fc.oneof(text, number, fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined))

const fieldsOf = (value: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
  fc.dictionary(
    fc.oneof(fc.string({ maxLength: 3 }), text),
    fc.oneof({ weight: 9, arbitrary: text }, value),
    {
      maxKeys: 30,
    },
  )

/** A body whose fields are right more often than not, so that every single one is wrong in some run. */
const bodyOf = (right: Record<string, unknown>): fc.Arbitrary<unknown> => {
  const near = Object.fromEntries(
    Object.entries(right).map(([name, value]) => [
      name,
      fc.oneof({ weight: 6, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: anything }),
    ]),
  )
  const record = fc.record({ ...near, stranger: anything }, { requiredKeys: [] })
  return fc.oneof({ weight: 9, arbitrary: record }, { weight: 1, arbitrary: anything })
}

const withField = (body: unknown, name: string, value: unknown): unknown =>
  value && typeof body === 'object' ? { ...body, [name]: value } : body

const valid = fc.sample(fieldsOf(text), 1)[0]

const BODIES = {
  opened: bodyOf({ clickedMsAgo: 1200 }),
  cancel: bodyOf({ asked: true }),
  complete: fc
    .tuple(bodyOf({ clickedMsAgo: 0, return: valid }), fc.option(fieldsOf(anything)))
    .map(([body, raw]) => withField(body, 'return', raw)),
  create: fc
    .tuple(
      bodyOf({
        plan: 'pro',
        offer: 'a'.repeat(43),
        provider: 'danal-b',
        mode: 'window',
        locale: 'ko',
        returnTo: 'https://shop.example/',
        clientRef: 'abcdefghijklmnop',
      }),
      fc.option(bodyOf({ version: '2026-01' })),
    )
    .map(([body, consent]) => withField(body, 'consent', consent)),
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? 'null')

/** What was read, or the name of the field that was refused. */
function byHand(read: Read<unknown>, value: unknown): { data?: unknown; refused?: string | undefined } {
  try {
    return { data: read(value, '') }
  } catch (error) {
    return { refused: error instanceof BillingError ? error.message.split(/[:.]/)[0] : String(error) }
  }
}

/** The same by the schema, which may find more than one field wrong. */
function bySchema(schema: z.ZodMiniType, value: unknown): { data?: unknown; refused: readonly string[] } {
  const parsed = schema.safeParse(value)
  return parsed.success
    ? { data: parsed.data, refused: [] }
    : { refused: parsed.error.issues.map(({ path }) => String(path[0] ?? 'body')) }
}

describe('a body', () => {
  it.each([
    ['opened', openedRequest, schemas.openedRequest],
    ['cancel', cancelRequest, schemas.cancelRequest],
    ['complete', completeRequest, schemas.completeRequest],
    ['create', createRegistrationRequest, schemas.createRegistrationRequest],
  ] as const)('of %s is taken, cut down and refused exactly as its schema does', (name, read, schema) => {
    const outcomes = new Set<boolean>()
    fc.assert(
      fc.property(BODIES[name].map(asJson), (value) => {
        const { data, refused } = byHand(read, value)
        const expected = bySchema(schema, value)
        expect(data).toEqual(expected.data)
        if (refused !== undefined) expect(expected.refused).toContain(refused)
        outcomes.add(refused === undefined)
      }),
      { numRuns: 3000 },
    )
    expect(outcomes.size, 'good and bad bodies were tried').toBe(2)
  })

  it('cannot give a return a prototype', () => {
    const { return: raw } = completeRequest(JSON.parse('{"return":{"__proto__":"x","code":"SUCCESS"}}'), '')
    expect(raw).toEqual({ code: 'SUCCESS' })
  })
})
