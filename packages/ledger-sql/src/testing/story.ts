// A registration from its first row to its card, as the server writes it, with marked secrets in every place.
import { Secret, type Ledger, type Registration } from '@billing-register/server'
import { samplePayment, sampleRegistration } from '@billing-register/server/testing'

/** Texts that may be in no byte of a database, each in another place of the story. */
export interface Marks {
  readonly billingKey: string
  readonly rawAnswer: string
  readonly transactionId: string
  readonly customerUid: string
  readonly phone: string
  readonly memo: string
}

/** Fresh marks. */
export function freshMarks(): Marks {
  const mark = (): string => `MARK${Buffer.from(crypto.getRandomValues(new Uint8Array(12))).toString('hex')}`
  return {
    billingKey: mark(),
    rawAnswer: mark(),
    transactionId: mark(),
    customerUid: mark(),
    phone: mark(),
    memo: mark(),
  }
}

// The registration before anything happened.
function markedRegistration(id: string, marks: Marks, customer = 'alice'): Registration {
  return sampleRegistration(id, {
    customer: { id: customer, phone: marks.phone },
    memo: { orderId: marks.memo },
    consent: { version: 'v1', locale: 'ko', offer: 'offer-hash', text: 'text-hash' },
    launch: {
      provider: 'portone-v1',
      sdkUrl: 'https://cdn.example/sdk.js',
      userCode: 'imp00000000',
      request: {
        pay_method: 'card',
        merchant_uid: `o-${id}`,
        customer_uid: marks.customerUid,
        name: 'Pro',
        amount: 0,
        m_redirect_url: 'https://shop.example/billing/return',
      },
    },
  })
}

/** Opens, claims, issues and settles it. Answers the registration as it is at the end. */
export async function tellStory(
  ledger: Ledger,
  id: string,
  marks: Marks,
  customer = 'alice',
): Promise<Registration> {
  const event = { at: 1, by: 'customer', registrationId: id, customerId: customer } as const
  const open = await ledger.create(markedRegistration(id, marks, customer), [
    { ...event, id: `evt-${id}-1`, type: 'registration.created' },
  ])
  const digest = `digest-${id}`
  const binding = { owner: true, cookies: [], quarantined: false }
  await ledger.addClaim({
    registrationId: id,
    digest,
    receivedAt: 2,
    raw: { transactionId: marks.transactionId },
    binding,
  })
  const consent = { version: 'v1', locale: 'ko', offer: 'offer-hash', text: 'text-hash', at: 2 } as const
  const issuing: Registration = { ...open, consent, version: 2, state: 'issuing', leaseUntil: 90_000 }
  const { account } = open
  await ledger.replace(open, issuing, {
    events: [],
    attempt: { id: `att-${id}`, registrationId: id, kind: 'issue', claimDigest: digest, account, sentAt: 3 },
  })
  const body = new Secret(JSON.stringify({ billingKey: marks.billingKey, note: marks.rawAnswer }))
  await ledger.landAnswer(`att-${id}`, [{ operation: 'issue', status: 200, body }], 4)
  const { leaseUntil: _, ...rest } = issuing
  const view = { id: open.paymentMethodId, kind: 'card', maskedNumber: '9410********1234' } as const
  const issued: Registration = { ...rest, version: 3, state: 'issued', paymentMethod: view }
  await ledger.replace(issuing, issued, {
    events: [
      {
        ...event,
        id: `evt-${id}-2`,
        type: 'registration.issued',
        from: 'issuing',
        to: 'issued',
        deliver: true,
      },
    ],
    paymentMethod: {
      ...view,
      version: 1,
      customerId: customer,
      registrationId: id,
      provider: open.provider,
      account,
      key: new Secret(marks.billingKey),
      binding: 'strong',
      state: 'active',
      mismatches: [],
      transactionId: marks.transactionId,
      createdAt: 5,
    },
  })
  await tellPayment(ledger, issued, marks)
  return issued
}

/** Charges its method once. */
async function tellPayment({ charges }: Ledger, of: Registration, marks: Marks): Promise<void> {
  const { id: registrationId, paymentMethodId, account, customer } = of
  const id = `pay-${registrationId}`
  const made = samplePayment(id, registrationId, {
    paymentMethodId,
    customer,
    transactionId: marks.transactionId,
  })
  const operation = {
    id: `op-${registrationId}`,
    kind: 'charge',
    of: id,
    subject: made.pgOrderId,
    registrationId,
    account,
    sentAt: 6,
  } as const
  await charges.createPayment(made, { events: [], operation })
  const body = new Secret(JSON.stringify({ billingKey: marks.billingKey, note: marks.rawAnswer }))
  await charges.landOperation(operation.id, [{ operation: 'charge', status: 200, body }], 7)
  await charges.replacePayment(made, { ...made, version: 2, state: 'paid', paidAt: 7 }, { events: [] })
}

/** Everything that the ledger can tell of a story, its secrets revealed. */
export async function retell(ledger: Ledger, id: string): Promise<string> {
  const methods = await ledger.paymentMethods('alice')
  const attempts = await ledger.attempts(id)
  const payments = await ledger.charges.payments({ customerId: 'alice', limit: 999 })
  const own = payments.filter(({ registrationId }) => registrationId === id)
  const operations = await Promise.all(own.map(({ pgOrderId }) => ledger.charges.operations(pgOrderId)))
  return JSON.stringify([
    await ledger.find(id),
    await ledger.claims(id),
    attempts.map((attempt) => attempt.exchanges?.map(({ body }) => body?.reveal())),
    own,
    operations.flat().map(({ exchanges }) => exchanges?.map(({ body }) => body?.reveal())),
    methods.filter((method) => method.registrationId === id).map(({ key }) => key.reveal()),
  ])
}
