// A Postgres of one's own for a test run: its own data folder, a free loopback port, fsync on, gone afterwards.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
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
  /** Its data and its log, for who searches them. */
  readonly folder: string
  /** Ends it at once, as a crash would; `SIGKILL` gives it no time for anything at all. */
  crash(signal?: 'SIGQUIT' | 'SIGKILL'): Promise<void>
  /** Starts it again on the same port and data. */
  restart(): Promise<void>
  /** The database as pg_dump writes it. */
  dump(address: string): string
  stop(): Promise<void>
}

const USER = 'billing'
const START_MS = 30_000

/** Starts one. Throws, with what to install, when none can be found. `settings` are its own, by name. */
export async function startPostgres(settings: Readonly<Record<string, string>> = {}): Promise<TestPostgres> {
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
  const start = (): Promise<ChildProcess> => run({ binaries, folder, data, port, settings })
  let server = await start()
  let databases = 0
  const running = (): boolean => server.exitCode === null && server.signalCode === null
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (!running()) return
    const ended = new Promise((resolve) => server.once('exit', resolve))
    signalServer(data, signal)
    await ended
  }
  const emergency = (): void => {
    if (running()) signalServer(data, 'SIGQUIT')
  }
  process.once('exit', emergency)
  return {
    folder,
    async createDatabase() {
      databases += 1
      const name = `billing_${databases}`
      await query(addressOf(port, 'postgres'), `create database ${name}`)
      return addressOf(port, name)
    },
    crash: (signal = 'SIGQUIT') => stop(signal),
    async restart() {
      server = await start()
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

interface Run {
  readonly binaries: string
  readonly folder: string
  readonly data: string
  readonly port: number
  readonly settings: Readonly<Record<string, string>>
}

async function run(what: Run): Promise<ChildProcess> {
  for (const until = Date.now() + START_MS; ;) {
    const server = spawnServer(what)
    try {
      return await answering(server, what.port, until)
    } catch (error) {
      // After a kill the last of the old processes may still hold what the new one needs.
      if (server.exitCode === null || Date.now() > until) throw error
      await setTimeout(100)
    }
  }
}

function spawnServer({ binaries, folder, data, port, settings }: Run): ChildProcess {
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings }
  const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [command = '', ...args] = asUser(join(binaries, 'postgres'), [
    '-D',
    data,
    '-p',
    `${port}`,
    ...options,
  ])
  const log = openSync(join(folder, 'log'), 'a')
  const server = spawn(command, args, { stdio: ['ignore', log, log], cwd: tmpdir() })
  closeSync(log)
  return server
}

async function answering(server: ChildProcess, port: number, until: number): Promise<ChildProcess> {
  for (;;) {
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
