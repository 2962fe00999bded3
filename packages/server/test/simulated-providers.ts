// The providers as tests run them: each way to configure one, against a simulator of its own.
import { inspect } from 'node:util'
import type { RawReturn } from '@billing-register/contract'
import { createSimulator, type Quirks, type Simulator } from '@billing-register/simulator'
import { keyInProvider, TOKEN_FIELD } from '../src/card-form/key-in-provider.ts'
import { makeVault } from '../src/card-form/vault.ts'
import { mintId } from '../src/mint.ts'
import { contractOperations } from './danal-contract.ts'
import { danal } from '../src/providers/danal/index.ts'
import type { DanalOptions } from '../src/providers/danal/options.ts'
import { portoneV1 } from '../src/providers/portone-v1/index.ts'
import type { PortoneV1Options } from '../src/providers/portone-v1/options.ts'
import { portoneV2 } from '../src/providers/portone-v2/index.ts'
import type { PortoneV2Options } from '../src/providers/portone-v2/options.ts'
import type { CardDetails, ServerProvider } from '../src/providers/provider.ts'
import { toss } from '../src/providers/toss/index.ts'
import type { TossOptions } from '../src/providers/toss/options.ts'
import type { OperationsBench } from '../src/testing/operations-bench.ts'
import type { ProviderBench } from '../src/testing/provider-bench.ts'
import { walkWindow, type WindowEnd } from '../src/testing/simulated-windows.ts'

/** Each draws other answers to what the PGs' documents leave open. */
export const SEEDS: readonly number[] = [1, 2, 3, 4, 5, 6]

const ORIGIN = 'https://pg.example'

/** A provider, configured one way. */
export interface Candidate {
  readonly make: (
    simulator: Simulator,
    options: { timeoutMs?: number },
  ) => ServerProvider | Promise<ServerProvider>
  /** What the PG may leave out is compared where it is there. */
  readonly compared: (quirks: Quirks) => readonly string[]
  /** Of cards that are typed into our form. */
  readonly typed?: NonNullable<ProviderBench['typed']>
}

const vault = makeVault(() => undefined)
const CARD: CardDetails = {
  number: '9410111122223332',
  expiryYear: '39',
  expiryMonth: '07',
  identity: '900101',
  password: '12',
}

/** The same PG, issuing from a held card. */
async function typed(base: ServerProvider): Promise<ServerProvider> {
  const keyIn = await base.keyIn?.()
  if (!keyIn) throw new Error(`${base.name} issues in its window alone`)
  return keyInProvider({ base, keyIn, vault, publicUrl: 'https://shop.example/billing', now: Date.now })
}

const CARD_FOR: Readonly<Record<WindowEnd, string>> = {
  approve: CARD.number,
  'approve-poor': '9450111122223333',
  decline: '9420111122223330',
  cancel: '',
}

/** The card is held, as the server does when the form has sent it. */
function hold(end: WindowEnd): RawReturn {
  const token = mintId('')
  const number = CARD_FOR[end]
  vault.hold(token, { ...CARD, number }, Date.now())
  return { [TOKEN_FIELD]: token }
}

const simulatorOf = (seed: number): Simulator =>
  createSimulator({ seed, quirks: { latency: [0, 0] }, keyMarker: 'Marker' })

/** A bench for registering. */
export function providerBench(
  seed: number,
  { make, compared, typed: form }: Candidate,
  simulator: Simulator = simulatorOf(seed),
): ProviderBench {
  const http: typeof fetch = (input, init) => simulator.fetch(input, init)
  const { credentials } = simulator
  const secretKeys = [credentials.danal.secretKey, credentials.toss.secretKey]
  const apiSecrets = [credentials['portone-v1'].apiSecret, credentials['portone-v2'].apiSecret]
  return {
    make: (options) => make(simulator, options),
    compared: compared(simulator.quirks),
    fetch: http,
    ...(form && { typed: form }),
    walk: async (launch, end) => (form ? hold(end) : walkWindow(http, launch, end)),
    truth: () => ({
      keys: simulator.truth.keys.length,
      paid: simulator.truth.payments.filter(({ state }) => state === 'paid').map(({ amount }) => amount),
    }),
    secrets: [...secretKeys, ...secretKeys.map((key) => btoa(`${key}:`)), ...apiSecrets, 'Marker'],
    inspect: (value) => inspect(value, { depth: 20, showHidden: true }),
  }
}

/** A bench for what comes after. */
export function operationsBench(seed: number, candidate: Operator): OperationsBench {
  const simulator = simulatorOf(seed)
  const amounts = (wanted: string): number[] =>
    simulator.truth.payments.filter(({ state }) => state === wanted).map(({ amount }) => amount)
  const schedules = (wanted: string): number =>
    simulator.truth.schedules.filter(({ state }) => state === wanted).length
  return {
    ...providerBench(seed, candidate, simulator),
    money: () => ({
      keys: simulator.truth.keys.filter(({ revoked }) => !revoked).length,
      paid: amounts('paid'),
      cancelled: amounts('cancelled'),
    }),
    ...(candidate.comparedInSchedule && {
      schedules: {
        count: () => ({ pending: schedules('scheduled'), revoked: schedules('revoked') }),
        compared: candidate.comparedInSchedule,
      },
    }),
    comparedInPayment: candidate.comparedInPayment,
    ...(candidate.revokedBlindly && { revokedBlindly: true }),
  }
}

