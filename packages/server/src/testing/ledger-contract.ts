// What every ledger must keep, as cases that need no test framework: run each against a fresh ledger.
import type { RegistrationQuery } from '../ledger/ledger.ts'
import { Secret } from '../secret.ts'
import {
  assert,
  attempt,
  claim,
  count,
  event,
  method,
  next,
  sampleRegistration,
  type LedgerCase,
} from './ledger-samples.ts'
import { EVENT_CASES } from './event-ledger-contract.ts'
import { ERASURE_CASES } from './erasure-ledger-contract.ts'
import { METHOD_CASES } from './method-ledger-contract.ts'
import { PAYMENT_CASES } from './payment-ledger-contract.ts'
import { PAYMENT_TALES } from './payment-tale-contract.ts'

const CAS: readonly LedgerCase[] = [
  {
    name: 'finds what was created, and nothing else',
    async run(ledger) {
      await ledger.create(sampleRegistration('a'), [])
      assert((await ledger.find('a'))?.providerRef === 'o-a', 'the registration is not there')
      assert((await ledger.find('b')) === undefined, 'an unknown id gave something')
    },
  },
  {
    name: "finds a registration by its provider's own identifier, each provider instance its own",
    async run(ledger) {
      const first = await ledger.create(sampleRegistration('a', { providerRef: 'order-1' }), [])
      await ledger.create(sampleRegistration('b', { providerRef: 'order-1', provider: 'danal-b' }), [])
      await ledger.replace(first, next(first, { state: 'issuing' }), { events: [] })
      const found = await ledger.findByProviderRef('danal', 'order-1')
      assert(found?.id === 'a' && found.state === 'issuing', `found ${found?.id} as ${found?.state}`)
      assert((await ledger.findByProviderRef('danal-b', 'order-1'))?.id === 'b', "found another instance's")
      assert((await ledger.findByProviderRef('danal', 'order-2')) === undefined, 'found what is not there')
    },
  },
  {
    name: 'answers the first registration when the same customer repeats a clientRef, at once or later',
    async run(ledger) {
      const twins = ['a', 'b', 'c'].map((id) => sampleRegistration(id, { clientRef: 'same' }))
      const stored = await Promise.all(twins.map((twin) => ledger.create(twin, [])))
      const ids = new Set(stored.map(({ id }) => id))
      assert(ids.size === 1, `one clientRef gave ${ids.size} registrations`)
      const other = sampleRegistration('d', { clientRef: 'same', customer: { id: 'bob' } })
      assert((await ledger.create(other, [])).id === 'd', 'a clientRef reached over to another customer')
    },
  },
  {
    name: 'lets exactly one of many simultaneous replacements of the same version win',
    async run(ledger) {
      const first = await ledger.create(sampleRegistration('a'), [])
      const results = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          ledger.replace(first, next(first, { openedAt: index }), { events: [event(`e${index}`, 'a')] }),
        ),
      )
      assert(count(results, 'ok') === 1, `${count(results, 'ok')} replacements of one version won`)
      assert(count(results, 'conflict') === 11, 'a loser was not told of the conflict')
      assert((await ledger.events('a')).length === 1, 'a loser left an event behind')
      assert(
        (await ledger.find('a'))?.openedAt === results.indexOf('ok'),
        "the stored value is not the winner's",
      )
    },
  },
  {
    name: 'writes nothing at all of a replacement that lost',
    async run(ledger) {
      const first = await ledger.create(sampleRegistration('a'), [])
      await ledger.replace(first, next(first), { events: [] })
      const lost = await ledger.replace(first, next(first, { state: 'issued' }), {
        events: [event('e', 'a')],
        attempt: attempt('att', 'a', 'digest'),
        paymentMethod: method('pm-a', 'a', 1),
      })
      assert(lost === 'conflict', 'a stale version was replaced')
      assert((await ledger.attempts('a')).length === 0, 'the attempt was written')
      assert((await ledger.paymentMethods('alice')).length === 0, 'the payment method was written')
      assert((await ledger.events('a')).length === 0, 'the event was written')
      assert((await ledger.takeDeliveries(9, 99, 9)).length === 0, 'the delivery was written')
    },
  },
]

