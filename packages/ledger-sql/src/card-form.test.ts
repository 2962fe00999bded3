// A typed card leaves no digit in the database's files, and its form's key no trace once it is used.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createBilling, toss } from '@billing-register/server'
import { afterAll, expect, it } from 'vitest'
import { digitsFound, fillIn, markerCard } from '../../server/form/fill-in.ts'
import { sqlLedger } from './sql-ledger.ts'
import { testFolder } from './testing/files.ts'

const ORIGIN = 'https://shop.example'
const key = (): string => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))

const files = testFolder()
afterAll(() => files.remove())

it('a typed card is in no file of the database, before and after it is closed', async () => {
  const path = files.fresh()
  const source = sqlLedger(`file:${path}`)
  const lines: string[] = []
  const billing = createBilling({
    publicUrl: `${ORIGIN}/billing`,
    providers: [toss({ clientKey: 'test_ck_a', secretKey: 'test_sk_a' })],
    ledger: source,
    sealingKeys: `k1:${key()}`,
    dangerouslyAcceptCardNumbers: { verifyHolder: () => true },
    identify: () => ({ id: 'alice' }),
    order: () => ({ name: 'Pro', amount: 9900 }),
    log: (entry) => lines.push(JSON.stringify(entry)),
    // Toss, as careless as it could be: it answers what it was sent.
    fetch: async (_input, init) => {
      const sent = JSON.parse(String(init?.body))
      return Response.json({ ...sent, method: '카드', billingKey: 'bk=', card: { number: sent.cardNumber } })
    },
  })
  const ask = (path: string, body?: object): Promise<Response> =>
    billing.fetch(
      new Request(`${ORIGIN}/billing${path}`, {
        method: body ? 'POST' : 'GET',
        headers: { origin: ORIGIN, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      }),
    )
  const folder = dirname(path)
  const onDisk = (): string =>
    readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'latin1'))
      .join('\n')
  const { offer } = await (await ask('/offer')).json()
  const clientRef = 'element-reference-1'
  const made = await ask('/registrations', { offer, clientRef, mode: 'card-form', returnTo: `${ORIGIN}/pay` })
  const { id } = await made.json()
  const html = await (await ask(`/registrations/${id}/card-form`)).text()
  expect(onDisk()).toContain('brief/')
  const card = markerCard()
  const done = await ask(`/registrations/${id}/complete`, {
    clickedMsAgo: 1,
    return: { jwe: await fillIn(html, card) },
  })
  expect(await done.json()).toMatchObject({ state: 'issued' })
  const open = onDisk() + lines.join('\n')
  await source.close()
  expect(digitsFound(open + onDisk(), card)).toEqual([])
})
