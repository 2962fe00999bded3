// What every ledger must keep of events and counts: each told once at a time, in order; limits that hold.
import { assert, count, event, next, sampleRegistration, type LedgerCase } from './ledger-samples.ts'

/** Every case about events, the outbox and tallies. */
export const EVENT_CASES: readonly LedgerCase[] = [
  {
    name: 'hands a delivery to one taker at a time, again after the lease, and never after it is settled',
    async run(ledger) {
      const a = await ledger.create(sampleRegistration('a'), [])
      await ledger.replace(a, next(a), { events: [event('e', 'a')] })
      const takers = await Promise.all([1, 2, 3].map(() => ledger.takeDeliveries(10, 100, 5)))
      assert(takers.flat().length === 1, `${takers.flat().length} takers got the same delivery`)
      assert((await ledger.takeDeliveries(99, 200, 5)).length === 0, 'a leased delivery was handed out')
      const [again] = await ledger.takeDeliveries(100, 200, 5)
      assert(again?.event.id === 'e' && again.tries === 1, 'an abandoned delivery did not come back')
      await ledger.settleDelivery('e', 500)
      assert((await ledger.takeDeliveries(499, 600, 5)).length === 0, 'it came back too early')
      assert((await ledger.takeDeliveries(500, 600, 5)).length === 1, 'it did not come back')
      await ledger.settleDelivery('e')
      assert((await ledger.takeDeliveries(9999, 10_000, 5)).length === 0, 'a settled delivery came back')
    },
  },
  {
    name: 'hands out the deliveries of a registration in order, each after the one before it is settled',
    async run(ledger) {
      const a = await ledger.create(sampleRegistration('a'), [event('a1', 'a')])
      await ledger.create(sampleRegistration('b'), [event('b1', 'b')])
      await ledger.replace(a, next(a), { events: [event('a2', 'a'), event('a3', 'a', false)] })
      await ledger.record([event('a4', 'a')])
      const take = async (now: number): Promise<string> => {
        const taken = await ledger.takeDeliveries(now, now + 10, 9)
        return taken.map((one) => one.event.id).join()
      }
      assert((await take(10)) === 'a1,b1', 'not the oldest of each registration')
      await ledger.settleDelivery('a1', 500)
      await ledger.settleDelivery('b1')
      assert((await take(100)) === '', 'a later event overtook one that was put off')
      assert((await take(500)) === 'a1', 'one that was put off did not come back')
      await ledger.settleDelivery('a1')
      assert((await take(600)) === 'a2', 'the next one did not follow')
      await ledger.settleDelivery('a2')
      assert((await take(700)) === 'a4', 'one that nobody asked for was handed out')
    },
  },
  {
    name: 'keeps who brought an event about, in which request, and from which state to which',
    async run(ledger) {
      const told = { ...event('e', 'a', false), by: 'operator', requestId: 'r1' } as const
      await ledger.create(sampleRegistration('a'), [
        { ...told, from: 'open', to: 'issued', detail: { why: 'x' } },
      ])
      const [stored] = await ledger.events('a')
      const words = [
        stored?.by,
        stored?.requestId,
        stored?.from,
        stored?.to,
        stored?.detail?.['why'],
        stored?.at,
      ]
      assert(words.join() === 'operator,r1,open,issued,x,7', `got ${words.join()}`)
    },
  },
  {
    name: 'counts per customer within the window',
    async run(ledger) {
      for (const at of [1, 50, 60]) await ledger.tally('alice', at)
      await ledger.tally('bob', 55)
      const { count: counted, oldest } = await ledger.tallied('alice', 50)
      assert(counted === 2 && oldest === 50, `counted ${counted} since ${oldest}`)
    },
  },
  {
    name: 'counts only as many of many at once as there is room for',
    async run(ledger) {
      const counted = await Promise.all(
        Array.from({ length: 9 }, (_, index) => ledger.tallyBelow('alice', 60 + index, 50, 4)),
      )
      assert(count(counted, true) === 4, `${count(counted, true)} were counted where there was room for 4`)
      assert(await ledger.tallyBelow('alice', 900, 500, 4), 'an older count took the room of a newer one')
      assert(await ledger.tallyBelow('bob', 60, 50, 4), "another customer's count took the room")
    },
  },
  {
    name: 'gives every server the same digest key',
    async run(ledger) {
      const [one, two] = await Promise.all([ledger.digestKey(), ledger.digestKey()])
      assert(one.length === 32 && one.join() === two.join(), 'the digest key changed')
    },
  },
]