const CLAIMS: readonly LedgerCase[] = [
  {
    name: 'keeps claims in order of arrival, each once, at most eight: one place kept free for the owner, one for what the page brings itself',
    async run(ledger) {
      await ledger.create(sampleRegistration('a'), [])
      const results: string[] = []
      for (let index = 0; index < 10; index += 1) results.push(await ledger.addClaim(claim('a', `d${index}`)))
      assert(count(results, 'added') === 6 && count(results, 'full') === 4, 'junk left no room for the owner')
      assert((await ledger.addClaim(claim('a', 'd3'))) === 'known', 'the same claim was added twice')
      const binding = { owner: true, cookies: [], quarantined: false }
      const owners = async (digest: string, inRequest: boolean): Promise<string> =>
        ledger.addClaim(claim('a', digest, { binding, inRequest }))
      assert((await owners('o1', false)) === 'added', "the owner's was refused")
      assert((await owners('o2', false)) === 'full', 'the door filled the place that is kept for the page')
      assert((await owners('o2', true)) === 'added', "the page's own was refused")
      assert((await owners('o3', true)) === 'full', 'there is no limit')
      const digests = (await ledger.claims('a')).map(({ digest }) => digest)
      assert(digests.join(' ') === 'd0 d1 d2 d3 d4 d5 o1 o2', `the order was ${digests.join(' ')}`)
    },
  },
  {
    name: 'adds one claim when the same one arrives many times at once',
    async run(ledger) {
      await ledger.create(sampleRegistration('a'), [])
      const results = await Promise.all(Array.from({ length: 10 }, () => ledger.addClaim(claim('a', 'same'))))
      assert(count(results, 'added') === 1, 'the same claim was added more than once')
    },
  },
  {
    name: 'merges bindings: quarantine stays, the owner stays, cookies add up',
    async run(ledger) {
      await ledger.create(sampleRegistration('a'), [])
      await ledger.addClaim(
        claim('a', 'd', { binding: { owner: false, cookies: ['c1'], quarantined: true } }),
      )
      await ledger.addClaim(
        claim('a', 'd', { binding: { owner: true, cookies: ['c2'], quarantined: false } }),
      )
      const [stored] = await ledger.claims('a')
      assert(stored?.binding.quarantined === true, 'a quarantine was lifted')
      assert(stored.binding.owner, "the owner's login was forgotten")
      assert(stored.binding.cookies.join() === 'c1,c2', 'a cookie was lost')
    },
  },
  {
    name: 'lets one registration alone consume a claim that two issue from at the same time',
    async run(ledger) {
      const a = await ledger.create(sampleRegistration('a'), [])
      const b = await ledger.create(sampleRegistration('b'), [])
      const results = await Promise.all(
        [a, b].map((one) =>
          ledger.replace(one, next(one, { state: 'issuing' }), {
            events: [],
            attempt: attempt(`att-${one.id}`, one.id, 'shared'),
          }),
        ),
      )
      assert(
        count(results, 'ok') === 1 && count(results, 'claim-taken') === 1,
        `got ${results.join(' and ')}`,
      )
      const winner = results[0] === 'ok' ? 'a' : 'b'
      assert((await ledger.consumerOf('shared')) === winner, 'the winner is not known as the consumer')
    },
  },
  {
    name: 'reserves nothing for a claim that is merely stored, or only looked at',
    async run(ledger) {
      const a = await ledger.create(sampleRegistration('a'), [])
      const b = await ledger.create(sampleRegistration('b'), [])
      await ledger.addClaim(claim('a', 'shared'))
      await ledger.addClaim(claim('b', 'shared'))
      await ledger.addClaim(claim('b', 'other'))
      assert(
        (await ledger.doorsOf('shared')).join() === 'a,b',
        'it is not known at whose doors a return stands',
      )
      assert((await ledger.doorsOf('none')).length === 0, 'a return that never came stands at a door')
      const look = { ...attempt('att-a', 'a', 'shared'), kind: 'look' } as const
      await ledger.replace(a, next(a), { events: [], attempt: look })
      assert((await ledger.consumerOf('shared')) === undefined, 'a look counts as a consumer')
      const issued = await ledger.replace(b, next(b), {
        events: [],
        attempt: attempt('att-b', 'b', 'shared'),
      })
      assert(issued === 'ok', 'a claim was reserved without being consumed')
    },
  },
]

