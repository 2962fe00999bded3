// What the PGs' own documents show, word for word, goes through the providers as they say: each request as in the sample, each
// sample answer understood. Sources: Danal developer center (issue-key), iamport-manual (다날 정기결제), Toss Payments docs
// (Billing API), PortOne's guide of issuing by card number.
import { describe, expect, it } from 'vitest'
import { Secret } from '../secret.ts'
import { firstCall, ORDER } from '../testing/provider-bench.ts'
import { danal } from './danal/index.ts'
import { finishing } from './finishing.ts'
import { portoneV1 } from './portone-v1/index.ts'
import type { CardDetails, Order, Prepared, ReturnedRegistration, ServerProvider } from './provider.ts'
import { toss } from './toss/index.ts'

const URLS = {
  server: 'https://shop.example/billing/registrations/r1/return',
  page: 'https://shop.example/pay',
}

interface Sent {
  readonly method: string
  readonly path: string
  readonly authorization: string | null
  readonly body: unknown
}

/** A PG that answers by path, and what it was sent. */
function pg(answers: Readonly<Record<string, unknown>>): { http: typeof fetch; sent: Sent[] } {
  const sent: Sent[] = []
  const http: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const { pathname, host } = new URL(request.url)
    const body = await request.text()
    sent.push({
      method: request.method,
      path: host + pathname,
      authorization: request.headers.get('authorization'),
      body: body === '' ? undefined : JSON.parse(body),
    })
    const known = Object.keys(answers).find((path) => pathname.startsWith(path))
    return known === undefined
      ? Response.json({ code: 'NOT_FOUND' }, { status: 404 })
      : Response.json(answers[known])
  }
  return { http, sent }
}

/** A registration whose identifiers are those of the document. */
function registrationOf(
  provider: ServerProvider,
  order: Order,
  ids: readonly string[],
): { prepared: Prepared; registration: ReturnedRegistration } {
  const left = [...ids]
  const opened = { id: 'r1', customer: { id: 'alice' }, order, locale: 'ko' as const }
  const prepared = provider.prepare(opened, URLS, () => left.shift() ?? 'x')
  const { memo, providerRef } = prepared
  return { prepared, registration: { ...opened, memo, providerRef } }
}

const atDanal = await finishing(
  danal({ clientKey: 'CL_a', merchantId: 'A010084434', secretKey: 'test_secret_key' }),
)

describe('Danal: issue-key', () => {
  const provider = atDanal
  const ANSWER = {
    code: 'SUCCESS',
    message: '성공',
    transactionId: '202404290001234567',
    amount: '10000',
    transactionDateTime: '20260101102315',
    orderId: 'ORDER-202601231-0001',
    authOnly: false,
    userName: '홍길동',
    userPhoneNumber: '01012345678',
    billingKey: '20260101102210DA789',
    cardInfo: {
      cardCode: '0907',
      cardName: 'BC카드',
      cardNumber: '1234-****-****-5678',
      installmentMonth: '00',
      approvalNumber: '12345678',
    },
  }
  const order: Order = { name: 'Pro', amount: 10_000, currency: 'KRW', charge: 'now' }
  const { registration } = registrationOf(provider, order, ['ORDER-202601231-0001'])
  const claim = provider.parseReturn({ transactionId: '202404290001234567890' })

  it('is asked for as in the sample', async () => {
    const { http, sent } = pg({ '/v1/billing': ANSWER })
    await provider.issue(registration, claim, firstCall(http))
    expect(sent).toEqual([
      {
        method: 'POST',
        path: 'one-api.danalpay.com/v1/billing/CARD/issue-key',
        authorization: 'Basic dGVzdF9zZWNyZXRfa2V5Og==',
        body: { transactionId: '202404290001234567890', merchantId: 'A010084434' },
      },
    ])
  })

  it('and its answer is a key, a card, and a payment', async () => {
    const { http } = pg({ '/v1/billing': ANSWER })
    const outcome = provider.judge(
      registration,
      claim,
      await provider.issue(registration, claim, firstCall(http)),
    )
    expect(outcome).toMatchObject({
      kind: 'issued',
      mismatches: [],
      payment: { state: 'paid', amount: 10_000 },
      issued: {
        kind: 'card',
        issuer: 'BC카드',
        maskedNumber: '1234-****-****-5678',
        binding: 'strong',
        transactionId: '202404290001234567',
      },
    })
    expect(outcome.kind === 'issued' && outcome.issued.key.reveal()).toBe('20260101102210DA789')
  })
})

