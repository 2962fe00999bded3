// What every ledger must keep of payments: one for each order, charged only with an active method, no answer lost.
import type { PaymentEffects, PaymentQuery } from '../ledger/payments.ts'
import type { Operation, Payment } from '../payments/payment.ts'
import { Secret } from '../secret.ts'
import {
  assert,
  count,
  event,
  ids,
  later,
  methodIn,
  next,
  operation,
  payment,
  sampleRegistration,
  type LedgerCase,
} from './ledger-samples.ts'

const CREATED: readonly LedgerCase[] = [
  {
    name: 'finds a payment by its id and by its order, whole',
    async run(ledger) {
      await methodIn(ledger, 'a')
      const cancelled = {
        id: 'half',
        amount: 900,
        reason: '단순 변심',
        state: 'cancelled',
        requestedAt: 20,
      } as const
      const full = payment('p', 'a', {
        cancellations: [cancelled],
        transactionId: 'tx',
        scheduledFor: 99,
        leaseUntil: 77,
      })
      assert((await ledger.charges.createPayment(full, { events: [] })) === 'ok', 'it was not written')
      for (const found of [
        await ledger.charges.payment('p'),
        await ledger.charges.paymentOfOrder('order-p'),
      ]) {
        assert(JSON.stringify(found, orderOf(full)) === JSON.stringify(full, orderOf(full)), 'it was changed')
      }
      assert((await ledger.charges.payment('q')) === undefined, 'an unknown id gave something')
      assert(
        (await ledger.charges.paymentOfOrder('order-q')) === undefined,
        'an unknown order gave something',
      )
    },
  },
  {
    name: 'lets exactly one of many simultaneous payments of one order be written, with its operation and events',
    async run(ledger) {
      await methodIn(ledger, 'a')
      const results = await Promise.all(
        Array.from({ length: 8 }, (_, index) => {
          const one = payment(`p${index}`, 'a', { orderId: 'same' })
          const effects = { events: [event(`e${index}`, 'a')], operation: operation(`op${index}`, one) }
          return ledger.charges.createPayment(one, effects)
        }),
      )
      assert(count(results, 'ok') === 1, `${count(results, 'ok')} payments of one order were written`)
      assert(count(results, 'conflict') === 7, 'a loser was not told of the conflict')
      const winner = results.indexOf('ok')
      assert((await ledger.charges.paymentOfOrder('same'))?.id === `p${winner}`, 'the order is of a loser')
      assert(ids(await ledger.charges.payments({ limit: 99 })) === `p${winner}`, 'a loser was written')
      assert(ids(await ledger.events('a')) === `e${winner}`, 'a loser left an event behind')
      assert(
        ids(await ledger.takeDeliveries(99, 999, 9).then((all) => all.map((one) => one.event))) ===
          `e${winner}`,
        'a loser left a delivery behind',
      )
      for (const index of results.keys()) {
        const left = await ledger.charges.operations(`subject-p${index}`)
        assert(left.length === (index === winner ? 1 : 0), 'a loser left an operation behind')
      }
    },
  },
  {
    name: 'refuses a payment whose id is taken',
    async run(ledger) {
      await methodIn(ledger, 'a')
      await ledger.charges.createPayment(payment('p', 'a'), { events: [] })
      const again = await ledger.charges.createPayment(payment('p', 'a', { orderId: 'other' }), {
        events: [],
      })
      assert(again === 'conflict', `it was ${again}`)
      assert((await ledger.charges.paymentOfOrder('other')) === undefined, 'it was written all the same')
    },
  },
  {
    name: 'writes the first payment of a registration in its step: once, and not at all when the step is lost',
    async run(ledger) {
      const open = await ledger.create(sampleRegistration('a'), [])
      const due = payment('p', 'a', { state: 'due', from: 'registration', lookAt: 40 })
      const step = next(open)
      assert((await ledger.replace(open, step, { events: [], payment: due })) === 'ok', 'the step was lost')
      await ledger.replace(open, next(open), { events: [], payment: payment('q', 'a') })
      assert((await ledger.charges.payment('q')) === undefined, 'a lost step wrote a payment')
      await ledger.charges.replacePayment(due, later(due, { state: 'paid' }), { events: [] })
      const again = await ledger.replace(step, next(step), { events: [event('e', 'a')], payment: due })
      assert(again === 'ok', 'a step was lost because its payment is there')
      const stored = await ledger.charges.payment('p')
      assert(stored?.state === 'paid' && stored.version === 2, 'it was written twice')
      assert(ids(await ledger.events('a')) === 'e', 'the rest of the step was not written')
    },
  },
]

// The names in the order in which the original has them: a ledger may keep them in another.
const orderOf = (value: Payment): string[] => [
  ...new Set([...Object.keys(value), 'id', 'phone', 'reason', 'requestedAt', ...Object.keys(value.account)]),
]

