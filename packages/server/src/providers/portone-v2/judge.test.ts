// The calls to PortOne V2 and what their answers prove, with and without manual confirm.
import { describe, expect, it } from 'vitest'
import { firstCall } from '../../testing/provider-bench.ts'
import type { EarlierTry, IssueOutcome, ReturnedRegistration } from '../provider.ts'
import { portoneV2 } from './index.ts'
import type { PortoneV2Options } from './options.ts'
import { finishing } from '../finishing.ts'

const KEYS = { storeId: 'store-1', channelKey: 'channel-key-1', apiSecret: 'secret-abc', sandbox: true }
const HOUR = 3_600_000
const INFO = {
  status: 'ISSUED',
  billingKey: 'billing-key-1',
  merchantId: 'merchant-1',
  storeId: 'store-1',
  methods: [
    { type: 'BillingKeyPaymentMethodCard', card: { issuer: 'HYUNDAI_CARD', number: '433012******1234' } },
  ],
  channels: [{ type: 'TEST', id: 'c', key: 'channel-key-1', pgProvider: 'TOSSPAYMENTS', pgMerchantId: 'm' }],
  customer: { id: 'customer1' },
  issueId: 'br1',
  issuedAt: '2026-01-01T00:00:00Z',
}
const WAITING = { billingKey: 'NEEDS_CONFIRMATION', billingIssueToken: 'token-1' }
const REGISTRATION: ReturnedRegistration = {
  id: 'r1',
  customer: { id: 'alice' },
  order: { name: 'Pro', amount: 9900, currency: 'KRW', charge: 'later' },
  locale: 'ko',
  memo: {
    issueId: 'br1',
    customerId: 'customer1',
    storeId: 'store-1',
    channelKey: 'channel-key-1',
    sandbox: true,
    pgProvider: 'tosspayments',
  },
  providerRef: 'br1',
}

type Answer = (() => Response) | 'lost'

interface Pg {
  confirm: Answer
  key: Answer
  find: Answer
}

const json =
  (body: unknown, status = 200): Answer =>
  () =>
    Response.json(body, { status })
const error = (type: string, status: number, more: object = {}): Answer => json({ type, ...more }, status)
const NONE = json({ items: [], page: { number: 0, size: 10, totalCount: 0 } })
const NOT_FOUND = error('BILLING_KEY_NOT_FOUND', 404)
const CONFIRMED = json({ billingKey: 'billing-key-1' })

/** A registration at PortOne, try by try, as the ledger would remember it. */
function world(answers: Partial<Pg>, options: Partial<PortoneV2Options> = {}) {
  const loading = finishing(portoneV2({ ...KEYS, pgProvider: 'tosspayments', ...options }))
  const pg: Pg = { confirm: 'lost', key: NOT_FOUND, find: NONE, ...answers }
  const calls: string[] = []
  const sent: { headers: Record<string, string>; body: unknown; url: URL }[] = []
  const tries: EarlierTry[] = []
  const clock = { now: 0 }
  const http: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const name = init?.method === 'POST' ? 'confirm' : url.pathname === '/billing-keys' ? 'find' : 'key'
    calls.push(name)
    sent.push({ headers: Object.fromEntries(new Headers(init?.headers)), body: init?.body, url })
    const answer = pg[name]
    if (answer === 'lost') throw new TypeError('fetch failed')
    return answer()
  }
  /** One try, and what came of all so far. */
  const once = async (raw: Record<string, string> = WAITING): Promise<IssueOutcome> => {
    const provider = await loading
    const claim = provider.parseReturn(raw)
    const context = { ...firstCall(http, () => clock.now), earlier: provider.can.replay ? tries : [] }
    const exchanges = await provider.issue(REGISTRATION, claim, context)
    tries.push({
      sentAt: clock.now,
      credentialFingerprint: provider.account.credentialFingerprint,
      exchanges,
    })
    const all = provider.can.replay ? tries.flatMap((one) => one.exchanges) : exchanges
    return provider.judge(REGISTRATION, claim, all)
  }
  return { pg, calls, sent, once, clock }
}

