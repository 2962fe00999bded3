// What every ledger must keep when a customer is erased, and what it tells of what waits.
import type { Ledger } from '../ledger/ledger.ts'
import type { Registration } from '../registration/record.ts'
import { Secret } from '../secret.ts'
import {
  assert,
  attempt,
  claim,
  event,
  later,
  method,
  next,
  operation,
  payment,
  sampleRegistration,
  type LedgerCase,
} from './ledger-samples.ts'

/** Registration `a` of alice with one of everything, and `b` of hers beside it. */
async function fullOf(ledger: Ledger): Promise<Registration> {
  const consent = { version: 'v1', locale: 'ko', offer: 'o', text: 't' } as const
  const open = await ledger.create(sampleRegistration('a', { consent }), [event('a1', 'a', false)])
  await ledger.create(sampleRegistration('b'), [event('b1', 'b', false)])
  await ledger.addClaim(claim('a', 'd'))
  await ledger.addClaim(claim('b', 'd'))
  const issuing = next(open, { state: 'issuing', consent: { ...consent, at: 77 } })
  await ledger.replace(open, issuing, { events: [], attempt: attempt('att', 'a', 'd') })
  await ledger.landAnswer('att', [{ operation: 'issue', status: 200, body: new Secret('{}') }], 42)
  await ledger.tally('alice', 60)
  const issued = next(issuing, { state: 'issued' })
  const paymentMethod = method('pm-a', 'a', 1)
  await ledger.replace(issuing, issued, { events: [event('a2', 'a')], paymentMethod })
  const paid = payment('pay-a', 'a', { state: 'paid' })
  const charge = operation('op-a', paid)
  const created = await ledger.charges.createPayment(paid, { events: [], operation: charge })
  assert(created === 'ok', `the payment was not written: ${created}`)
  await ledger.charges.landOperation(
    'op-a',
    [{ operation: 'charge', status: 200, body: new Secret('{}') }],
    43,
  )
  return issued
}

const erasedFrom = (registration: Registration): Registration => {
  const { launch: _, ...rest } = next(registration, { customer: { id: 'x' }, clientRef: 'erased-a' })
  return { ...rest, erased: { at: 99 } }
}

/** Cases of erasing a customer. */
export const ERASURE_CASES: readonly LedgerCase[] = [
  {
    name: 'erases what belongs to a registration and nothing of its neighbours, once its events were taken',
    async run(ledger) {
      const issued = await fullOf(ledger)
      const erased = erasedFrom(issued)
      const events = [event('a3', 'a', false)]
      const known = await ledger.charges.payment('pay-a')
      assert(known !== undefined, 'the payment is not there')
      const payments = [later(known, { customer: { id: 'x' } })]
      const erase = (): ReturnType<Ledger['erase']> => ledger.erase(issued, erased, { events, payments })
      assert((await erase()) === 'undelivered', 'an event that was not taken did not stand in the way')
      assert((await ledger.find('a'))?.customer.id === 'alice', 'half of it was done')
      await ledger.settleDelivery('a2')
      const without = await ledger.erase(issued, erased, { events, payments: [] })
      assert(without === 'conflict', 'a payment was left out')
      const results = [await erase(), await erase()].join()
      assert(results === 'ok,conflict', `erasing twice answered ${results}`)
      const left = await ledger.find('a')
      assert(left?.customer.id === 'x' && left.erased?.at === 99, 'what is left is not what was told')
      assert(left.launch === undefined, 'what opened the window is still there')
      assert((await ledger.claims('a')).length === 0, 'a claim is still there')
      assert((await ledger.attempts('a'))[0]?.exchanges === undefined, 'an answer is still there')
      assert((await ledger.paymentMethods('alice')).length === 0, 'a payment method is still there')
      const paid = await ledger.charges.payment('pay-a')
      assert(paid?.customer.id === 'x' && paid.customer.phone === undefined, 'a payment names the customer')
      const mine = await ledger.charges.payments({ customerId: 'alice', limit: 9 })
      assert(mine.length === 0, "it is still one of the customer's")
      const [charge] = await ledger.charges.operations('subject-pay-a')
      assert(charge?.answeredAt === 43 && !charge.exchanges, "a charge's answer is still there")
      assert((await ledger.tallied('alice', 0)).count === 0, 'what was counted is still there')
      const said = (await ledger.events('a')).map(({ id, customerId }) => `${id} ${customerId}`).join()
      assert(said === 'a1 x,a2 x,a3 alice', `its events are ${said}`)
      const [consent] = (await ledger.consents(9)).consents
      assert(consent?.customerId === 'x' && consent.at === 77, 'the evidence of the consent was not kept')
      assert((await ledger.consumerOf('d')) === 'a', 'a return that was used can be used again')
      assert((await ledger.claims('b')).length === 1, "a neighbour's claim is gone")
      assert((await ledger.list({ customerId: 'alice', limit: 9 }))[0]?.id === 'b', 'a neighbour was erased')
      assert((await ledger.list({ customerId: 'x', limit: 9 }))[0]?.id === 'a', 'it is not found any more')
      const again = await ledger.create(sampleRegistration('c', { clientRef: 'ref-a' }), [])
      assert(again.id === 'c', 'the erased one was given to the customer who came back')
    },
  },
  {
    name: 'counts what nobody has got round to, of everybody or of one customer',
    async run(ledger) {
      await ledger.create(sampleRegistration('a', { lookAt: 50 }), [event('a1', 'a')])
      const bob = { customer: { id: 'bob' }, lookAt: 60 }
      const told = { ...event('b1', 'b'), customerId: 'bob', at: 9 }
      await ledger.create(sampleRegistration('b', bob), [told])
      const words = async (now: number, customerId?: string): Promise<string> => {
        const { unsettled: u, undelivered: d } = await ledger.backlog(now, customerId)
        return [u.count, u.since, d.count, d.since].join()
      }
      assert((await words(55)) === '1,50,2,7', `all of it is ${await words(55)}`)
      assert((await words(55, 'bob')) === '0,,1,9', `bob's is ${await words(55, 'bob')}`)
      await ledger.settleDelivery('b1')
      assert((await words(60, 'bob')) === '1,60,0,', `bob's is ${await words(60, 'bob')}`)
      assert((await words(60)) === '2,50,1,7', `all of it is ${await words(60)}`)
    },
  },
  {
    name: 'hands out the deliveries of one registration alone when it is asked for them',
    async run(ledger) {
      await ledger.create(sampleRegistration('a'), [event('a1', 'a')])
      await ledger.create(sampleRegistration('b'), [event('b1', 'b')])
      const [taken, ...more] = await ledger.takeDeliveries(10, 100, 9, 'b')
      assert(taken?.event.id === 'b1' && more.length === 0, `it handed out ${taken?.event.id}`)
      assert((await ledger.takeDeliveries(10, 100, 9, 'b')).length === 0, 'it was handed out twice')
      const others = (await ledger.takeDeliveries(10, 100, 9)).map((one) => one.event.id).join()
      assert(others === 'a1', `the others are ${others}`)
    },
  },
]
