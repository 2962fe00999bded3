// PortOne's official server client, unchanged, over real sockets; and every answer against the types that PortOne
// generates from its V2 OpenAPI document.
import { PortOneClient, Webhook } from '@portone/server-sdk'
import { afterEach, describe, expect, it } from 'vitest'
import { startSimulator, type RunningSimulator, type StartOptions } from './node.ts'
import { callV2, CHANNEL, DIRECT_CHANNEL, resultOf, tokenOf } from './testing/portone-v2-shop.ts'
import { problemsOf } from './testing/sdk-types.ts'
import { text } from './json.ts'

const DAY_MS = 24 * 3_600_000

let running: RunningSimulator | undefined

afterEach(async () => {
  await running?.close()
  running = undefined
})

async function start(options: StartOptions = {}): Promise<{
  pg: RunningSimulator
  client: ReturnType<typeof PortOneClient>
}> {
  const quirks = { latency: [0, 0] as const, declineAt: 'issue' as const }
  running = await startSimulator({ port: 0, seed: 1, ...options, quirks: { ...quirks, ...options.quirks } })
  const client = PortOneClient({
    secret: 'simulator-v2-api-secret',
    storeId: 'store-simulator',
    baseUrl: running.origins['portone-v2'],
  })
  return { pg: running, client }
}

const payment = {
  orderName: '12월분',
  amount: { total: 9900 },
  currency: 'KRW',
} as const

describe('@portone/server-sdk', () => {
  it('confirms, looks up, lists, charges, cancels and deletes', async () => {
    const { pg, client } = await start()
    const { billingKey: keys } = client.payment
    const confirmed = await keys.confirmBillingKey({ billingIssueToken: await tokenOf(pg.simulator) })
    const { billingKey } = confirmed
    expect(await keys.getBillingKeyInfo({ billingKey })).toMatchObject({ status: 'ISSUED' })
    const { items } = await keys.getBillingKeyInfos({ filter: { customerId: 'customer1' } })
    expect(items).toMatchObject([{ billingKey }])
    await client.payment.payWithBillingKey({ paymentId: 'payment-1', billingKey, ...payment })
    expect(await client.payment.getPayment({ paymentId: 'payment-1' })).toMatchObject({ status: 'PAID' })
    const { cancellation } = await client.payment.cancelPayment({ paymentId: 'payment-1', reason: '환불' })
    expect(cancellation).toMatchObject({ status: 'SUCCEEDED', totalAmount: 9900 })
    await keys.deleteBillingKey({ billingKey })
    expect(await keys.getBillingKeyInfo({ billingKey })).toMatchObject({ status: 'DELETED' })
  })

  it('schedules and revokes', async () => {
    const { pg, client } = await start()
    const { billingKey } = await client.payment.billingKey.confirmBillingKey({
      billingIssueToken: await tokenOf(pg.simulator),
    })
    const { paymentSchedule } = client.payment
    const { schedule } = await paymentSchedule.createPaymentSchedule({
      paymentId: 'payment-2',
      payment: { billingKey, ...payment },
      timeToPay: new Date(Date.now() + DAY_MS).toISOString(),
    })
    const found = await paymentSchedule.getPaymentSchedule({ paymentScheduleId: schedule.id })
    expect(found).toMatchObject({ status: 'SCHEDULED' })
    const revoked = await paymentSchedule.revokePaymentSchedules({ billingKey })
    expect(revoked.revokedScheduleIds).toEqual([schedule.id])
  })

  it('issues by card data', async () => {
    const { client } = await start()
    const { billingKeyInfo } = await client.payment.billingKey.issueBillingKey({
      channelKey: CHANNEL,
      method: {
        card: { credential: { number: '9410111122223332', expiryYear: '30', expiryMonth: '12' } },
      },
      customer: { id: 'customer1' },
    })
    expect(billingKeyInfo.billingKey).toMatch(/^billing-key-/)
  })

  it('throws its own errors for refusals, with the type and the code of the PG', async () => {
    const { pg, client } = await start()
    const { billingKey: keys } = client.payment
    const thrown = async (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error)
    expect(await thrown(keys.getBillingKeyInfo({ billingKey: 'none' }))).toMatchObject({
      name: 'GetBillingKeyInfoError',
      data: { type: 'BILLING_KEY_NOT_FOUND' },
    })
    const billingIssueToken = await tokenOf(pg.simulator, { choice: 'decline' })
    expect(await thrown(keys.confirmBillingKey({ billingIssueToken }))).toMatchObject({
      name: 'ConfirmBillingKeyError',
      data: { type: 'PG_PROVIDER', pgCode: 'REJECT_CARD_COMPANY' },
    })
  })

  it('accepts the signature of a webhook, and not that of a changed one', async () => {
    const sent: Request[] = []
    const { pg } = await start({
      webhookUrls: { 'portone-v2': 'https://shop.example/hook' },
      fetch: async (url, init) => {
        sent.push(new Request(url, init))
        return new Response('OK')
      },
    })
    await resultOf(pg.simulator, { channelKey: DIRECT_CHANNEL })
    await pg.simulator.settled()
    const issued = sent.at(-1)
    const body = (await issued?.text()) ?? ''
    const headers = Object.fromEntries(issued?.headers ?? [])
    const { webhookSecret } = pg.simulator.credentials['portone-v2']
    expect(await Webhook.verify(webhookSecret, body, headers)).toMatchObject({ type: 'BillingKey.Issued' })
    await expect(Webhook.verify(webhookSecret, `${body} `, headers)).rejects.toMatchObject({
      reason: 'NO_MATCHING_SIGNATURE',
    })
  })
})

