// A merchant's process that dies while a typed card is at the PG. Run by a test: database and sealing key by
// argument, the card by the standard input, because a crash report lists arguments and environment.
import { readFileSync } from 'node:fs'
import { createBilling, toss } from '@billing-register/server'
import { fillIn } from '../../../server/form/fill-in.ts'
import { sqlLedger } from '../sql-ledger.ts'

const [, , path = '', sealingKeys = ''] = process.argv
const card = readFileSync(0, 'utf8')
const ORIGIN = 'https://shop.example'

const billing = createBilling({
  publicUrl: `${ORIGIN}/billing`,
  providers: [toss({ clientKey: 'test_ck_a', secretKey: 'test_sk_a' })],
  ledger: sqlLedger(`file:${path}`),
  sealingKeys,
  dangerouslyAcceptCardNumbers: { verifyHolder: () => true },
  identify: () => ({ id: 'alice' }),
  order: () => ({ name: 'Pro', amount: 9900 }),
  log: (entry) => console.log(JSON.stringify(entry)),
  // The call is on its way, the card is held, and then something else in the process throws.
  fetch: (_input, init) => {
    const { length } = String(init?.body)
    console.log(`sent ${length} characters`)
    setTimeout(() => {
      throw new Error('something else in this process')
    })
    return new Promise(() => {})
  },
})

const ask = (address: string, body?: object): Promise<Response> =>
  billing.fetch(
    new Request(`${ORIGIN}/billing${address}`, {
      method: body ? 'POST' : 'GET',
      headers: { origin: ORIGIN, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    }),
  )

const { offer } = await (await ask('/offer')).json()
const returnTo = `${ORIGIN}/pay`
const made = await ask('/registrations', {
  offer,
  clientRef: 'element-reference-1',
  mode: 'card-form',
  returnTo,
})
const { id } = await made.json()
const html = await (await ask(`/registrations/${id}/card-form`)).text()
const jwe = await fillIn(html, JSON.parse(card))
await ask(`/registrations/${id}/complete`, { clickedMsAgo: 1, return: { jwe } })