const ANSWERS: readonly LedgerCase[] = [
  {
    name: 'lands an answer whatever has happened to the registration meanwhile',
    async run(ledger) {
      const a = await ledger.create(sampleRegistration('a'), [])
      const begun = next(a, { state: 'issuing' })
      await ledger.replace(a, begun, { events: [], attempt: attempt('att', 'a', 'd') })
      await ledger.replace(begun, next(begun, { state: 'uncertain' }), { events: [] })
      await ledger.landAnswer(
        'att',
        [{ operation: 'issue', status: 200, body: new Secret('{"code":1}') }],
        42,
      )
      const [stored] = await ledger.attempts('a')
      assert(stored?.answeredAt === 42, 'the answer did not land')
      assert(stored.exchanges?.[0]?.body?.reveal() === '{"code":1}', 'the answer was changed')
    },
  },
  {
    name: 'keeps payment methods with their keys, newest first, each customer their own',
    async run(ledger) {
      const a = await ledger.create(sampleRegistration('a'), [])
      const b = await ledger.create(sampleRegistration('b'), [])
      await ledger.replace(a, next(a), { events: [], paymentMethod: method('pm-a', 'a', 1) })
      await ledger.replace(b, next(b), { events: [], paymentMethod: method('pm-b', 'b', 2) })
      const methods = await ledger.paymentMethods('alice')
      assert(methods.map(({ id }) => id).join() === 'pm-b,pm-a', 'not newest first')
      assert(methods[0]?.key.reveal() === 'key-of-pm-b', 'a key was lost')
      assert((await ledger.paymentMethods('bob')).length === 0, "another customer's methods were shown")
    },
  },
  {
    name: 'lists registrations newest first, by state, by customer, and from where the last page ended',
    async run(ledger) {
      await ledger.create(sampleRegistration('a'), [])
      await ledger.create(sampleRegistration('b', { customer: { id: 'bob' } }), [])
      await ledger.create(sampleRegistration('c', { state: 'issued' }), [])
      const ids = async (query: Partial<RegistrationQuery>): Promise<string> =>
        (await ledger.list({ limit: 9, ...query })).map(({ id }) => id).join()
      assert((await ids({})) === 'c,b,a', `everything was ${await ids({})}`)
      assert((await ids({ limit: 2 })) === 'c,b', 'the limit was not kept')
      assert(
        (await ids({ before: 'c', limit: 1 })) === 'b',
        'the next page does not go on where the last ended',
      )
      assert((await ids({ before: 'unknown' })) === '', 'a page after nothing gave something')
      assert((await ids({ states: ['issued', 'declined'] })) === 'c', 'states were not kept apart')
      assert((await ids({ customerId: 'alice' })) === 'c,a', 'customers were not kept apart')
    },
  },
  {
    name: 'tells which registrations of a customer are open or uncertain',
    async run(ledger) {
      await ledger.create(sampleRegistration('a'), [])
      await ledger.create(sampleRegistration('b', { state: 'issued' }), [])
      await ledger.create(sampleRegistration('c', { state: 'uncertain' }), [])
      await ledger.create(sampleRegistration('d', { customer: { id: 'bob' } }), [])
      const ids = (await ledger.pending('alice')).map(({ id }) => id)
      assert(ids.join() === 'a,c', `got ${ids.join()}`)
    },
  },
]