const comparedAtDanal = (quirks: Quirks): string[] => [
  ...(quirks.orderIdInAnswer ? ['orderId'] : []),
  ...(quirks.userInAnswer ? ['userName', 'userPhoneNumber'] : []),
  ...(quirks.authOnlyInAnswer ? ['authOnly'] : []),
]
const PORTONE_V1 = ['merchant_uid', 'customer_uid', 'amount', 'currency', 'sandbox'] as const
const PORTONE_V2 = [
  'status',
  'storeId',
  'customer.id',
  'channels.key',
  'channels.type',
  'channels.pgProvider',
]
const comparedAtV2 = ({ v2IssueIdInKey }: Quirks): string[] =>
  v2IssueIdInKey ? [...PORTONE_V2, 'issueId'] : PORTONE_V2
const TOSS = ['customerKey', 'method', 'mId'] as const

/** Every way with a window. */
export const PROVIDERS: Record<string, Candidate> = {
  'danal, card': {
    compared: comparedAtDanal,
    make: ({ credentials }, options) => danal({ ...danalAt(credentials), ...options }),
  },
  'danal, phone': {
    compared: comparedAtDanal,
    make: ({ credentials }, options) =>
      danal({ ...danalAt(credentials), ...options, paymentsMethod: 'MOBILE', itemCode: 'ITEM1' }),
  },
  'portoneV1, Danal by channel key': {
    compared: () => [...PORTONE_V1, 'pg_provider'],
    make: ({ credentials }, options) =>
      portoneV1At(credentials, options, {
        channelKey: credentials['portone-v1'].channelKey,
        pgProvider: 'danal_tpay',
      }),
  },
  'portoneV1, Danal by pg': {
    compared: () => [...PORTONE_V1, 'pg_provider', 'pg_id'],
    make: ({ credentials }, options) => portoneV1At(credentials, options, { pg: 'danal_tpay.9810030929' }),
  },
  'portoneV1, a PG that charges nothing in the window': {
    compared: () => PORTONE_V1,
    make: ({ credentials }, options) => portoneV1At(credentials, options, { pg: 'html5_inicis' }),
  },
  'portoneV2, manual confirm': {
    compared: comparedAtV2,
    make: ({ credentials }, options) => portoneV2({ ...v2At(credentials), ...options }),
  },
  'portoneV2, the key in the browser': {
    compared: comparedAtV2,
    make: ({ credentials }, options) =>
      portoneV2({
        ...v2At(credentials),
        ...options,
        channelKey: 'channel-key-simulator-v2-toss-direct',
        allowKeyInBrowser: true,
      }),
  },
  'toss, card': {
    compared: () => TOSS,
    make: ({ credentials }, options) => toss({ ...tossAt(credentials), ...options }),
  },
  'toss, account': {
    compared: () => TOSS,
    make: ({ credentials }, options) =>
      toss({ ...tossAt(credentials), ...options, method: 'TRANSFER', returnBy: 'page' }),
  },
  // Beside another instance of the same PG.
  'danal, a second instance': {
    compared: comparedAtDanal,
    make: ({ credentials }, options) => danal({ ...danalAt(credentials), ...options, name: 'danal-b' }),
  },
  'portoneV1, a second instance': {
    compared: () => [...PORTONE_V1, 'pg_provider'],
    make: ({ credentials }, options) =>
      portoneV1At(credentials, options, {
        channelKey: credentials['portone-v1'].channelKey,
        pgProvider: 'danal_tpay',
        name: 'portone-v1-b',
      }),
  },
  'portoneV2, a second instance': {
    compared: comparedAtV2,
    make: ({ credentials }, options) =>
      portoneV2({ ...v2At(credentials), ...options, name: 'portone-v2-b', forceRedirect: true }),
  },
  'toss, a second instance': {
    compared: () => TOSS,
    make: ({ credentials }, options) => toss({ ...tossAt(credentials), ...options, name: 'toss-b' }),
  },
}