describe('PortOne V1: Danal’s window', () => {
  const provider = portoneV1({
    userCode: 'imp12345678',
    apiKey: 'key',
    apiSecret: 'secret-of-the-console',
    pg: 'danal_tpay',
    buyerTelFallback: '02-1234-1234',
  })

  it.each([
    ['the key alone', 'later', 0],
    ['the key with a first payment', 'now', 1004],
  ] as const)('is opened for %s as in the sample', (_what, charge, amount) => {
    const order: Order = { name: '최초인증결제', amount: 1004, currency: 'KRW', charge }
    const { launch } = registrationOf(provider, order, [
      'order_monthly_0001',
      'your-customer-unique-id',
    ]).prepared
    expect(launch).toMatchObject({
      provider: 'portone-v1',
      request: {
        pg: 'danal_tpay',
        pay_method: 'card',
        merchant_uid: 'order_monthly_0001',
        name: '최초인증결제',
        amount,
        customer_uid: 'your-customer-unique-id',
      },
    })
  })

  it('and its key is charged again as in the sample', async () => {
    const { http, sent } = pg({
      '/users/getToken': {
        code: 0,
        message: null,
        response: { access_token: 'tok123', now: 1, expired_at: 1801 },
      },
      '/subscribe/payments/again': {
        code: 0,
        message: null,
        response: {
          imp_uid: 'imp_1',
          merchant_uid: 'order_id_8237352',
          amount: 3000,
          cancel_amount: 0,
          currency: 'KRW',
          status: 'paid',
          sandbox: false,
        },
      },
    })
    const charge = (await provider.operations?.())?.charge
    const asked = {
      key: new Secret('your-customer-unique-id'),
      kind: 'card',
      memo: {},
      pgOrderId: 'order_id_8237352',
      orderName: '구독',
      amount: 3000,
      customer: { id: 'alice' },
    } as const
    const exchanges = (await charge?.call(asked, firstCall(http))) ?? []
    const again = sent.find(({ path }) => path === 'api.iamport.kr/subscribe/payments/again')
    expect(again).toMatchObject({
      method: 'POST',
      authorization: 'Bearer tok123',
      body: { customer_uid: 'your-customer-unique-id', merchant_uid: 'order_id_8237352', amount: 3000 },
    })
    expect(charge?.judge(asked, exchanges)).toMatchObject({ kind: 'paid', mismatches: [] })
  })
})

