import { describe, expect, it, vi } from 'vitest'
import {
  authKeyOf,
  billingKeyOf,
  callToss,
  CUSTOMER_KEY,
  issueToss,
  simulateToss,
  TOSS_REQUEST,
} from '../../testing/toss-shop.ts'

const DAY_MS = 24 * 3_600_000

describe('issue by authKey', () => {
  it('answers a Billing object and puts the key in the truth under the digest of its authKey', async () => {
    const simulator = simulateToss({ clock: () => Date.UTC(2026, 10, 22, 15, 30) })
    const authKey = await authKeyOf(simulator)
    const { status, body, headers } = await issueToss(simulator, authKey)
    expect(status).toBe(200)
    expect(headers.get('x-tosspayments-trace-id')).toMatch(/^\w{32}$/)
    expect(body).toEqual({
      mId: 'simulatormid',
      customerKey: CUSTOMER_KEY,
      authenticatedAt: '2026-11-23T00:30:00+09:00',
      method: '카드',
      billingKey: expect.stringMatching(/^.{20,200}$/),
      card: {
        issuerCode: '41',
        acquirerCode: '41',
        number: '941011******3332',
        cardType: '신용',
        ownerType: '개인',
      },
    })
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(authKey))
    expect(simulator.truth.keys).toMatchObject([
      {
        provider: 'toss',
        billingKey: body['billingKey'],
        customerRef: CUSTOMER_KEY,
        registrationRef: Buffer.from(digest).toString('hex'),
        revoked: false,
      },
    ])
  })

  it('names the card company in the older shape and repeats it in the deprecated fields', async () => {
    const simulator = simulateToss({ quirks: { cardShape: 'company', deprecatedCardFields: true } })
    const { body } = await issueToss(simulator, await authKeyOf(simulator))
    expect(body).toMatchObject({ card: { company: '신한' }, cardCompany: '신한' })
    expect(body['card']).not.toHaveProperty('issuerCode')
  })

  it('registers an account with transfers and no card', async () => {
    const simulator = simulateToss()
    const authKey = await authKeyOf(simulator, { request: { ...TOSS_REQUEST, method: 'TRANSFER' } })
    const { body } = await issueToss(simulator, authKey)
    expect(body).toMatchObject({
      method: '계좌이체',
      card: null,
      transfers: [{ bankName: '국민은행', bankAccountNumber: '1101******01' }],
    })
  })

  it('carries the run marker in every key', async () => {
    const key = await billingKeyOf(simulateToss({ keyMarker: 'marked' }))
    expect(key).toContain('marked')
  })

  it.each(['INVALID_BILLING_AUTH', 'NOT_FOUND_BILLING', 'INVALID_REQUEST'] as const)(
    'answers %s to a used authKey where the run says so',
    async (deadAuthKey) => {
      const simulator = simulateToss({ quirks: { deadAuthKey } })
      const authKey = await authKeyOf(simulator)
      await issueToss(simulator, authKey)
      expect((await issueToss(simulator, authKey)).body).toMatchObject({ code: deadAuthKey })
      expect(simulator.truth.keys).toHaveLength(1)
    },
  )

  it('does not burn an authKey on another customerKey', async () => {
    const simulator = simulateToss()
    const authKey = await authKeyOf(simulator)
    const other = await issueToss(simulator, authKey, {}, 'someone-else')
    expect(other).toMatchObject({ status: 400, body: { code: 'NOT_MATCHES_CUSTOMER_KEY' } })
    expect((await issueToss(simulator, authKey)).status).toBe(200)
  })

  it('knows an authKey only for as long as the run says', async () => {
    let now = 0
    const simulator = simulateToss({ clock: () => now, quirks: { authKeyLifetimeMs: 1000 } })
    const authKey = await authKeyOf(simulator)
    now = 1000
    expect((await issueToss(simulator, authKey)).body).toMatchObject({ code: 'INVALID_BILLING_AUTH' })
  })

  it('refuses a card that its issuer declines, with no key', async () => {
    const simulator = simulateToss()
    const answer = await issueToss(simulator, await authKeyOf(simulator, { choice: 'decline' }))
    expect(answer).toMatchObject({ status: 403, body: { code: 'REJECT_CARD_COMPANY' } })
    expect(simulator.truth.keys).toEqual([])
  })

  it.each([
    [{ authKey: '', customerKey: 'ab' }, 'INVALID_REQUIRED_PARAM'],
    [{ authKey: 'a'.repeat(301), customerKey: 'ab' }, 'INVALID_REQUEST'],
    [{ authKey: 'a', customerKey: '한글' }, 'INVALID_CUSTOMER_KEY'],
    [{ authKey: 'a', customerKey: 'c'.repeat(301) }, 'INVALID_CUSTOMER_KEY'],
  ])('refuses %j with %s', async (body, code) => {
    const answer = await callToss(simulateToss(), '/v1/billing/authorizations/issue', body)
    expect(answer).toMatchObject({ status: 400, body: { code } })
  })
})

