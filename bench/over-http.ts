// How many registrations per second each handler makes and completes behind node:http: a server process each, asked from here.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Whose } from './handlers.ts'
import { register, type Send } from './registration.ts'
import { median, type Row } from './row.ts'
import { inTurns, ratio, type Speed } from './throughput.ts'

const ROUNDS = 15
const REGISTRATIONS = 1_000

interface Served {
  readonly child: ChildProcess
  readonly send: Send
  /** Number of the next customer. */
  from: number
}

async function told(child: ChildProcess): Promise<number> {
  const [message]: unknown[] = await once(child, 'message')
  return Number(message)
}

async function serve(whose: Whose, agent: Agent): Promise<Served> {
  const child = fork(fileURLToPath(new URL('served.ts', import.meta.url)), [whose])
  const port = await told(child)
  const send: Send = async ({ path, method, headers, body }) => {
    const asked = request({ host: '127.0.0.1', port, agent, path, method, headers }).end(body)
    const [answer] = await once(asked, 'response')
    return JSON.parse(await text(answer))
  }
  return { child, send, from: 0 }
}

/** Processor time that a server has used so far, µs. */
function usedUs({ child }: Served): Promise<number> {
  child.send('used')
  return told(child)
}

async function speedOf(served: Served): Promise<Speed> {
  const used = await usedUs(served)
  const start = performance.now()
  await register(served.send, REGISTRATIONS, served.from)
  const seconds = (performance.now() - start) / 1000
  served.from += REGISTRATIONS
  return {
    wall: REGISTRATIONS / seconds,
    cpu: REGISTRATIONS / (((await usedUs(served)) - used) / 1_000_000),
  }
}

/** What the handler manages against the one written by hand, as merchants run them. */
export async function throughputOverHttp(): Promise<Row[]> {
  const agent = new Agent({ keepAlive: true })
  const servers = { ours: await serve('ours', agent), theirs: await serve('theirs', agent) }
  try {
    const rounds = await inTurns(ROUNDS, (whose) => speedOf(servers[whose]))
    return [
      {
        what: 'Create and complete behind node:http, against the same by hand',
        value: ratio(rounds, 'wall'),
        unit: 'ratio',
        atLeast: 0.8,
      },
      { what: '  the same in the server’s processor time', value: ratio(rounds, 'cpu'), unit: 'ratio' },
      { what: '  with createBilling()', value: median(rounds.map(({ ours }) => ours.wall)), unit: '/s' },
      { what: '  by hand', value: median(rounds.map(({ theirs }) => theirs.wall)), unit: '/s' },
    ]
  } finally {
    for (const { child } of Object.values(servers)) child.disconnect()
    agent.destroy()
  }
}