describe('manual confirm', () => {
  it('makes the key with one quoted Idempotency-Key, and does not count it before it was looked at', async () => {
    const { once, calls, sent } = world({ confirm: CONFIRMED, key: json(INFO) })
    expect(await once()).toEqual({ kind: 'pending', atOnce: true })
    expect(calls).toEqual(['confirm'])
    const { idempotencyKey } = firstCall(fetch)
    expect(sent[0]).toMatchObject({
      headers: { authorization: 'PortOne secret-abc', 'idempotency-key': `"${idempotencyKey}"` },
      body: '{"billingIssueToken":"token-1","storeId":"store-1","isTest":true}',
    })
    expect(sent[0]?.url.href).toBe('https://api.portone.io/billing-keys/confirm')
    expect(await once()).toMatchObject({
      kind: 'issued',
      mismatches: [],
      issued: {
        issuer: '현대카드',
        maskedNumber: '433012******1234',
        binding: 'strong',
        customerRef: 'customer1',
      },
    })
    expect(calls).toEqual(['confirm', 'key'])
    expect(sent[1]?.url.pathname).toBe('/billing-keys/billing-key-1')
    expect(sent[1]?.headers).not.toHaveProperty('idempotency-key')
  })

  it('is repeated with the same bytes after a lost answer, and the key is then looked at', async () => {
    const { once, calls, sent, pg } = world({ key: json(INFO) })
    expect(await once()).toMatchObject({ kind: 'uncertain' })
    pg.confirm = CONFIRMED
    expect(await once()).toEqual({ kind: 'pending', atOnce: true })
    expect(sent[1]).toEqual(sent[0])
    expect(await once()).toMatchObject({ kind: 'issued' })
    expect(calls).toEqual(['confirm', 'confirm', 'key'])
  })

  it('is not repeated after three hours: the key is found by our customer id', async () => {
    const { once, calls, sent, clock } = world({ find: json({ items: [INFO], page: {} }) })
    await once()
    clock.now = 3 * HOUR
    expect(await once()).toMatchObject({ kind: 'issued', mismatches: [] })
    expect(calls).toEqual(['confirm', 'find'])
    expect(JSON.parse(sent[1]?.url.searchParams.get('requestBody') ?? '')).toMatchObject({
      filter: { storeId: 'store-1', customerId: 'customer1' },
    })
  })

  it('stays unknown where nothing is found after a lost answer', async () => {
    const { once, clock } = world({})
    await once()
    clock.now = 3 * HOUR
    expect(await once()).toMatchObject({ kind: 'uncertain' })
  })

  it('is a decline when the PG said so with its code and there is no key', async () => {
    const confirm = error('PG_PROVIDER', 502, { pgCode: 'INVALID_STOPPED_CARD', pgMessage: '정지' })
    const { once, calls } = world({ confirm })
    expect(await once()).toEqual({ kind: 'pending', atOnce: true })
    expect(await once()).toEqual({
      kind: 'declined',
      code: 'card_declined',
      providerCode: 'INVALID_STOPPED_CARD',
    })
    expect(calls).toEqual(['confirm', 'find'])
  })

  it('is not a decline when the PG said so and a key is there all the same', async () => {
    const { once } = world({
      confirm: error('PG_PROVIDER', 502, { pgCode: 'X' }),
      find: json({ items: [INFO], page: {} }),
    })
    await once()
    expect(await once()).toMatchObject({ kind: 'issued' })
  })

  it('of a token that was confirmed before refuses the return, unless the key is ours', async () => {
    const confirm = error('BILLING_KEY_ALREADY_ISSUED', 409)
    const foreign = world({ confirm })
    await foreign.once()
    expect(await foreign.once()).toMatchObject({
      kind: 'declined',
      code: 'return_refused',
      claimRefused: true,
    })
    const own = world({ confirm, find: json({ items: [INFO], page: {} }) })
    await own.once()
    expect(await own.once()).toMatchObject({ kind: 'issued' })
  })

  it.each([
    ['BILLING_KEY_NOT_FOUND', 404, 'declined', 'return_refused'],
    ['INFORMATION_MISMATCH', 409, 'declined', 'provider_refused'],
    ['INVALID_REQUEST', 400, 'declined', 'provider_refused'],
    ['UNAUTHORIZED', 401, 'declined', 'provider_refused'],
    ['FORBIDDEN', 403, 'declined', 'provider_refused'],
    ['PG_PROVIDER', 502, 'uncertain', 'outcome_unknown'],
    ['CHANNEL_SPECIFIC', 502, 'uncertain', 'outcome_unknown'],
    ['NEW_IN_2031', 400, 'uncertain', 'outcome_unknown'],
    ['NEW_IN_2031', 500, 'uncertain', 'outcome_unknown'],
  ])('%s (%i) is %s at once, and proves nothing when it is repeated', async (type, status, kind, code) => {
    const first = world({ confirm: error(type, status) })
    expect(await first.once()).toMatchObject({ kind, code })
    const repeated = world({})
    await repeated.once()
    repeated.pg.confirm = error(type, status)
    expect(await repeated.once()).toMatchObject({ kind: 'uncertain' })
  })

  it.each([error('IDEMPOTENCY_OUTSTANDING_REQUEST', 409), json({}, 429)])(
    'is asked again while PortOne is at work on it (%#)',
    async (confirm) => {
      const { once, pg } = world({ confirm, key: json(INFO) })
      expect(await once()).toEqual({ kind: 'pending' })
      pg.confirm = CONFIRMED
      await once()
      expect(await once()).toMatchObject({ kind: 'issued' })
    },
  )

  it('keeps a key that a channel without manual confirm has made, and does not use it', async () => {
    const { once, calls } = world({ key: json(INFO) })
    expect(await once({ billingKey: 'billing-key-1' })).toMatchObject({
      kind: 'issued',
      mismatches: ['manualConfirm'],
    })
    expect(calls).toEqual(['key'])
  })

  it.each([
    ['status', { status: 'DELETED' }],
    ['storeId', { storeId: 'store-2' }],
    ['customer', { customer: { id: 'somebody' } }],
    ['customer', { customer: {}, issueId: undefined }],
    ['issueId', { issueId: 'br2' }],
    ['channel', { channels: [{ ...INFO.channels[0], key: 'channel-key-2' }] }],
    ['channelType', { channels: [{ ...INFO.channels[0], type: 'LIVE' }] }],
    ['channelType', { channels: [] }],
    ['pgProvider', { channels: [{ ...INFO.channels[0], pgProvider: 'KAKAOPAY' }] }],
  ])('suspends a key whose `%s` is not what was asked (%#)', async (name, change) => {
    const { once } = world({ confirm: CONFIRMED, key: json({ ...INFO, ...change }) })
    await once()
    const outcome = await once()
    expect(outcome.kind === 'issued' && outcome.mismatches).toContain(name)
  })

  it('sends nothing for a return that has nothing to confirm', async () => {
    const { once, calls } = world({})
    expect(await once({ code: 'FAILURE_TYPE_PG', pgCode: 'REJECT_CARD_COMPANY' })).toMatchObject({
      kind: 'declined',
      code: 'card_declined',
    })
    expect(await once({ code: 'USER_CANCEL' })).toMatchObject({ kind: 'declined', cancelled: true })
    expect(calls).toEqual([])
  })

  it('looks for a key of its own, and makes none, where nothing came back', async () => {
    const absent = world({ find: json({ items: [] }) })
    expect(await absent.once({})).toMatchObject({ kind: 'pending' })
    expect(absent.calls).toEqual(['find'])
    const found = world({ find: json({ items: [INFO] }) })
    expect(await found.once({})).toMatchObject({ kind: 'issued', mismatches: ['manualConfirm'] })
    expect(found.calls).toEqual(['find'])
  })
})