describe('the Idempotency-Key', () => {
  const key = { 'idempotency-key': 'attempt-1' }

  it('gives the first answer again, byte for byte, and makes one key', async () => {
    const simulator = simulateToss()
    const authKey = await authKeyOf(simulator)
    const first = await issueToss(simulator, authKey, key)
    const again = await issueToss(simulator, authKey, key)
    expect(again.text).toBe(first.text)
    expect(again.headers.get('x-tosspayments-trace-id')).toBe(first.headers.get('x-tosspayments-trace-id'))
    expect(simulator.truth.keys).toHaveLength(1)
  })

  it('does not compare bodies: another body gets the first answer too', async () => {
    const simulator = simulateToss()
    const first = await issueToss(simulator, await authKeyOf(simulator), key)
    const other = await issueToss(simulator, await authKeyOf(simulator), key)
    expect(other.text).toBe(first.text)
  })

  it('replays refusals as well', async () => {
    const simulator = simulateToss()
    const refused = await issueToss(simulator, 'junk', key)
    const repaired = await issueToss(simulator, await authKeyOf(simulator), key)
    expect([repaired.status, repaired.text]).toEqual([refused.status, refused.text])
    expect(simulator.truth.keys).toEqual([])
  })

  it('recovers an answer whose connection was cut', async () => {
    const simulator = simulateToss({
      faults: [{ provider: 'toss', operation: 'issue', fault: 'drop-response', times: 1 }],
    })
    const authKey = await authKeyOf(simulator)
    await expect(issueToss(simulator, authKey, key)).rejects.toThrow('fetch failed')
    const { body } = await issueToss(simulator, authKey, key)
    expect(simulator.truth.keys).toMatchObject([{ billingKey: body['billingKey'] }])
  })

  it('does the work on the second call when the first never arrived', async () => {
    const simulator = simulateToss({
      faults: [{ provider: 'toss', operation: 'issue', fault: 'drop-request', times: 1 }],
    })
    const authKey = await authKeyOf(simulator)
    await expect(issueToss(simulator, authKey, key)).rejects.toThrow('fetch failed')
    expect(simulator.truth.keys).toEqual([])
    expect((await issueToss(simulator, authKey, key)).status).toBe(200)
  })

  it('is turned away with 409 while the first call is under way', async () => {
    let leave = (): void => undefined
    const held = new Promise<void>((resolve) => {
      leave = resolve
    })
    let waits = 0
    const simulator = simulateToss({ sleep: () => (++waits === 1 ? held : Promise.resolve()) })
    const authKey = await authKeyOf(simulator)
    const first = issueToss(simulator, authKey, key)
    await vi.waitFor(() => expect(waits).toBe(1))
    const second = await issueToss(simulator, authKey, key)
    expect(second).toMatchObject({ status: 409, body: { code: 'IDEMPOTENT_REQUEST_PROCESSING' } })
    leave()
    const { text } = await first
    expect((await issueToss(simulator, authKey, key)).text).toBe(text)
  })

  it('is forgotten after 15 days', async () => {
    let now = 0
    const simulator = simulateToss({ clock: () => now })
    const authKey = await authKeyOf(simulator)
    const { text } = await issueToss(simulator, authKey, key)
    now = 15 * DAY_MS - 1
    expect((await issueToss(simulator, authKey, key)).text).toBe(text)
    now = 15 * DAY_MS
    expect((await issueToss(simulator, authKey, key)).body).toMatchObject({ code: 'INVALID_BILLING_AUTH' })
  })

  it('may not work on issue, where the run says so', async () => {
    const simulator = simulateToss({ quirks: { issueReplay: false } })
    const authKey = await authKeyOf(simulator)
    await issueToss(simulator, authKey, key)
    expect((await issueToss(simulator, authKey, key)).body).toMatchObject({ code: 'INVALID_BILLING_AUTH' })
  })

  it('longer than 300 characters is refused', async () => {
    const answer = await issueToss(simulateToss(), 'a', { 'idempotency-key': 'k'.repeat(301) })
    expect(answer.body).toMatchObject({ code: 'INVALID_IDEMPOTENCY_KEY' })
  })
})

