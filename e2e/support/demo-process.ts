// One demo in a process of its own, on free ports, with a marker in every secret, and all that it prints.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const E2E = fileURLToPath(new URL('..', import.meta.url))
const MAIN = fileURLToPath(new URL('../../demo/src/main.ts', import.meta.url))
const READY_MS = 40_000

/** A demo that runs. */
export interface DemoProcess {
  readonly origin: string
  /** Everything it printed so far, both streams together. */
  output(): string
  /** Ends it as an operator would, and waits until it has ended. */
  end(): Promise<void>
}

/**
 * Starts a demo. It runs in `e2e/`, where no `.env` of a developer could lead it to a real PG.
 * @throws Error with what it printed when it does not get ready
 */
export async function startDemo(env: Readonly<Record<string, string>>): Promise<DemoProcess> {
  const child = spawn(process.execPath, ['--conditions=@billing/source', '--import', 'tsx', MAIN], {
    cwd: E2E,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: '0', DEMO_TEST: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const origin = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: string): void => {
      output += chunk
      const [, found] = /데모\s+(http:\/\/localhost:\d+)\s/.exec(output) ?? []
      if (found) resolve(found)
    }
    child.stdout.setEncoding('utf8').on('data', hear)
    child.stderr.setEncoding('utf8').on('data', hear)
    const give = (why: string): void => reject(new Error(`The demo ${why}:\n${output}`))
    child.once('error', (error) => give(error.message))
    child.once('exit', (code) => give(`ended with ${code}`))
    setTimeout(() => give('did not get ready'), READY_MS).unref()
  }).catch((error: unknown) => {
    child.kill('SIGKILL')
    throw error
  })
  return {
    origin,
    output: () => output,
    async end() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
