// What every ledger must keep of payment methods after they were registered.
import type { PaymentMethod } from '../registration/record.ts'
import { Secret } from '../secret.ts'
import {
  assert,
  count,
  event,
  ids,
  later,
  method,
  methodIn,
  next,
  operation,
  sampleRegistration,
  type LedgerCase,
} from './ledger-samples.ts'

const FOUND: readonly LedgerCase[] = [
  {
    name: 'finds a payment method by its id, whole',
    async run(ledger) {
      const reason = { code: 'card_declined', providerCode: 'X1' } as const
      await methodIn(ledger, 'a', { maskedNumber: '9410', customerRef: 'c', defaultSince: 5, reason })
      const found = await ledger.charges.method('pm-a')
      const words = [
        found?.maskedNumber,
        found?.customerRef,
        found?.defaultSince,
        found?.reason?.providerCode,
      ]
      assert(words.join() === '9410,c,5,X1', `got ${words.join()}`)
      assert(found?.key.reveal() === 'key-of-pm-a', 'the key was lost')
      assert(found.version === 1, `it began at version ${found.version}`)
      assert((await ledger.charges.method('pm-b')) === undefined, 'an unknown id gave something')
    },
  },
  {
    name: 'finds a payment method by its key, of its own provider alone',
    async run({ charges, ...rest }) {
      await methodIn({ charges, ...rest }, 'a')
      await methodIn({ charges, ...rest }, 'b', { provider: 'toss' })
      const found = async (provider: string, key: string): Promise<string | undefined> =>
        (await charges.methodByKey(provider, new Secret(key)))?.id
      assert((await found('danal', 'key-of-pm-a')) === 'pm-a', 'it was not found')
      assert((await found('toss', 'key-of-pm-b')) === 'pm-b', 'the other was not found')
      assert((await found('danal', 'key-of-pm-b')) === undefined, "another provider's was found")
      assert((await found('danal', 'key-of-pm')) === undefined, 'a part of a key found it')
    },
  },
  {
    name: 'finds of several methods with one key the newest that is not revoked',
    async run(ledger) {
      const key = new Secret('shared')
      await methodIn(ledger, 'a', { key })
      const b = await methodIn(ledger, 'b', { key })
      const found = async (): Promise<string | undefined> =>
        (await ledger.charges.methodByKey('danal', key))?.id
      assert((await found()) === 'pm-b', 'it was not the newest')
      await ledger.charges.replaceMethod(b, later(b, { state: 'revoked' }), { events: [] })
      assert((await found()) === 'pm-a', 'it was one that is revoked')
    },
  },
]