describe('who may call', () => {
  it.each([
    [`Basic ${btoa('test_sk_simulator')}`, 403, 'INCORRECT_BASIC_AUTH_FORMAT'],
    ['Basic !', 403, 'INCORRECT_BASIC_AUTH_FORMAT'],
    ['', 403, 'INCORRECT_BASIC_AUTH_FORMAT'],
    [`Basic ${btoa('test_sk_other:')}`, 401, 'UNAUTHORIZED_KEY'],
    [`Basic ${btoa('test_gsk_widget:')}`, 400, 'INVALID_API_KEY'],
    [`Basic ${btoa('test_ck_simulator:')}`, 400, 'INVALID_API_KEY'],
  ])('%s is answered %d %s', async (authorization, status, code) => {
    expect(await issueToss(simulateToss(), 'a', { authorization })).toMatchObject({ status, body: { code } })
  })

  it('a path or method that does not exist is a 404 that proves nothing', async () => {
    expect(await callToss(simulateToss(), '/v1/billing/authorizations/issue')).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND_HTTP_METHOD' },
    })
  })
})

describe('the test code', () => {
  it.each([
    ['INVALID_CARD_EXPIRATION', 400],
    ['EXCEED_MAX_AUTH_COUNT', 403],
    ['FAILED_DB_PROCESSING', 500],
    ['IDEMPOTENT_REQUEST_PROCESSING', 409],
  ])('%s is answered with %d, and no key is made', async (code, status) => {
    const simulator = simulateToss()
    const authKey = await authKeyOf(simulator)
    const answer = await issueToss(simulator, authKey, { 'tosspayments-test-code': code })
    expect(answer).toMatchObject({ status, body: { code } })
    expect(simulator.truth.keys).toEqual([])
  })

  it('that is not known is refused as such', async () => {
    const answer = await issueToss(simulateToss(), 'a', { 'tosspayments-test-code': 'NO_SUCH_CODE' })
    expect(answer.body).toMatchObject({ code: 'INVALID_TEST_CODE' })
  })

  it('is ignored with a live key', async () => {
    const secretKey = 'live_sk_simulator'
    const simulator = simulateToss({ credentials: { toss: { secretKey } } })
    const answer = await issueToss(simulator, await authKeyOf(simulator), {
      authorization: `Basic ${btoa(`${secretKey}:`)}`,
      'tosspayments-test-code': 'INVALID_CARD_NUMBER',
    })
    expect(answer.status).toBe(200)
  })

  it('speaks English to whoever asks for it', async () => {
    const answer = await issueToss(simulateToss(), 'a', {
      'tosspayments-test-code': 'REJECT_CARD_COMPANY',
      'accept-language': 'en-US',
    })
    expect(answer.body['message']).toBe('The card issuer declined.')
  })
})