describe('with the key in the browser', () => {
  const trusting = (answers: Partial<Pg>) => world(answers, { allowKeyInBrowser: true })
  const KEY = { billingKey: 'billing-key-1' }

  it('the key is looked up, and accepted when everything agrees', async () => {
    const { once, calls } = trusting({ key: json(INFO) })
    expect(await once(KEY)).toMatchObject({ kind: 'issued', mismatches: [] })
    expect(calls).toEqual(['key'])
  })

  it('the key of another registration is not taken, and the attempt is noted', async () => {
    const stranger = { ...INFO, customer: { id: 'somebody' }, issueId: 'br2' }
    const { once, calls } = trusting({ key: json(stranger) })
    expect(await once(KEY)).toMatchObject({
      kind: 'declined',
      code: 'return_refused',
      claimRefused: true,
      notes: ['foreign_return'],
    })
    expect(calls).toEqual(['key', 'find'])
  })

  it('a key that the page never brought is found by our customer id', async () => {
    const { once } = trusting({ find: json({ items: [{ ...INFO, status: 'DELETED' }, INFO], page: {} }) })
    expect(await once({})).toMatchObject({ kind: 'issued', mismatches: [] })
  })

  it.each([
    [{}, { kind: 'pending', absent: true }],
    [{ code: 'USER_CANCEL' }, { kind: 'declined', cancelled: true }],
    [
      { code: 'FAILURE_TYPE_PG', pgCode: 'INVALID_CARD_NUMBER' },
      { kind: 'declined', code: 'card_invalid' },
    ],
    [WAITING, { kind: 'declined', code: 'provider_refused', providerCode: 'NEEDS_CONFIRMATION' }],
  ])('%j with no key at PortOne comes to %j', async (raw, outcome) => {
    expect(await trusting({}).once(raw)).toMatchObject(outcome)
  })

  it.each([
    ['unreadable', json({ items: 'x' })],
    ['of nobody', json({ items: [{ ...INFO, customer: { id: 'x' }, issueId: 'y' }] })],
    ['lost', 'lost' as const],
  ])('a list that is %s proves nothing', async (_name, find) => {
    expect(await trusting({ find }).once({ code: 'USER_CANCEL' })).toMatchObject({ kind: 'uncertain' })
  })

  it('tells the operator when the credential is refused', async () => {
    const refused = error('UNAUTHORIZED', 401)
    expect(await trusting({ key: refused, find: refused }).once(KEY)).toMatchObject({
      kind: 'uncertain',
      code: 'provider_refused',
    })
  })
})
