// GET /openapi.json: the wire for clients in other languages, made from the schemas that check it.
import { BILLING_ERRORS, VERSION_HEADER, WIRE_VERSION } from '@billing-register/contract'
import {
  cancelRequest,
  completeRequest,
  createRegistrationRequest,
  createRegistrationResponse,
  offerResponse,
  openedRequest,
  paymentMethodsResponse,
  problem,
  registrationView,
} from '@billing-register/contract/schema'
import * as z from 'zod/mini'

const SCHEMAS = {
  CancelRequest: cancelRequest,
  CompleteRequest: completeRequest,
  CreateRegistrationRequest: createRegistrationRequest,
  CreateRegistrationResponse: createRegistrationResponse,
  OfferResponse: offerResponse,
  OpenedRequest: openedRequest,
  PaymentMethodsResponse: paymentMethodsResponse,
  Problem: problem,
  RegistrationView: registrationView,
}

type SchemaName = keyof typeof SCHEMAS

interface Operation {
  readonly summary: string
  readonly body?: SchemaName
  readonly query?: readonly string[]
  readonly answers: Readonly<Record<number, SchemaName | undefined>>
  /** Types of a body that a PG sends in its own words. */
  readonly foreign?: readonly string[]
}

const OPERATIONS: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  '/offer': {
    get: {
      summary: 'What would be registered, what it costs, and what the customer must agree to',
      query: ['plan', 'locale', 'provider', 'mode'],
      answers: { 200: 'OfferResponse' },
    },
  },
  '/registrations': {
    post: {
      summary: 'Make a registration; the same clientRef repeated gives the same one',
      body: 'CreateRegistrationRequest',
      answers: { 200: 'CreateRegistrationResponse', 201: 'CreateRegistrationResponse' },
    },
  },
  '/registrations/{id}': {
    get: { summary: 'Read your own registration', answers: { 200: 'RegistrationView' } },
  },
  '/registrations/{id}/opened': {
    post: { summary: 'Tell when the click was', body: 'OpenedRequest', answers: { 200: 'RegistrationView' } },
  },
  '/registrations/{id}/complete': {
    post: {
      summary: 'Finish; 202 while the PG is still being asked',
      body: 'CompleteRequest',
      answers: { 200: 'RegistrationView', 202: 'RegistrationView' },
    },
  },
  '/registrations/{id}/cancel': {
    post: {
      summary: 'Stop; 409 once issuing has begun',
      body: 'CancelRequest',
      answers: { 200: 'RegistrationView' },
    },
  },
  '/payment-methods': {
    get: { summary: 'Your own payment methods', answers: { 200: 'PaymentMethodsResponse' } },
  },
  '/payment-methods/{id}': {
    delete: {
      summary: 'Delete your own payment method; 202 while the PG has not said that its key is gone',
      answers: { 200: 'PaymentMethodsResponse', 202: 'PaymentMethodsResponse' },
    },
  },
  '/payment-methods/{id}/default': {
    put: { summary: 'Make your own payment method the default', answers: { 200: 'PaymentMethodsResponse' } },
  },
  '/registrations/{id}/card-form': {
    get: { summary: 'The document of the card form, in a frame of its own', answers: { 200: undefined } },
  },
  '/webhooks/{provider}': {
    post: {
      summary: 'Where a PG sends its hints: answered at once, followed afterwards; 401 for a bad signature',
      foreign: ['application/json', 'application/x-www-form-urlencoded'],
      answers: { 200: undefined },
    },
  },
  '/registrations/{id}/return': {
    get: { summary: "Where the PG's window comes back to", answers: { 303: undefined } },
    post: { summary: "Where the PG's window comes back to", answers: { 303: undefined } },
  },
}

const reference = (name: SchemaName): object => ({ $ref: `#/components/schemas/${name}` })

const content = (name: SchemaName, type = 'application/json'): object => ({
  content: { [type]: { schema: reference(name) } },
})

/** What is said of an answer that is described by no schema. */
const BARE: Readonly<Record<string, string>> = { 200: 'OK', 303: 'See Other' }

const named = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? [])

function bodyObject({ body, foreign }: Operation): object {
  if (body) return { requestBody: { required: true, ...content(body) } }
  const anything = (type: string): [string, object] => [type, { schema: {} }]
  return foreign
    ? { requestBody: { required: true, content: Object.fromEntries(foreign.map(anything)) } }
    : {}
}

function operationObject(path: string, operation: Operation): object {
  const { summary, query = [], answers } = operation
  const parameter = (place: string, name: string): object => ({
    name,
    in: place,
    required: place === 'path',
    schema: { type: 'string' },
  })
  const settled = Object.entries(answers).map(([status, name]): [string, object] => [
    status,
    { description: name ?? BARE[status], ...(name ? content(name) : {}) },
  ])
  return {
    summary,
    parameters: [
      ...named(path).map((name) => parameter('path', name)),
      ...query.map((name) => parameter('query', name)),
    ],
    ...bodyObject(operation),
    responses: {
      ...Object.fromEntries(settled),
      default: { description: 'A problem', ...content('Problem', 'application/problem+json') },
    },
  }
}

const mapValues = <In, Out>(
  record: Readonly<Record<string, In>>,
  map: (value: In, key: string) => Out,
): Record<string, Out> =>
  Object.fromEntries(Object.entries(record).map(([key, value]): [string, Out] => [key, map(value, key)]))

// As an input, which leaves fields open that the schema does not know: so does whoever reads them here.
function schemaObject(schema: z.core.$ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' })
  return rest
}

/** The OpenAPI 3.1 document. `server`: publicUrl. */
export function openApiDocument(server: string): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'billing-register',
      version: WIRE_VERSION,
      description: `Send ${VERSION_HEADER}: ${WIRE_VERSION}. Error codes: ${Object.keys(BILLING_ERRORS).join(', ')}.`,
    },
    servers: [{ url: server }],
    paths: mapValues(OPERATIONS, (methods, path) =>
      mapValues(methods, (operation) => operationObject(path, operation)),
    ),
    components: { schemas: mapValues(SCHEMAS, (schema): object => schemaObject(schema)) },
  }
}
