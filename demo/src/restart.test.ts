// What customers registered is there again when the shop has been started anew.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { walkWindow } from '@billing-register/server/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startDemo, type RunningDemo } from './start.ts'

let folder: string
let running: RunningDemo | undefined

beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'demo-restart-'))))
afterEach(async () => {
  await running?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function start(): Promise<RunningDemo> {
  await running?.close()
  running = await startDemo({
    port: 0,
    database: join(folder, 'shop.db'),
    simulator: 'cross-site',
    testControls: true,
    log: () => {},
  })
  return running
}

/** A customer's browser, without the browser. */
async function customer({ origin }: RunningDemo, name: string) {
  const login = await fetch(`${origin}/login?as=${name}`, { redirect: 'manual' })
  const [cookie = ''] = (login.headers.get('set-cookie') ?? '').split(';')
  return async (path: string, body?: object) => {
    const headers = { cookie, origin, 'content-type': 'application/json' }
    const init = body ? { method: 'POST', body: JSON.stringify(body) } : {}
    return (await fetch(`${origin}/billing${path}`, { ...init, headers })).json()
  }
}

async function open(demo: RunningDemo, ask: Awaited<ReturnType<typeof customer>>) {
  const { offer } = await ask('/offer?plan=basic-monthly')
  const body = {
    plan: 'basic-monthly',
    offer,
    returnTo: `${demo.origin}/danal`,
    clientRef: 'restart-test-00001',
  }
  return ask('/registrations', body)
}

describe('a restart', () => {
  it('keeps a registered card, its owner, and who may see it', async () => {
    const before = await start()
    const ask = await customer(before, 'alice')
    const { id, launch } = await open(before, ask)
    const claim = await walkWindow(fetch, launch, 'approve')
    const issued = await ask(`/registrations/${id}/complete`, { return: claim })
    expect(issued).toMatchObject({ id, state: 'issued', paymentMethod: { kind: 'card' } })
    const after = await start()
    expect(await (await customer(after, 'alice'))(`/registrations/${id}`)).toEqual(issued)
    expect(await (await customer(after, 'bob'))(`/registrations/${id}`)).toMatchObject({ code: 'not_found' })
    const { registrations } = await (await fetch(`${after.origin}/__demo/ledger`)).json()
    expect(registrations).toMatchObject([{ customer: 'alice', state: 'issued', method: { state: 'active' } }])
    const { rows } = await (await fetch(`${after.origin}/__demo/truth`)).json()
    expect(rows).toEqual([])
  }, 30_000)

  it('lets a customer stop what was begun before it', async () => {
    const before = await start()
    const { id } = await open(before, await customer(before, 'alice'))
    const ask = await customer(await start(), 'alice')
    expect(await ask(`/registrations/${id}/cancel`, {})).toMatchObject({ id, state: 'cancelled' })
  })

  it('leaves nothing behind that others may read', async () => {
    const demo = await start()
    await open(demo, await customer(demo, 'alice'))
    for (const file of ['shop.db', 'shop.db.key']) expect(statSync(join(folder, file)).mode & 0o077).toBe(0)
  })

  it('begins anew when a test asks for it', async () => {
    const demo = await start()
    const { id } = await open(demo, await customer(demo, 'alice'))
    await fetch(`${demo.origin}/__demo/reset`, { method: 'POST' })
    const ask = await customer(demo, 'alice')
    expect(await ask(`/registrations/${id}`)).toMatchObject({ code: 'not_found' })
    expect(await open(demo, ask)).toMatchObject({ id: expect.stringMatching(/^reg_/) })
  })
})