describe('Toss Payments: a charge with the key', () => {
  const provider = toss({ clientKey: 'test_ck_a', secretKey: 'test_sk_zXLkKEypNArWmo50nX3lmeaxYG5R' })
  const asked = {
    key: new Secret('bk='),
    kind: 'card',
    customerRef: 'tNnoxMVndIRgA56kpnKe-',
    memo: {},
    pgOrderId: '_ARq0sCBIoLKcKJrAoLSK',
    orderName: '토스 티셔츠 외 2건',
    amount: 15_000,
    customer: { id: 'alice' },
  } as const
  const ANSWER = {
    mId: 'tosspayments',
    version: '1.4',
    paymentKey: 'pk',
    orderId: '_ARq0sCBIoLKcKJrAoLSK',
    orderName: '토스 프라임 구독',
    currency: 'KRW',
    method: '카드',
    status: 'DONE',
    type: 'BILLING',
    card: { company: '현대', number: '433012******1234', acquireStatus: 'READY' },
    totalAmount: 4900,
    balanceAmount: 4900,
  }

  async function charged(answer: object): Promise<{ sent: readonly Sent[]; outcome: unknown }> {
    const { http, sent } = pg({ '/v1/billing/': answer, '/v1/payments/': answer })
    const charge = (await provider.operations?.())?.charge
    const exchanges = (await charge?.call(asked, firstCall(http))) ?? []
    return { sent, outcome: charge?.judge(asked, exchanges) }
  }

  it('is asked for as in the sample', async () => {
    const { sent } = await charged({ ...ANSWER, totalAmount: 15_000, balanceAmount: 15_000 })
    expect(sent[0]).toEqual({
      method: 'POST',
      path: 'api.tosspayments.com/v1/billing/bk%3D',
      authorization: 'Basic dGVzdF9za196WExrS0V5cE5BcldtbzUwblgzbG1lYXhZRzVSOg==',
      body: {
        customerKey: 'tNnoxMVndIRgA56kpnKe-',
        amount: 15_000,
        orderId: '_ARq0sCBIoLKcKJrAoLSK',
        orderName: '토스 티셔츠 외 2건',
      },
    })
  })

  it('and its answer is a payment, unless the amount is not the one that was asked, as in the sample itself', async () => {
    const right = await charged({ ...ANSWER, totalAmount: 15_000, balanceAmount: 15_000 })
    expect(right.outcome).toMatchObject({ kind: 'paid', transactionId: 'pk', mismatches: [] })
    expect((await charged(ANSWER)).outcome).toMatchObject({ kind: 'paid', mismatches: ['totalAmount'] })
  })
})

describe('PortOne V1: a key from a card number', () => {
  const CARD: CardDetails = {
    number: '4330123412341234',
    expiryYear: '39',
    expiryMonth: '07',
    identity: '881212',
    password: '12',
  }
  const provider = portoneV1({
    userCode: 'imp12345678',
    apiKey: 'key',
    apiSecret: 'secret-of-the-console',
    pg: 'kcp.IPXC',
    pgProvider: 'kcp',
  })

  it('is asked for, and answered, as the guide says', async () => {
    const { http, sent } = pg({
      '/users/getToken': {
        code: 0,
        message: null,
        response: { access_token: 'tok123', now: 1, expired_at: 1801 },
      },
      '/subscribe/customers/': {
        code: 0,
        message: null,
        response: {
          customer_uid: 'uid-1',
          pg_provider: 'kcp',
          pg_id: 'IPXC',
          card_name: '현대카드',
          card_code: '367',
          card_number: '433012******1234',
          card_type: null,
          customer_name: null,
          inserted: 1,
          updated: 1,
        },
      },
    })
    const keyIn = await provider.keyIn?.()
    const opened = { id: 'r1', customer: { id: 'alice' }, order: ORDER, locale: 'ko' as const }
    const ids = ['uid-1', 'ref-1']
    const prepared = keyIn?.prepare(opened, () => ids.shift() ?? 'x')
    if (!keyIn || !prepared) throw new Error('issues from no numbers')
    const registration = { ...opened, ...prepared }
    const exchanges = await keyIn.issue(registration, CARD, firstCall(http))
    expect(sent.at(-1)).toEqual({
      method: 'POST',
      path: 'api.iamport.kr/subscribe/customers/uid-1',
      authorization: 'Bearer tok123',
      body: {
        pg: 'kcp.IPXC',
        card_number: '4330-1234-1234-1234',
        expiry: '2039-07',
        birth: '881212',
        pwd_2digit: '12',
      },
    })
    const outcome = keyIn.judge(registration, exchanges)
    expect(outcome).toMatchObject({
      kind: 'issued',
      mismatches: [],
      issued: { issuer: '현대카드', maskedNumber: '433012******1234' },
    })
    expect(outcome.kind === 'issued' && outcome.issued.key.reveal()).toBe('uid-1')
  })
})
