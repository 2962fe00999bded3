// A Postgres of one's own for a test run: its own data folder, a free loopback port, fsync on, gone afterwards.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Client } from 'pg'
import { findPostgres } from './find-postgres.ts'

/** A running Postgres. */
export interface TestPostgres {
  /** The address of a new, empty database. */
  createDatabase(): Promise<string>
  /** Ends it at once, as a crash would, and starts it again on the same port and data. */
  crash(): Promise<void>
  restart(): Promise<void>
  /** The database as pg_dump writes it. */
  dump(address: string): string
  stop(): Promise<void>
}

const USER = 'billing'
const START_MS = 30_000

/** Starts one. Throws, with what to install, when none can be found. */
export async function startPostgres(): Promise<TestPostgres> {
  const binaries = findPostgres()
  if (binaries === undefined) {
    throw new Error('Postgres is needed for these tests: install it (Debian: apt-get install -y postgresql)')
  }
  const folder = mkdtempSync(join(tmpdir(), 'billing-postgres-'))
  // Its own user must be able to pass through and to own what is in it.
  chmodSync(folder, 0o777)
  const data = join(folder, 'data')
  asPostgres(join(binaries, 'initdb'), [
    '-D',
    data,
    '-U',
    USER,
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--no-instructions',
  ])
  const port = await freePort()
  let server = await run(binaries, data, port)
  let databases = 0
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    const ended = new Promise((resolve) => server.once('exit', resolve))
    if (server.exitCode !== null || server.signalCode !== null) return
    signalServer(data, signal)
    await ended
  }
  const emergency = (): void => signalServer(data, 'SIGQUIT')
  process.once('exit', emergency)
  return {
    async createDatabase() {
      databases += 1
      const name = `billing_${databases}`
      await query(addressOf(port, 'postgres'), `create database ${name}`)
      return addressOf(port, name)
    },
    crash: () => stop('SIGQUIT'),
    async restart() {
      server = await run(binaries, data, port)
    },
    dump: (address) =>
      execFileSync(join(binaries, 'pg_dump'), ['--inserts', address], {
        encoding: 'utf8',
        maxBuffer: 2 ** 28,
      }),
    async stop() {
      process.removeListener('exit', emergency)
      await stop('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const addressOf = (port: number, database: string): string =>
  `postgres://${USER}@127.0.0.1:${port}/${database}`

/** Runs one statement on a connection of its own. */
export async function query(address: string, text: string): Promise<void> {
  const client = new Client({ connectionString: address, connectionTimeoutMillis: 2000 })
  // A server that goes away is the caller's finding, not a crash of the test.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

async function run(binaries: string, data: string, port: number): Promise<ChildProcess> {
  const options = [
    '-D',
    data,
    '-p',
    String(port),
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'unix_socket_directories=',
  ]
  const [command, ...args] = asUser(join(binaries, 'postgres'), options)
  const server = spawn(command ?? '', args, { stdio: 'ignore', cwd: tmpdir() })
  for (const until = Date.now() + START_MS; ;) {
    try {
      await query(addressOf(port, 'postgres'), 'select 1')
      return server
    } catch (error) {
      if (server.exitCode !== null || Date.now() > until) throw error
      await setTimeout(100)
    }
  }
}

// Postgres refuses to run as root.
function asUser(command: string, args: readonly string[]): readonly string[] {
  return process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--', command, ...args] : [command, ...args]
}

function asPostgres(command: string, args: readonly string[]): void {
  const [first = '', ...rest] = asUser(command, args)
  execFileSync(first, rest, { stdio: ['ignore', 'ignore', 'inherit'], cwd: tmpdir() })
}

// The process we started may be runuser: the server itself says in its data folder who it is.
function signalServer(data: string, signal: NodeJS.Signals): void {
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (Number.isInteger(pid) && pid > 1) process.kill(pid, signal)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
