// What every ledger must keep of payments: one for each order, charged only with an active method.
import type { Payment } from '../payments/payment.ts'
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
        attempt: 1,
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

/** Every case about writing payments. */
export const PAYMENT_CASES: readonly LedgerCase[] = [...CREATED, ...CHARGED]