const CHARGED: readonly LedgerCase[] = [
  {
    name: 'refuses to charge with a method that is not active, or not there, and writes nothing',
    async run(ledger) {
      const states = ['suspended', 'held', 'surplus', 'revoking', 'revoked'] as const
      for (const state of states) await methodIn(ledger, state, { state })
      await ledger.create(sampleRegistration('none'), [])
      for (const of of [...states, 'none']) {
        for (const kind of ['charge', 'schedule'] as const) {
          const one = payment(`p-${of}-${kind}`, of)
          const effects = { events: [event('e', of)], operation: operation('op', one, { kind }) }
          const done = await ledger.charges.createPayment(one, effects)
          assert(done === 'method-changed', `a ${kind} with a ${of} method was ${done}`)
          assert((await ledger.charges.payment(one.id)) === undefined, 'the payment was written')
          assert((await ledger.charges.operations(`subject-${one.id}`)).length === 0, 'the operation was')
          assert((await ledger.events(of)).length === 0, 'the event was')
        }
      }
    },
  },
  {
    name: 'lets exactly one of many simultaneous changes of a payment win, and writes nothing of the others',
    async run(ledger) {
      await methodIn(ledger, 'a')
      const first = payment('p', 'a', { state: 'due' })
      await ledger.charges.createPayment(first, { events: [] })
      const results = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          ledger.charges.replacePayment(first, later(first, { state: 'charging', createdAt: index }), {
            events: [event(`e${index}`, 'a')],
            operation: operation(`op${index}`, first),
          }),
        ),
      )
      assert(count(results, 'ok') === 1, `${count(results, 'ok')} changes of one version won`)
      assert(count(results, 'conflict') === 7, 'a loser was not told of the conflict')
      const winner = results.indexOf('ok')
      const stored = await ledger.charges.payment('p')
      assert(stored?.createdAt === winner && stored.version === 2, "what is stored is not the winner's")
      assert(ids(await ledger.events('a')) === `e${winner}`, 'a loser left an event behind')
      assert(
        ids(await ledger.charges.operations('subject-p')) === `op${winner}`,
        'a loser left an operation behind',
      )
    },
  },
  {
    name: 'tries again only with an active method, and says first that somebody else was faster',
    async run(ledger) {
      const active = await methodIn(ledger, 'a')
      const due = payment('p', 'a', { state: 'due' })
      await ledger.charges.createPayment(due, { events: [] })
      await ledger.charges.replaceMethod(active, later(active, { state: 'revoking' }), { events: [] })
      const charging = later(due, { state: 'charging' })
      const charge = { events: [event('e', 'a')], operation: operation('op', due) }
      const refused = await ledger.charges.replacePayment(due, charging, charge)
      assert(refused === 'method-changed', `it was ${refused}`)
      assert((await ledger.charges.payment('p'))?.state === 'due', 'the payment was changed')
      assert((await ledger.events('a')).length === 0, 'the event was written')
      const created = await ledger.charges.createPayment(payment('q', 'a', { orderId: due.orderId }), charge)
      assert(created === 'conflict', `a payment of a known order was ${created}`)
      const declined = later(due, { state: 'declined' })
      const look = operation('look', due, { kind: 'look' })
      const looked = await ledger.charges.replacePayment(due, declined, { events: [], operation: look })
      assert(looked === 'ok', 'a look needs no active method')
      assert(
        (await ledger.charges.replacePayment(due, charging, charge)) === 'conflict',
        'no conflict was told',
      )
    },
  },
  {
    name: 'charges nothing any more from the moment that a method is being revoked, however close they come',
    async run(ledger) {
      const rounds = Array.from({ length: 6 }, (_, index) => `r${index}`)
      await Promise.all(
        rounds.map(async (id) => {
          const active = await methodIn(ledger, id)
          const one = payment(`p-${id}`, id)
          const due = payment(`d-${id}`, id, { state: 'due' })
          await ledger.charges.createPayment(due, { events: [] })
          const fresh = { events: [event(`new-${id}`, id)], operation: operation(`op-${id}`, one) }
          const again = { events: [event(`due-${id}`, id)], operation: operation(`again-${id}`, due) }
          const revoke = { events: [event(`revoke-${id}`, id)] }
          const [created, replaced, revoked] = await Promise.all([
            ledger.charges.createPayment(one, fresh),
            ledger.charges.replacePayment(due, later(due, { state: 'charging' }), again),
            ledger.charges.replaceMethod(active, later(active, { state: 'revoking' }), revoke),
          ])
          assert(revoked === 'ok', 'the method was not revoked')
          const order = (await ledger.events(id)).map((told) => told.id)
          assert(
            order.at(-1) === `revoke-${id}`,
            `a charge went out after the key was given up: ${order.join()}`,
          )
          assert(order.includes(`new-${id}`) === (created === 'ok'), 'a refused charge left something behind')
          assert(
            order.includes(`due-${id}`) === (replaced === 'ok'),
            'a refused charge left something behind',
          )
        }),
      )
    },
  },
]

const ANSWERED: readonly LedgerCase[] = [
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

/** Every case about payments. */
export const PAYMENT_CASES: readonly LedgerCase[] = [...CREATED, ...CHARGED, ...ANSWERED]
