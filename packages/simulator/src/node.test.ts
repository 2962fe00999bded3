// Over real sockets: ports per PG, cut connections, and the official clients, unchanged.
import { createRequire } from 'node:module'
import { serve } from '@hono/node-server'
import { Enum, Iamport, Request } from 'iamport-rest-client-nodejs'
import { afterEach, describe, expect, it } from 'vitest'
import { visitPortoneWindow } from './customer.ts'
import { createSimulator } from './simulator.ts'
import { startSimulator, type RunningSimulator, type StartOptions } from './node.ts'

const require = createRequire(import.meta.url)
const OldIamport = require('iamport')

let running: RunningSimulator | undefined

afterEach(async () => {
  await running?.close()
  running = undefined
})

async function start(options: StartOptions = {}): Promise<RunningSimulator> {
  running = await startSimulator({ port: 0, seed: 1, quirks: { latency: [0, 0] }, ...options })
  return running
}

function register({ simulator }: RunningSimulator, merchantUid: string): Promise<unknown> {
  return visitPortoneWindow(simulator.fetch, 'https://simulator.test/portone-v1/', {
    userCode: 'imp00000001',
    params: {
      channelKey: 'channel-key-simulator-danal',
      pay_method: 'card',
      merchant_uid: merchantUid,
      customer_uid: `customer of ${merchantUid}`,
      name: '구독',
      amount: 0,
    },
    choice: 'approve',
  })
}

const rest = { apiKey: 'simulator-rest-key', apiSecret: 'simulator-rest-secret' }

describe('startSimulator', () => {
  it('serves everything under one origin and each PG alone on its own, sharing one state', async () => {
    const { origin, origins } = await start()
    expect(await (await fetch(`${origin}/control/origins`)).json()).toEqual(origins)
    await fetch(`${origins['portone-v1']}/users/getToken`, { method: 'POST' })
    await fetch(`${origins.danal}/v1/billing/CARD/issue-key`, { method: 'POST' })
    const { calls } = await (await fetch(`${origin}/control/ledger`)).json()
    expect(calls).toMatchObject([{ provider: 'portone-v1' }, { provider: 'danal' }])
    expect((await fetch(`${origins.danal}/sdk.js`)).status).toBe(200)
  })

  it.each(['drop-request', 'drop-response'] as const)('%s destroys the socket', async (fault) => {
    const { origins } = await start({ faults: [{ provider: 'danal', operation: 'issue', fault, times: 1 }] })
    const call = (): Promise<Response> =>
      fetch(`${origins.danal}/v1/billing/CARD/issue-key`, { method: 'POST' })
    await expect(call()).rejects.toThrow('fetch failed')
    expect((await call()).status).toBe(401)
  })

  it('a server that mounts it under a path has its sockets cut as well', async () => {
    const simulator = createSimulator({
      basePath: '/__simulator',
      quirks: { latency: [0, 0] },
      faults: [{ provider: 'danal', operation: '*', fault: 'drop-response', times: 1 }],
    })
    const server = serve({
      fetch: (request, env) => simulator.fetch(request, env),
      port: 0,
      hostname: '127.0.0.1',
    })
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const url = `http://127.0.0.1:${port}/__simulator/danal/v1/billing/CARD/issue-key`
    await expect(fetch(url, { method: 'POST' })).rejects.toThrow('fetch failed')
    expect((await fetch(url, { method: 'POST' })).status).toBe(401)
    await new Promise((resolve) => server.close(resolve))
  })
})

describe('iamport-rest-client-nodejs', () => {
  it('looks up, charges, cancels and deletes', async () => {
    const pg = await start()
    await register(pg, 'order-1')
    const client = new Iamport({ ...rest, baseUrl: pg.origins['portone-v1'] })
    const { Customers, Payments, Subscribe } = Request
    const { StatusEnum, SortingEnum } = Enum
    const sorting = SortingEnum.STARTED_DESC
    const order = { merchant_uid: 'order-1', sorting }
    const found = await Payments.getByMerchantUid({ ...order, status: StatusEnum.PAID }).request(client)
    expect(found.data.response).toMatchObject({ status: 'paid', amount: 0 })
    const all = await Payments.getByMerchantUids({ ...order, status: StatusEnum.ALL, page: 1 }).request(
      client,
    )
    expect(all.data.response).toMatchObject({ total: 1, list: [{ merchant_uid: 'order-1' }] })
    const uid = { customer_uid: 'customer of order-1' }
    const customer = await Customers.getBillingKey(uid).request(client)
    expect(customer.data.response).toMatchObject({ card_name: '신한카드' })
    const charge = { ...uid, merchant_uid: 'charge-1', amount: 9900, name: '12월분' }
    expect((await Subscribe.again(charge).request(client)).data.response).toMatchObject({ status: 'paid' })
    const refund = { refund_holder: '', refund_bank: '', refund_account: '' }
    const cancelled = await Payments.cancel({
      imp_uid: '',
      merchant_uid: 'charge-1',
      amount: 9900,
      tax_free: 0,
      checksum: 9900,
      reason: '환불',
      ...refund,
    }).request(client)
    expect(cancelled.data.response).toMatchObject({ status: 'cancelled', cancel_amount: 9900 })
    await Customers.deleteBillingKey(uid).request(client)
    await expect(Customers.getBillingKey(uid).request(client)).rejects.toThrow('404')
  })
})

describe('iamport', () => {
  it('looks up, charges and deletes, sending the bare token', async () => {
    const pg = await start()
    await register(pg, 'order-1')
    const before = OldIamport.DEFAULT_HOST
    OldIamport.DEFAULT_HOST = pg.origins['portone-v1']
    const client = new OldIamport({ impKey: rest.apiKey, impSecret: rest.apiSecret })
    OldIamport.DEFAULT_HOST = before
    const payment = await client.payment.getByMerchant({ merchant_uid: 'order-1' })
    expect(payment).toMatchObject({ status: 'paid' })
    const same = await client.payment.getByImpUid({ imp_uid: payment.imp_uid, include_sandbox: true })
    expect(same).toMatchObject({ merchant_uid: 'order-1' })
    await expect(client.payment.getByImpUid({ imp_uid: payment.imp_uid })).rejects.toThrow('404')
    const customer_uid = 'customer of order-1'
    const paid = await client.subscribe.again({
      customer_uid,
      merchant_uid: 'c-1',
      amount: 100,
      name: '12월분',
    })
    expect(paid).toMatchObject({ status: 'paid', amount: 100 })
    await client.subscribe_customer.delete({ customer_uid })
    await expect(client.subscribe_customer.get({ customer_uid })).rejects.toThrow('404')
  })
})