/** Every way with a typed card. */
export const KEY_INS: Record<string, Candidate> = {
  'toss, typed card': {
    typed: { callsBefore: 0, askedOnce: false },
    compared: () => TOSS,
    make: ({ credentials }, options) => typed(toss({ ...tossAt(credentials), ...options })),
  },
  'portoneV1, typed card': {
    // The access token comes first.
    typed: { callsBefore: 1, askedOnce: true },
    compared: () => ['customer_uid', 'sandbox', 'pg_provider'],
    make: (simulator, options) =>
      typed(
        portoneV1At(simulator.credentials, options, {
          channelKey: 'channel-key-simulator-inicis',
          pgProvider: 'html5_inicis',
        }),
      ),
  },
  'portoneV1, typed card at a PG without a window': {
    typed: { callsBefore: 1, askedOnce: true },
    compared: () => ['customer_uid', 'sandbox', 'pg_provider'],
    make: (simulator, options) =>
      typed(
        portoneV1At(simulator.credentials, options, {
          channelKey: 'channel-key-simulator-nice',
          pgProvider: 'nice',
          name: 'portone-v1-nice',
        }),
      ),
  },
  'portoneV2, typed card': {
    typed: { callsBefore: 0, askedOnce: false },
    compared: () => PORTONE_V2,
    make: ({ credentials }, options) => typed(portoneV2({ ...v2At(credentials), ...options })),
  },
  'toss, typed card at a second instance': {
    typed: { callsBefore: 0, askedOnce: false },
    compared: () => TOSS,
    make: ({ credentials }, options) => typed(toss({ ...tossAt(credentials), ...options, name: 'toss-b' })),
  },
}

const danalAt = ({ danal: keys }: Simulator['credentials']): DanalOptions => ({
  ...keys,
  apiBase: `${ORIGIN}/danal`,
  sdkUrl: `${ORIGIN}/danal/sdk.js`,
})

const v2At = ({ 'portone-v2': keys }: Simulator['credentials']): PortoneV2Options => ({
  storeId: keys.storeId,
  channelKey: keys.channelKey,
  apiSecret: keys.apiSecret,
  pgProvider: 'tosspayments',
  sandbox: true,
  apiBase: `${ORIGIN}/portone-v2`,
  sdkUrl: `${ORIGIN}/portone-v2/browser-sdk.js`,
})

const tossAt = ({ toss: keys }: Simulator['credentials']): TossOptions => ({
  ...keys,
  apiBase: `${ORIGIN}/toss`,
  sdkUrl: `${ORIGIN}/toss/v2/standard`,
})

/** PortOne V1 at this simulator. */
export function portoneV1At(
  credentials: Simulator['credentials'],
  options: Pick<PortoneV1Options, 'timeoutMs' | 'buyerTelFallback'>,
  channel: { channelKey?: string; pg?: string; pgProvider?: string; name?: string },
): ServerProvider {
  const { userCode, apiKey, apiSecret } = credentials['portone-v1']
  return portoneV1({
    userCode,
    apiKey,
    apiSecret,
    sandbox: true,
    ...channel,
    ...options,
    apiBase: `${ORIGIN}/portone-v1`,
    sdkUrl: `${ORIGIN}/portone-v1/iamport.js`,
  })
}

/** A provider that can do something with its keys. */
export interface Operator extends Candidate {
  /** Fields that are compared after a charge, and after a cancel. */
  readonly comparedInPayment: readonly string[]
  /** Fields that are compared after a charge was ordered for later. */
  readonly comparedInSchedule?: readonly string[]
  readonly revokedBlindly?: boolean
}

type Compared = Pick<Operator, 'comparedInPayment' | 'comparedInSchedule'>

const operator = (name: string, compared: Compared): [string, Operator] => {
  const candidate = PROVIDERS[name] ?? KEY_INS[name]
  if (candidate === undefined) throw new Error(`there is no ${name}`)
  return [name, { ...candidate, ...compared }]
}

const AT_V1: Compared = {
  comparedInPayment: ['merchant_uid', 'amount', 'currency', 'sandbox'],
  comparedInSchedule: ['merchant_uid', 'customer_uid', 'amount', 'schedule_at'],
}
const AT_V2: Compared = {
  comparedInPayment: ['id', 'amount.total', 'currency', 'storeId', 'channel.type'],
  comparedInSchedule: ['totalAmount', 'currency', 'billingKey', 'timeToPay'],
}
const AT_TOSS: Compared = { comparedInPayment: ['orderId', 'totalAmount', 'currency', 'mId'] }

const DANAL_CONTRACT: Operator = {
  compared: comparedAtDanal,
  comparedInPayment: ['orderId', 'amount'],
  revokedBlindly: true,
  make: ({ credentials }, options) =>
    danal({ ...danalAt(credentials), ...options, operations: contractOperations }),
}

/** Those that can. */
export const OPERATORS: readonly (readonly [string, Operator])[] = [
  ['danal, as a contract document says', DANAL_CONTRACT],
  operator('toss, card', AT_TOSS),
  operator('toss, typed card', AT_TOSS),
  operator('portoneV1, Danal by channel key', AT_V1),
  operator('portoneV1, a PG that charges nothing in the window', AT_V1),
  operator('portoneV1, typed card', AT_V1),
  operator('portoneV2, manual confirm', AT_V2),
  operator('portoneV2, the key in the browser', AT_V2),
  operator('portoneV2, typed card', AT_V2),
]
