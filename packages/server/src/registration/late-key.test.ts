// A call whose answer comes when a look has found another key already: what it made is not left at the PG for nobody.
import { describe, expect, it } from 'vitest'
import { danal } from '../providers/danal/index.ts'
import type { Finisher, ServerProvider } from '../providers/provider.ts'
import { Secret } from '../secret.ts'
import { makeShop, TEST_KEYS, type Shop } from '../testing/shop.ts'

const MINUTE = 60_000
const RETURN = { return: { code: 'SUCCESS', transactionId: 'T1' } }

/** What the call is answered in the end: a key, or that there is one, which a look then tells. */
type Late = 'told' | 'made'

/** A PG that makes the key of whoever opened the window, and finds the one of whoever asks. */
function finisherAt(late: Late, answer: Promise<void>, key: string): Pick<Finisher, 'issue' | 'judge'> {
  return {
    async issue(_registration, _claim, { earlier }) {
      const made = earlier.some(({ exchanges }) => exchanges.some(({ operation }) => operation === 'made'))
      if (earlier.length > 0)
        return [{ operation: 'look', status: 200, body: new Secret(made ? key : 'own') }]
      await answer
      return [{ operation: late === 'made' ? 'made' : 'issue', status: 200, body: new Secret(key) }]
    },
    judge(_registration, _claim, exchanges) {
      const last = exchanges.at(-1)
      if (last === undefined) return { kind: 'uncertain', code: 'outcome_unknown' }
      if (last.operation === 'made') return { kind: 'pending', atOnce: true }
      const found = last.body?.reveal() ?? ''
      const issued = { key: new Secret(found), kind: 'card', binding: 'strong' } as const
      return { kind: 'issued', issued, mismatches: found === 'own' ? [] : ['customer'] }
    },
  }
}

/** The shop after a look has found `own` and then the first call's answer has come. */
async function afterBoth(late: Late, key: string): Promise<{ shop: Shop; id: string }> {
  let end = (): void => {}
  const answer = new Promise<void>((resolve) => (end = resolve))
  const base: ServerProvider = danal(TEST_KEYS)
  const provider: ServerProvider = {
    ...base,
    can: { lookup: false, replay: true, firstPayment: false },
    finisher: async () => ({ ...(await base.finisher()), ...finisherAt(late, answer, key) }),
  }
  const shop = makeShop({ providers: [provider] })
  const { id } = await shop.as('alice').open()
  const first = shop.as('alice').complete(id, RETURN)
  await expect.poll(async () => (await shop.ledger.find(id))?.state).toBe('issuing')
  shop.clock.now += 2 * MINUTE
  expect(await (await shop.as('alice').complete(id)).json()).toMatchObject({ state: 'issued' })
  end()
  expect(await (await first).json()).toMatchObject({ state: 'issued' })
  return { shop, id }
}

describe.each<[string, Late]>([
  ['tells its key', 'told'],
  ['says that there is one', 'made'],
])('an answer that comes too late and %s', (_how, late) => {
  it('has that key put aside to be revoked, and the customer keeps theirs', async () => {
    const { shop, id } = await afterBoth(late, 'of-the-window')
    const methods = await shop.ledger.paymentMethods('alice')
    const kept = Object.fromEntries(methods.map(({ state, key }) => [state, key.reveal()]))
    expect(kept).toEqual({ active: 'own', surplus: 'of-the-window' })
    expect(methods).toHaveLength(2)
    expect((await shop.ledger.events(id)).map(({ type }) => type)).toContain('key.surplus')
    expect((await shop.ledger.find(id))?.state).toBe('issued')
  })

  it('changes nothing when it is the same key', async () => {
    const { shop } = await afterBoth(late, 'own')
    expect(await shop.ledger.paymentMethods('alice')).toMatchObject([{ state: 'active' }])
  })
})