const REPLACED: readonly LedgerCase[] = [
  {
    name: 'lets exactly one of many simultaneous changes of a method win, and writes nothing of the others',
    async run(ledger) {
      const first = await methodIn(ledger, 'a')
      const results = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          ledger.charges.replaceMethod(first, later(first, { state: 'revoking', defaultSince: index }), {
            events: [event(`e${index}`, 'a')],
            operation: operation(`op${index}`, first, { kind: 'revoke', subject: first.id }),
          }),
        ),
      )
      assert(count(results, 'ok') === 1, `${count(results, 'ok')} changes of one version won`)
      const winner = results.indexOf('ok')
      const stored = await ledger.charges.method(first.id)
      assert(stored?.defaultSince === winner && stored.version === 2, "what is stored is not the winner's")
      assert(ids(await ledger.events('a')) === `e${winner}`, 'a loser left an event behind')
      assert(
        ids(await ledger.charges.operations(first.id)) === `op${winner}`,
        'a loser left an operation behind',
      )
      assert(ids(await ledger.paymentMethods('alice')) === first.id, 'there are several now')
    },
  },
  {
    name: 'writes a method anew in a later step of its registration, as its next version',
    async run(ledger) {
      const held = await methodIn(ledger, 'a', { state: 'held' })
      const registration = await ledger.find('a')
      assert(registration !== undefined, 'the registration is not there')
      const paymentMethod: PaymentMethod = { ...held, state: 'active' }
      await ledger.replace(registration, next(registration), { events: [], paymentMethod })
      const stored = await ledger.charges.method(held.id)
      assert(stored?.state === 'active', `it is ${stored?.state}`)
      assert(stored.version === 2, `its version is ${stored.version}`)
      const stale = await ledger.charges.replaceMethod(held, later(held, { state: 'revoking' }), {
        events: [],
      })
      assert(stale === 'conflict', 'somebody replaced what they had not seen')
    },
  },
  {
    name: 'never brings a method back that is being revoked, or was, in a step of its registration',
    async run(ledger) {
      for (const state of ['revoking', 'revoked'] as const) {
        const active = await methodIn(ledger, state)
        await ledger.charges.replaceMethod(active, later(active, { state, atPg: 'gone' }), { events: [] })
        const registration = await ledger.find(state)
        assert(registration !== undefined, 'the registration is not there')
        const done = await ledger.replace(registration, next(registration, { openedAt: 3 }), {
          events: [event(`e-${state}`, state)],
          paymentMethod: active,
        })
        assert(done === 'ok', 'the rest of the step was not written')
        const stored = await ledger.charges.method(active.id)
        assert(stored?.state === state && stored.version === 2, `what was ${state} is ${stored?.state}`)
        assert((await ledger.find(state))?.openedAt === 3, 'the registration was not written')
      }
    },
  },
  {
    name: 'hands a method that is due for a look to one taker at a time, again after the lease, until it is settled',
    async run(ledger) {
      const { charges } = ledger
      await methodIn(ledger, 'b')
      const a = await methodIn(ledger, 'a', { state: 'surplus', lookAt: 50 })
      assert((await charges.takeUnsettledMethods(49, 100, 5)).length === 0, 'it was handed out too early')
      const takers = await Promise.all([1, 2, 3].map(() => charges.takeUnsettledMethods(50, 100, 5)))
      assert(ids(takers.flat()) === a.id, `got ${ids(takers.flat())}`)
      assert((await charges.takeUnsettledMethods(99, 200, 5)).length === 0, 'a leased one was handed out')
      assert((await charges.takeUnsettledMethods(100, 200, 5)).length === 1, 'one did not come back')
      assert((await ledger.backlog(200)).methods.since === 200, 'it does not count as waiting')
      const revoking = later(a, { state: 'revoking', lookAt: 300, leaseUntil: 250 })
      await charges.replaceMethod(a, revoking, { events: [] })
      assert((await charges.takeUnsettledMethods(299, 400, 5)).length === 0, 'it came back too early')
      const [again] = await charges.takeUnsettledMethods(300, 400, 5)
      assert(again?.leaseUntil === 250 && again.lookAt === 300, 'its times were changed')
      const { lookAt: _, ...settled } = later(revoking, { state: 'revoked' })
      await charges.replaceMethod(revoking, settled, { events: [] })
      assert((await charges.takeUnsettledMethods(9999, 10_000, 5)).length === 0, 'a settled one came back')
      assert((await ledger.backlog(9999)).methods.count === 0, 'a settled one counts as waiting')
    },
  },
  {
    name: 'looks by itself after a method whose registration says when',
    async run(ledger) {
      const open = await ledger.create(sampleRegistration('a'), [])
      const held: PaymentMethod = { ...method('pm-a', 'a', 1), state: 'held', lookAt: 70 }
      await ledger.replace(open, next(open), { events: [], paymentMethod: held })
      assert(ids(await ledger.charges.takeUnsettledMethods(70, 90, 5)) === 'pm-a', 'it was not handed out')
    },
  },
]

/** Every case about payment methods. */
export const METHOD_CASES: readonly LedgerCase[] = [...FOUND, ...REPLACED]
