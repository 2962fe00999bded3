// A server dies at any line, another goes on: at most one issue call per claim, no key lost, nothing stuck.
import { describe, expect, it } from 'vitest'
import type { RegistrationView } from '@billing-register/contract'
import { memoryLedger } from '../ledger/memory.ts'
import { crashEverywhere, type CrashStory, type DyingServer } from '../testing/crash.ts'
import { makePortone } from '../testing/portone-shop.ts'
import { danalSuccess, makeShop, type Shop } from '../testing/shop.ts'

const MINUTE = 60_000
const RETURN = { code: 'SUCCESS', transactionId: 'TX-1' }

/** Who comes next, on a server of their own, ten minutes later. */
const NEXT: readonly (readonly [string, (shop: Shop, id: string) => Promise<unknown>])[] = [
  ['a reconciliation', (shop) => shop.billing.reconcile()],
  ["the customer's next try", (shop, id) => shop.as('alice').complete(id)],
  [
    'a request that the sweep rides on',
    async (shop, id) => {
      await shop.as('alice').request('GET', `/registrations/${id}`)
      await expect.poll(async () => (await shop.ledger.find(id))?.state).not.toBe('issuing')
    },
  ],
]

const viewOf = async (response: Response): Promise<RegistrationView> => response.json()

describe.each(NEXT)('at Danal, after a crash, %s', (_who, next) => {
  async function story(): Promise<CrashStory> {
    const ledger = memoryLedger()
    const asked: string[] = []
    const told: string[] = []
    const server = (on: DyingServer | undefined): Shop => {
      const shop = makeShop({
        ledger: on?.ledger ?? ledger,
        sweep: on === undefined,
        onIssued: ({ eventId }) => void told.push(eventId),
      })
      shop.answer = async (transaction) => {
        asked.push(transaction)
        await on?.turn()
        return danalSuccess()
      }
      return shop
    }
    const { id } = await server(undefined).as('alice').open()
    return {
      ledger,
      async victim(dying) {
        const alice = server(dying).as('alice')
        await alice.comeBack(id, RETURN, 'POST')
        await alice.complete(id)
      },
      async afterwards() {
        const other = server(undefined)
        other.clock.now += 10 * MINUTE
        await next(other, id)
        expect((await ledger.find(id))?.state).not.toBe('issuing')
        const { state } = await viewOf(await other.as('alice').complete(id, { return: RETURN }))
        expect(asked.length).toBeLessThanOrEqual(1)
        const landed = (await ledger.attempts(id)).some((attempt) => attempt.exchanges)
        expect(state).toBe(landed ? 'issued' : 'uncertain')
        const methods = await ledger.paymentMethods('alice')
        expect(methods.map((method) => method.state)).toEqual(landed ? ['active'] : [])
        const types = (await ledger.events(id)).map(({ type }) => type)
        expect(types).toContain(landed ? 'registration.issued' : 'registration.uncertain')
        other.clock.now += MINUTE
        await other.billing.reconcile()
        expect(new Set(told).size).toBe(landed ? 1 : 0)
      },
    }
  }

  it('finishes what was begun, or calls it uncertain, wherever the server died', async () => {
    expect(await crashEverywhere(story)).toBeGreaterThan(8)
  }, 60_000)
})

describe.each(NEXT)('at PortOne, after a crash, %s', (_who, next) => {
  async function story(): Promise<CrashStory> {
    const ledger = memoryLedger()
    const window = makePortone({ ledger })
    window.knows = { status: 'paid', key: true }
    const { id, body } = await window.open()
    const server = (on: DyingServer | undefined): Shop =>
      makePortone({
        ledger: on?.ledger ?? ledger,
        sweep: on === undefined,
        fetch: async (input, init) => {
          const response = await window.fetch(input, init)
          await on?.turn()
          return response
        },
      }).shop
    return {
      ledger,
      async victim(dying) {
        const alice = server(dying).as('alice')
        await alice.comeBack(id, body.return)
        await alice.complete(id)
      },
      async afterwards() {
        const other = server(undefined)
        other.clock.now += 10 * MINUTE
        await next(other, id)
        expect((await ledger.find(id))?.state).not.toBe('issuing')
        const view = await viewOf(await other.as('alice').complete(id, body))
        expect(view).toMatchObject({ state: 'issued' })
        expect(await ledger.paymentMethods('alice')).toMatchObject([{ state: 'active' }])
      },
    }
  }

  it('finds the key and gives it to its owner, wherever the server died', async () => {
    expect(await crashEverywhere(story)).toBeGreaterThan(8)
  }, 60_000)
})

describe('the explorer', () => {
  it('catches a server that takes over by calling again', async () => {
    const story = async (): Promise<CrashStory> => {
      const ledger = memoryLedger()
      const asked: string[] = []
      const { id } = await makeShop({ ledger }).as('alice').open()
      const server = (on: DyingServer | undefined): Shop => {
        const shop = makeShop({ ledger: on?.ledger ?? ledger })
        shop.answer = async (transaction) => {
          asked.push(transaction)
          await on?.turn()
          return danalSuccess()
        }
        return shop
      }
      return {
        ledger,
        victim: (dying) => server(dying).as('alice').complete(id, { return: RETURN }),
        async afterwards() {
          // What must not be done: begin anew, as if the first call had never been made.
          const { attempts: _, ...forgetful } = ledger
          const registration = await ledger.find(id)
          if (registration) {
            const state = registration.state === 'issuing' ? 'returned' : registration.state
            const next = { ...registration, state, leaseUntil: undefined, version: registration.version + 1 }
            await ledger.replace(registration, next, { events: [] })
          }
          const other = server(undefined)
          const amnesiac = { ...forgetful, attempts: async () => [] }
          const shop = makeShop({ ledger: amnesiac })
          shop.answer = other.answer
          await shop.as('alice').complete(id, { return: RETURN })
          expect(asked).toEqual(['TX-1'])
        },
      }
    }
    await expect(crashEverywhere(story)).rejects.toThrow(/after a crash/)
  })
})
