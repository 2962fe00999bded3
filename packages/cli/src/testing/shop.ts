// A merchant for tests: a server with a SQLite ledger, a simulated Danal, and customers who register in one call.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CreateRegistrationResponse, OfferResponse, RegistrationView } from '@billing-register/contract'
import { sqlLedger } from '@billing-register/ledger-sql'
import {
  createBilling,
  danal,
  type Billing,
  type LedgerSource,
  type LogEntry,
  type SealedLedger,
} from '@billing-register/server'
import { walkWindow, type WindowEnd } from '@billing-register/server/testing'
import { createSimulator, SIMULATOR_CREDENTIALS, type Simulator } from '@billing-register/simulator'
import type { Io } from '../io.ts'
import { runCli, type ExitCode } from '../program.ts'

const ORIGIN = 'http://localhost:4173'

const SEALING_KEYS = `k1:${Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64')}`

interface CliResult {
  readonly code: ExitCode
  readonly out: string
  readonly err: string
}

/** A merchant's server under test. */
export interface TestShop {
  readonly billing: Billing
  readonly simulator: Simulator
  readonly folder: string
  readonly logs: LogEntry[]
  /** Transaction ids that windows brought back. */
  readonly brought: string[]
  /** One registration of a customer, from the offer to its end; answers what the page would be told. */
  register(customer: string, end?: WindowEnd): Promise<RegistrationView>
  /** Runs one command line against this merchant's billing. */
  cli(...argv: string[]): Promise<CliResult>
  /** The same where a person looks on. */
  watched(...argv: string[]): Promise<CliResult>
  close(): Promise<void>
}

/** Builds one in a folder of its own. `wrap`: what the server is given in place of its ledger. */
export function makeTestShop(wrap = (ledger: SealedLedger): SealedLedger => ledger): TestShop {
  const folder = mkdtempSync(join(tmpdir(), 'billing-cli-'))
  const simulator = createSimulator({ seed: 1, quirks: { latency: [0, 0], orderIdInAnswer: true } })
  const ledger = sqlLedger(`file:${join(folder, 'billing.db')}`)
  const source: LedgerSource = { durability: 'durable', open: (keys) => wrap(ledger.open(keys)) }
  const logs: LogEntry[] = []
  const billing = createBilling({
    publicUrl: `${ORIGIN}/billing`,
    providers: [
      danal({
        ...SIMULATOR_CREDENTIALS.danal,
        apiBase: 'https://pg.test/danal',
        sdkUrl: 'https://pg.test/danal/sdk.js',
      }),
    ],
    ledger: source,
    sealingKeys: SEALING_KEYS,
    identify: (request) => ({ id: decodeURIComponent(request.headers.get('x-customer') ?? '') }),
    order: () => ({
      name: '프로 요금제',
      amount: 9900,
      consent: {
        version: '2026-01',
        label: '매월 9,900원 결제에 동의해요',
        text: '매월 같은 날에 결제해요.',
      },
    }),
    log: (entry) => void logs.push(entry),
    fetch: (input, init) => simulator.fetch(input, init),
  })
  const brought: string[] = []
  let refs = 0
  const ask = async <T>(customer: string, method: string, path: string, body?: object): Promise<T> => {
    const response = await billing.fetch(
      new Request(`${ORIGIN}/billing${path}`, {
        method,
        headers: {
          origin: ORIGIN,
          'content-type': 'application/json',
          'x-customer': encodeURIComponent(customer),
        },
        ...(body && { body: JSON.stringify(body) }),
      }),
    )
    return JSON.parse((await response.text()) || 'null')
  }
  return {
    billing,
    simulator,
    folder,
    logs,
    brought,
    async register(customer, end = 'approve') {
      const { offer } = await ask<OfferResponse>(customer, 'GET', '/offer')
      refs += 1
      const clientRef = `element-${refs}`.padEnd(22, '0')
      const opened = { offer, clientRef, returnTo: `${ORIGIN}/`, consent: { version: '2026-01' } }
      const { id, launch } = await ask<CreateRegistrationResponse>(customer, 'POST', '/registrations', opened)
      const value = await walkWindow((input, init) => simulator.fetch(new Request(input, init)), launch, end)
      if (value['transactionId']) brought.push(value['transactionId'])
      return ask(customer, 'POST', `/registrations/${id}/complete`, { return: value, clickedMsAgo: 0 })
    },
    cli: (...argv) => runIn(billing, argv, false),
    watched: (...argv) => runIn(billing, argv, true),
    async close() {
      await billing.drain()
      await ledger.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function runIn(billing: Billing, argv: readonly string[], watched: boolean): Promise<CliResult> {
  let [out, err] = ['', '']
  const io: Io = {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    watched,
    color: false,
    load: async () => billing,
    now: Date.now,
  }
  return { code: await runCli(argv, io), out, err }
}