describe('every answer is of the type that PortOne declares', () => {
  it('has no undeclared field, misses none, and uses the declared literals', async () => {
    const { pg } = await start()
    const { simulator } = pg
    const seen: string[] = []
    const ask = async (type: string, path: string, options: Parameters<typeof callV2>[2] = {}) => {
      const { body } = await callV2(simulator, path, options)
      seen.push(...problemsOf(body, type, path))
      return body
    }
    const billingKeys = 'payment/billingKey/'
    const schedules = 'payment/paymentSchedule/'
    const confirmed = await ask(`${billingKeys}ConfirmedBillingKeySummary`, '/billing-keys/confirm', {
      body: { billingIssueToken: await tokenOf(simulator) },
    })
    const billingKey = text(confirmed, 'billingKey')
    await ask(`${billingKeys}IssueBillingKeyResponse`, '/billing-keys', {
      body: {
        channelKey: CHANNEL,
        method: { card: { credential: { number: '9410111122223332', expiryYear: '30', expiryMonth: '12' } } },
      },
    })
    for (const change of [
      { channelKey: DIRECT_CHANNEL, billingKeyMethod: 'TRANSFER' },
      { channelKey: 'channel-key-simulator-v2-kakaopay', billingKeyMethod: 'EASY_PAY' },
    ]) {
      const key = text(await resultOf(simulator, change), 'billingKey')
      await ask(`${billingKeys}BillingKeyInfo`, `/billing-keys/${key}`)
    }
    await ask(`${billingKeys}BillingKeyInfo`, `/billing-keys/${billingKey}`)
    await ask(`${billingKeys}GetBillingKeyInfosResponse`, '/billing-keys')
    const order = { billingKey, ...payment }
    await ask('payment/PayWithBillingKeyResponse', '/payments/payment-1/billing-key', { body: order })
    await ask('payment/Payment', '/payments/payment-1')
    const cancel = { reason: '환불', amount: 900 }
    await ask('payment/CancelPaymentResponse', '/payments/payment-1/cancel', { body: cancel })
    await ask('payment/Payment', '/payments/payment-1')
    await ask('payment/CancelPaymentResponse', '/payments/payment-1/cancel', { body: { reason: '환불' } })
    await ask('payment/Payment', '/payments/payment-1')
    const made = await ask(`${schedules}CreatePaymentScheduleResponse`, '/payments/payment-2/schedule', {
      body: { payment: order, timeToPay: new Date(Date.now() + DAY_MS).toISOString() },
    })
    const id = /schedule-\w+/.exec(JSON.stringify(made))?.[0] ?? ''
    await ask(`${schedules}PaymentSchedule`, `/payment-schedules/${id}`)
    const revoke = encodeURIComponent(JSON.stringify({ scheduleIds: [id] }))
    await ask(`${schedules}RevokePaymentSchedulesResponse`, `/payment-schedules?requestBody=${revoke}`, {
      method: 'DELETE',
    })
    await ask(`${schedules}PaymentSchedule`, `/payment-schedules/${id}`)
    await ask(`${schedules}GetPaymentSchedulesResponse`, '/payment-schedules')
    await ask(`${billingKeys}DeleteBillingKeyResponse`, `/billing-keys/${billingKey}`, { method: 'DELETE' })
    await ask(`${billingKeys}BillingKeyInfo`, `/billing-keys/${billingKey}`)
    const login = await ask('auth/LoginViaApiSecretResponse', '/login/api-secret', {
      body: { apiSecret: 'simulator-v2-api-secret' },
    })
    await ask('auth/RefreshTokenResponse', '/token/refresh', {
      body: { refreshToken: text(login, 'refreshToken') },
    })
    expect(seen).toEqual([])
  })

  it.each([
    [{ status: 'ISSUED' }, 'answer.billingKey: missing'],
    [{ status: 'READY' }, 'answer.status: not "ISSUED"'],
    [{ extra: 1 }, 'answer.extra: not declared'],
    [{ billingKey: 1 }, 'answer.billingKey: not a string'],
    [{ channels: {} }, 'answer.channels: not a list'],
    [{ channels: [{ type: 'STAGING' }] }, 'answer.channels[0].type: not one of the literals'],
  ])('and the check would notice: %j', (value, problem) => {
    expect(problemsOf(value, 'payment/billingKey/IssuedBillingKeyInfo')).toContain(problem)
  })
})
