// What every ledger must tell of payments: their operations and answers, lists, what is due, events in order.
import type { PaymentEffects, PaymentQuery } from '../ledger/payments.ts'
import type { Operation } from '../payments/payment.ts'
import { Secret } from '../secret.ts'
import { assert, event, ids, later, methodIn, operation, payment, type LedgerCase } from './ledger-samples.ts'

/** Every case about what is told of payments, and what came of them. */
export const PAYMENT_TALES: readonly LedgerCase[] = [
  {
    name: 'lands the answer of an operation whatever has happened to the payment meanwhile',
    async run(ledger) {
      await methodIn(ledger, 'a')
      const charging = payment('p', 'a')
      const subject = charging.pgOrderId
      const charge = operation('op1', charging, { subject })
      await ledger.charges.createPayment(charging, { events: [], operation: charge })
      const uncertain = later(charging, { state: 'uncertain' })
      const look = operation('op2', charging, { kind: 'look', subject })
      await ledger.charges.replacePayment(charging, uncertain, { events: [], operation: look })
      await ledger.charges.landOperation(
        'op1',
        [{ operation: 'charge', status: 200, body: new Secret('{"a":1}') }],
        42,
      )
      await ledger.charges.landOperation('nobody', [], 43)
      const [first, second] = await ledger.charges.operations(subject)
      assert(first?.id === 'op1' && second?.id === 'op2', 'they are not in order')
      assert(first.answeredAt === 42, 'the answer did not land')
      assert(first.exchanges?.[0]?.body?.reveal() === '{"a":1}', 'the answer was changed')
      assert(second.answeredAt === undefined && second.exchanges === undefined, 'it landed at another')
      const words = [first.kind, first.of, first.registrationId, first.account.merchant, first.sentAt]
      assert(words.join() === 'charge,p,a,M1,11', `got ${words.join()}`)
      assert((await ledger.charges.payment('p'))?.version === 2, 'an answer changed the payment')
      assert((await ledger.charges.operation('op1'))?.answeredAt === 42, 'it is not found by its id')
      assert((await ledger.charges.operation('op3')) === undefined, 'an unknown id gave something')
    },
  },
  {
    name: 'tells all operations of a payment in order, whatever they were about, and those of a method apart',
    async run(ledger) {
      const active = await methodIn(ledger, 'a')
      const first = payment('p', 'a')
      const op = (id: string, change: Partial<Operation>): PaymentEffects => ({
        events: [],
        operation: operation(id, first, change),
      })
      await ledger.charges.createPayment(first, op('op1', { subject: 'pg-1' }))
      const second = later(first, { attempt: 2 })
      await ledger.charges.replacePayment(first, second, op('op2', { subject: 'pg-2' }))
      const revoke = op('op3', { kind: 'revoke', of: active.id, subject: active.id })
      await ledger.charges.replaceMethod(active, later(active, { state: 'revoking' }), revoke)
      const cancel = op('op4', { kind: 'cancel', subject: 'p/all' })
      await ledger.charges.replacePayment(second, later(second), cancel)
      assert(
        ids(await ledger.charges.operationsOf('p')) === 'op1,op2,op4',
        'they are not all of them, or not in order',
      )
      assert(ids(await ledger.charges.operationsOf(active.id)) === 'op3', "the method's are not kept apart")
      assert(ids(await ledger.charges.operations('pg-2')) === 'op2', 'subjects are not kept apart')
    },
  },
  {
    name: 'finds a payment by what its PG calls the order, also that of an earlier attempt',
    async run(ledger) {
      await methodIn(ledger, 'a')
      const first = payment('p', 'a')
      await ledger.charges.createPayment(first, { events: [] })
      const second = later(first, { pgOrderId: 'pg-p-2', attempt: 2 })
      await ledger.charges.replacePayment(first, second, { events: [] })
      const third = later(second, { pgOrderId: 'pg-p-3', attempt: 3 })
      await ledger.charges.replacePayment(second, third, { events: [] })
      for (const ref of ['pg-p', 'pg-p-2', 'pg-p-3']) {
        const found = await ledger.charges.paymentByPgOrder('danal', ref)
        assert(found?.id === 'p' && found.attempt === 3, `${ref} did not find it`)
        const other = await ledger.charges.paymentByPgOrder('toss', ref)
        assert(other === undefined, 'it was found at another provider')
      }
      assert(
        (await ledger.charges.paymentByPgOrder('danal', 'order-p')) === undefined,
        "the merchant's found it",
      )
    },
  },
  {
    name: 'keeps the next attempt of a payment with another card, at another PG, and finds it by what each PG calls it',
    async run(ledger) {
      await methodIn(ledger, 'a')
      const other = await methodIn(ledger, 'b', { provider: 'toss' })
      const declined = payment('p', 'a', { state: 'declined' })
      await ledger.charges.createPayment(declined, { events: [] })
      const again = later(declined, {
        state: 'charging',
        attempt: 2,
        pgOrderId: 'pg-p-2',
        paymentMethodId: other.id,
        registrationId: 'b',
        provider: 'toss',
        account: { merchant: 'M2', mode: 'live', credentialFingerprint: 'f2' },
      })
      const charge = { events: [event('e', 'b')], operation: operation('op', again, { subject: 'pg-p-2' }) }
      assert((await ledger.charges.replacePayment(declined, again, charge)) === 'ok', 'it was not written')
      const found = async (provider: string, ref: string): Promise<string | undefined> =>
        (await ledger.charges.paymentByPgOrder(provider, ref))?.paymentMethodId
      assert((await found('toss', 'pg-p-2')) === other.id, 'it is not found where it is now')
      assert((await found('danal', 'pg-p')) === other.id, 'it is not found where it was')
      assert((await found('toss', 'pg-p')) === undefined, 'the first attempt is found at the second PG')
      assert((await found('danal', 'pg-p-2')) === undefined, 'the second attempt is found at the first PG')
      const { account } = (await ledger.charges.paymentOfOrder(declined.orderId)) ?? {}
      assert(account?.merchant === 'M2', 'it is not the account that is charged with now')
      const of = async (id: string): Promise<string> =>
        ids(await ledger.charges.payments({ paymentMethodId: id, limit: 9 }))
      assert((await of('pm-a')) === '' && (await of(other.id)) === 'p', 'it is listed with the first card')
      const active = await ledger.charges.method(other.id)
      assert(active !== undefined, 'the method is gone')
      await ledger.charges.replaceMethod(active, later(active, { state: 'revoking' }), { events: [] })
      const third = later(again, { attempt: 3, pgOrderId: 'pg-p-3' })
      const more = { events: [], operation: operation('op3', third, { subject: 'pg-p-3' }) }
      const refused = await ledger.charges.replacePayment(again, third, more)
      assert(refused === 'method-changed', `the second card was given up, and the charge was ${refused}`)
    },
  },
  {
    name: 'lists payments newest first, by state, by customer, by method, and from where the last page ended',
    async run(ledger) {
      const { charges } = ledger
      for (const id of ['a', 'b']) await methodIn(ledger, id)
      await charges.createPayment(payment('p', 'a', { state: 'paid' }), { events: [] })
      await charges.createPayment(payment('q', 'b', { customer: { id: 'bob' } }), { events: [] })
      await charges.createPayment(payment('r', 'a', { state: 'declined' }), { events: [] })
      const found = async (query: Partial<PaymentQuery>): Promise<string> =>
        ids(await charges.payments({ limit: 9, ...query }))
      assert((await found({})) === 'r,q,p', `everything was ${await found({})}`)
      assert((await found({ limit: 2 })) === 'r,q', 'the limit was not kept')
      assert((await found({ before: 'r', limit: 1 })) === 'q', 'the next page does not go on')
      assert((await found({ before: 'unknown' })) === '', 'a page after nothing gave something')
      assert((await found({ states: ['paid', 'declined'] })) === 'r,p', 'states were not kept apart')
      assert(
        (await found({ states: ['charging', 'uncertain'] })) === 'q',
        'unsettled ones were not kept apart',
      )
      assert((await found({ states: [] })) === '', 'no state gave something')
      assert((await found({ customerId: 'bob' })) === 'q', 'customers were not kept apart')
      assert((await found({ paymentMethodId: 'pm-a' })) === 'r,p', 'methods were not kept apart')
    },
  },
  {
    name: 'hands a payment that is due for a look to one taker at a time, again after the lease, until it is settled',
    async run(ledger) {
      const { charges } = ledger
      await methodIn(ledger, 'a')
      await charges.createPayment(payment('q', 'a'), { events: [] })
      const p = payment('p', 'a', { lookAt: 50 })
      await charges.createPayment(p, { events: [] })
      assert((await charges.takeUnsettledPayments(49, 100, 5)).length === 0, 'it was handed out too early')
      const takers = await Promise.all([1, 2, 3].map(() => charges.takeUnsettledPayments(50, 100, 5)))
      assert(ids(takers.flat()) === 'p', `got ${ids(takers.flat())}`)
      assert((await charges.takeUnsettledPayments(99, 200, 5)).length === 0, 'a leased one was handed out')
      assert((await charges.takeUnsettledPayments(100, 200, 5)).length === 1, 'one did not come back')
      const { payments, unsettled } = await ledger.backlog(200)
      assert(payments.count === 1 && payments.since === 200, 'it does not count as waiting')
      assert(unsettled.count === 0, 'it counts as a registration')
      const uncertain = later(p, { state: 'uncertain', lookAt: 300 })
      await charges.replacePayment(p, uncertain, { events: [] })
      assert((await charges.takeUnsettledPayments(299, 400, 5)).length === 0, 'it came back too early')
      assert((await charges.takeUnsettledPayments(300, 400, 5))[0]?.version === 2, 'it did not come back')
      const { lookAt: _, ...settled } = later(uncertain, { state: 'paid' })
      await charges.replacePayment(uncertain, settled, { events: [] })
      assert((await charges.takeUnsettledPayments(9999, 10_000, 5)).length === 0, 'a settled one came back')
      assert((await ledger.backlog(9999)).payments.count === 0, 'a settled one counts as waiting')
    },
  },
  {
    name: 'keeps the events of a step in their order, between those of the registration',
    async run(ledger) {
      await methodIn(ledger, 'a')
      const one = payment('p', 'a')
      await ledger.charges.createPayment(one, { events: [event('e1', 'a'), event('e2', 'a', false)] })
      await ledger.record([event('e3', 'a')])
      const events = [event('e4', 'a'), event('e5', 'a')]
      await ledger.charges.replacePayment(one, later(one, { state: 'paid' }), { events })
      assert(ids(await ledger.events('a')) === 'e1,e2,e3,e4,e5', 'they are not in order')
      const [first] = await ledger.takeDeliveries(9, 99, 9)
      assert(first?.event.id === 'e1', 'the oldest is not told first')
    },
  },
]
