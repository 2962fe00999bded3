// A merchant for random requests: registrations of alice's at every PG and in every way, cards, and what nobody may be told.
import * as fc from 'fast-check'
import { fillIn, markerCard } from '../form/fill-in.ts'
import { danal } from '../src/providers/danal/index.ts'
import { portoneV1 } from '../src/providers/portone-v1/index.ts'
import { portoneV2 } from '../src/providers/portone-v2/index.ts'
import { toss } from '../src/providers/toss/index.ts'
import { danalSuccess, makeShop, TEST_KEYS, type Shop } from '../src/testing/shop.ts'

const API_SECRET = 'portone-secret-'.repeat(5)
const V2_SECRET = 'v2-secret-'.repeat(8)
const TOSS_KEYS = { clientKey: 'test_ck_fuzzed', secretKey: 'test_sk_fuzzed' } as const
const SEALING_KEY = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
const CARD = markerCard()
/** Signs the webhooks of PortOne V2. */
export const WEBHOOK_SECRET: string = `whsec_${btoa('a secret for webhooks of this world')}`
/** The key that PGs make here. */
export const BILLING_KEY = 'KEY-20260101-000001'

/** What stands in no answer and no log. */
export const SECRETS: readonly string[] = [
  TEST_KEYS.secretKey,
  API_SECRET,
  V2_SECRET,
  TOSS_KEYS.secretKey,
  SEALING_KEY,
  WEBHOOK_SECRET,
  BILLING_KEY,
  CARD.number,
  CARD.identity,
]

/** The merchant, and what random requests may name. */
export interface FuzzWorld {
  readonly shop: Shop
  /** Ids of alice's registrations: at Danal open, clicked, returned, cancelled, issued; one at each other PG; by card form. */
  readonly ids: readonly string[]
  /** Ids of two cards of alice's, and one of bob's. */
  readonly methods: readonly string[]
  /** What a filled form of hers would send. */
  readonly jwe: string
  readonly offer: string
  /** Alice's order at PortOne V1. */
  readonly merchantUid: string
  /** What must be told to nobody but the owner, and to them only in the launch. */
  readonly customerUid: string
}

const OTHER_PGS = ['portone-v1', 'portone-v2', 'toss'] as const

function makeFuzzShop(answers: fc.GeneratorValue): Shop {
  const providers = [
    danal(TEST_KEYS),
    portoneV1({
      userCode: 'imp12345678',
      apiKey: '1234567890123456',
      apiSecret: API_SECRET,
      channelKey: 'channel-key-1',
      pgProvider: 'danal_tpay',
      sandbox: true,
    }),
    portoneV2({
      storeId: 'store-fuzz',
      channelKey: 'channel-key-fuzz',
      apiSecret: V2_SECRET,
      webhookSecret: WEBHOOK_SECRET,
      pgProvider: 'tosspayments',
      sandbox: true,
    }),
    toss(TOSS_KEYS),
  ]
  const answer = (): Response | Promise<Response> =>
    answers(
      fc.constantFrom,
      () => danalSuccess({ billingKey: BILLING_KEY }),
      () => Response.json({ billingKey: BILLING_KEY, customerKey: 'ck', method: '카드', status: 'ISSUED' }),
      () => Response.json({ code: '3110', message: 'no' }),
      () => Response.json({ type: 'BILLING_KEY_NOT_FOUND', code: 'NOT_FOUND_BILLING' }, { status: 404 }),
      () => Response.json({ code: 1, response: null }, { status: 404 }),
      () => new Response('<html>', { status: 500 }),
      () => Promise.reject(new TypeError(`fetch failed for ${TEST_KEYS.secretKey}`)),
    )()
  const token = { access_token: 'token', now: 0, expired_at: 1800 }
  return makeShop({
    providers,
    sealingKeys: `k1:${SEALING_KEY}`,
    dangerouslyAcceptCardNumbers: { verifyHolder: () => true },
    attemptsPerHour: 12,
    fetch: async (url) =>
      String(url).endsWith('/users/getToken') ? Response.json({ code: 0, response: token }) : answer(),
  })
}

/** The ids of a customer's cards, brought in from elsewhere. */
async function plant(shop: Shop, customerId: string, ...billingKeys: string[]): Promise<string[]> {
  const operator = await shop.billing.operator()
  for (const billingKey of billingKeys)
    await operator.importMethod({ provider: 'danal', customerId, billingKey, kind: 'card' })
  const methods = await shop.ledger.paymentMethods(customerId)
  return methods.filter(({ key }) => billingKeys.includes(key.reveal())).map(({ id }) => id)
}

/** Builds it. `answers`: what the PGs answer. */
export async function makeFuzzWorld(answers: fc.GeneratorValue): Promise<FuzzWorld> {
  const shop = makeFuzzShop(answers)
  const alice = shop.as('alice')
  const opened = []
  for (let index = 0; index < 5; index += 1) opened.push(await alice.open())
  const others = []
  for (const provider of OTHER_PGS) {
    const { offer } = await (await alice.request('GET', `/offer?plan=pro&provider=${provider}`)).json()
    others.push(await alice.open('pro', { offer, provider }))
  }
  const atPortone = others.map(({ launch }) => launch).find((launch) => launch.provider === 'portone-v1')
  if (!atPortone) throw new Error('not PortOne')
  const shown = await (await alice.request('GET', '/offer?plan=pro&provider=toss&mode=card-form')).json()
  const typed = await alice.open('pro', { offer: shown.offer, provider: 'toss', mode: 'card-form' })
  const form = await alice.request('GET', `/registrations/${typed.id}/card-form`)
  const ids = [...opened, ...others, typed].map(({ id }) => id)
  await alice.request('POST', `/registrations/${ids[1]}/opened`, { body: {} })
  await alice.comeBack(ids[2] ?? '', { code: 'SUCCESS', transactionId: 'TX-2' })
  await alice.request('POST', `/registrations/${ids[3]}/cancel`, { body: { asked: true } })
  await alice.complete(ids[4] ?? '', { return: { code: 'SUCCESS', transactionId: 'TX-4' } })
  const methods = [
    ...(await plant(shop, 'alice', `${BILLING_KEY}-a`, `${BILLING_KEY}-b`)),
    ...(await plant(shop, 'bob', `${BILLING_KEY}-c`)),
  ]
  return {
    shop,
    ids,
    methods,
    jwe: await fillIn(await form.text(), CARD),
    offer: (await alice.offer()).offer,
    merchantUid: atPortone.request.merchant_uid,
    customerUid: atPortone.request.customer_uid,
  }
}

/** What a refusal must leave alone. */
export async function snapshot({ shop, ids }: FuzzWorld): Promise<string> {
  const { ledger } = shop
  const all = await Promise.all(
    ids.map(async (id) => [await ledger.find(id), await ledger.claims(id), await ledger.attempts(id)]),
  )
  const customers = await Promise.all(
    ['alice', 'bob'].map(async (id) => [
      await ledger.pending(id),
      await ledger.paymentMethods(id),
      await ledger.charges.payments({ customerId: id, limit: 99 }),
    ]),
  )
  return JSON.stringify([all, customers])
}