const AFTERWARDS: readonly LedgerCase[] = [
  {
    name: 'hands a registration that is due for a look to one taker at a time, again after the lease, until it is settled',
    async run(ledger) {
      const a = await ledger.create(sampleRegistration('a', { lookAt: 50 }), [])
      await ledger.create(sampleRegistration('b'), [])
      assert((await ledger.takeUnsettled(49, 100, 5)).length === 0, 'it was handed out too early')
      const takers = await Promise.all([1, 2, 3].map(() => ledger.takeUnsettled(50, 100, 5)))
      const [taken] = takers.flat()
      assert(takers.flat().length === 1 && taken?.id === 'a', `${takers.flat().length} takers got it`)
      assert(taken.version === a.version, 'taking it changed it')
      assert((await ledger.takeUnsettled(99, 200, 5)).length === 0, 'a leased one was handed out')
      assert((await ledger.takeUnsettled(100, 200, 5)).length === 1, 'an abandoned one did not come back')
      const later = next(a, { lookAt: 300 })
      await ledger.replace(a, later, { events: [] })
      assert((await ledger.takeUnsettled(299, 400, 5)).length === 0, 'it came back too early')
      assert((await ledger.takeUnsettled(300, 400, 5)).length === 1, 'it did not come back')
      const { lookAt: _, ...settled } = next(later)
      await ledger.replace(later, settled, { events: [] })
      assert((await ledger.takeUnsettled(9999, 10_000, 5)).length === 0, 'a settled one came back')
    },
  },
  {
    name: 'keeps evidence of each consent from the click on, in order, a part at a time',
    async run(ledger) {
      const consent = { version: 'v1', locale: 'ko', offer: 'o', text: 't' } as const
      for (const id of ['a', 'b', 'c']) {
        const open = await ledger.create(sampleRegistration(id, { consent, plan: 'pro' }), [])
        const clicked = next(open, { consent: { ...consent, at: 77 } })
        await ledger.replace(open, clicked, { events: [] })
        await ledger.replace(clicked, next(clicked, { state: 'issuing' }), { events: [] })
      }
      await ledger.create(sampleRegistration('d', { consent }), [])
      const first = await ledger.consents(2)
      const second = await ledger.consents(2, first.next)
      const all = [...first.consents, ...second.consents]
      assert(all.map((one) => one.registrationId).join() === 'a,b,c', `got ${all.length} of 3`)
      assert(second.next === undefined, 'there is no third part')
      const { at, version, locale, text, customerId, plan, mode } = all[0] ?? {}
      const words = [at, version, locale, text, customerId, plan, mode].join()
      assert(words === '77,v1,ko,t,alice,pro,test', `got ${words}`)
    },
  },
]

const BRIEF: readonly LedgerCase[] = [
  {
    name: 'keeps a brief secret until its end, the first one of a name, and where several are kept at once the same one',
    async run({ briefSecrets }) {
      if (!briefSecrets) return
      const kept = await Promise.all(
        ['one', 'two', 'three'].map((value) => briefSecrets.keep('a', new Secret(value), 100, 10)),
      )
      const values = new Set(kept.map((secret) => secret.reveal()))
      assert(values.size === 1, `several were kept: ${values.size}`)
      assert((await briefSecrets.find('a', 99))?.reveal() === [...values][0], 'it is not there')
      assert((await briefSecrets.find('a', 100)) === undefined, 'it was found after its end')
      assert((await briefSecrets.find('b', 10)) === undefined, 'another name found it')
      const later = await briefSecrets.keep('a', new Secret('later'), 300, 200)
      assert(later.reveal() === 'later', 'one whose time is over stood in the way')
    },
  },
  {
    name: 'destroys a brief secret for exactly one of many, and all whose time is over',
    async run({ briefSecrets }) {
      if (!briefSecrets) return
      await briefSecrets.keep('a', new Secret('x'), 100, 1)
      await briefSecrets.keep('b', new Secret('y'), 200, 1)
      const told = await Promise.all([1, 2, 3].map(() => briefSecrets.destroy('a')))
      assert(count(told, true) === 1, `${count(told, true)} were told that they destroyed it`)
      assert((await briefSecrets.find('a', 1)) === undefined, 'it is still there')
      await briefSecrets.expire(199)
      assert((await briefSecrets.find('b', 1)) !== undefined, 'one was destroyed before its end')
      await briefSecrets.expire(200)
      assert(!(await briefSecrets.destroy('b')), 'one outlived its end')
    },
  },
]

/** Every case that a ledger must pass. */
export const LEDGER_CONTRACT: readonly LedgerCase[] = [
  ...CAS,
  ...CLAIMS,
  ...ANSWERS,
  ...EVENT_CASES,
  ...AFTERWARDS,
  ...ERASURE_CASES,
  ...BRIEF,
  ...METHOD_CASES,
  ...PAYMENT_CASES,
  ...PAYMENT_TALES,
]
