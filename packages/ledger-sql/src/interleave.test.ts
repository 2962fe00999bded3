// Two servers on one SQLite file, switched at every call of the ledger: one issue call per claim, and no key is lost.
import type { RegistrationView } from '@billing-register/contract'
import { createBilling, danal, type Billing, type Ledger } from '@billing-register/server'
import { interleave, type Actor, type Scenario } from '@billing-register/server/testing'
import { afterAll, describe, expect, it } from 'vitest'
import { sqlLedger } from './sql-ledger.ts'
import { testFolder } from './testing/files.ts'
import { freshKey, keysOf } from './testing/sealers.ts'

const ORIGIN = 'https://shop.example'
const ring = `k1:${freshKey()}`
const folder = testFolder()
const source = sqlLedger(`file:${folder.fresh()}`)
const ledger = source.open(keysOf(ring))
afterAll(async () => {
  await source.close()
  folder.remove()
})

function server(on: Ledger, customer: string, asked: (transaction: string) => Promise<void>): Billing {
  return createBilling({
    publicUrl: `${ORIGIN}/billing`,
    providers: [danal({ clientKey: 'CL_TEST_x', merchantId: '9810030930', secretKey: 'SK_TEST_x' })],
    ledger: on,
    sealingKeys: ring,
    identify: () => ({ id: customer }),
    order: () => ({ name: 'Pro', amount: 9900 }),
    log: () => {},
    sweep: false,
    fetch: async (_, init) => {
      await asked(String(init?.body))
      return Response.json({
        code: 'SUCCESS',
        message: 'ok',
        authOnly: true,
        billingKey: 'KEY-1',
        transactionId: '1',
      })
    },
  })
}

async function post<T>(billing: Billing, path: string, body: unknown): Promise<T> {
  const headers = { origin: ORIGIN, 'content-type': 'application/json' }
  const request = new Request(`${ORIGIN}/billing${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  return (await billing.fetch(request)).json()
}

let worlds = 0

/** A customer with an open registration, both of their own. */
async function makeWorld(): Promise<{ customer: string; id: string; transaction: string; issued: string[] }> {
  worlds += 1
  const customer = `customer-${worlds}`
  const billing = server(ledger, customer, async () => {})
  const { offer } = await (await billing.fetch(new Request(`${ORIGIN}/billing/offer`))).json()
  const body = { offer, returnTo: `${ORIGIN}/register`, clientRef: `${customer}-element`.padEnd(16, '0') }
  const { id } = await post<{ id: string }>(billing, '/registrations', body)
  return { customer, id, transaction: `TX-${worlds}`, issued: [] }
}

type World = Awaited<ReturnType<typeof makeWorld>>

const finishing =
  (world: World): Actor =>
  async (view, turn) => {
    const billing = server(view, world.customer, async (body) => {
      world.issued.push(body)
      await turn()
    })
    await post(billing, `/registrations/${world.id}/complete`, claimOf(world))
  }

const cancelling =
  (world: World): Actor =>
  async (view) => {
    await post(
      server(view, world.customer, async () => {}),
      `/registrations/${world.id}/cancel`,
      {},
    )
  }

const claimOf = ({ transaction }: World): object => ({
  return: { code: 'SUCCESS', transactionId: transaction },
})

async function explore(actors: (world: World) => Actor[], switches: number): Promise<number> {
  let world = await makeWorld()
  return interleave((): Scenario => {
    const current = world
    return {
      ledger,
      actors: actors(current),
      check: async () => {
        const own = server(ledger, current.customer, async (body) => void current.issued.push(body))
        const view = await post<RegistrationView>(
          own,
          `/registrations/${current.id}/complete`,
          claimOf(current),
        )
        expect(view.state).toBe('issued')
        expect(current.issued).toHaveLength(1)
        expect(await ledger.paymentMethods(current.customer)).toHaveLength(1)
        world = await makeWorld()
      },
    }
  }, switches)
}

describe('two servers on one SQLite file', () => {
  it('issue once in every order', async () => {
    expect(await explore((world) => [finishing(world), finishing(world)], 1)).toBeGreaterThan(20)
  }, 120_000)

  it('lose no key when the customer cancels in between', async () => {
    expect(await explore((world) => [finishing(world), cancelling(world)], 1)).toBeGreaterThan(15)
  }, 120_000)
})
