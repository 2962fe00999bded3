// Starts a merchant's server on a runtime and gathers every byte that it prints.
import { spawn, type ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { rolldown } from 'rolldown'
import type { Runtime } from './merchant.ts'

/** A server that runs. */
export interface RunningMerchant {
  readonly origin: string
  /** Everything that it printed so far. */
  readonly printed: () => string
  readonly stop: () => Promise<void>
}

const bin = (name: string): string => resolve('node_modules/.bin', name)

// workerd takes one file, and says on a descriptor of its own where it listens.
const WORKERD_CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "merchant", worker = .merchant),
    (name = "loopback", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "merchant")],
);
const merchant :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "2026-01-01",
  globalOutbound = "loopback",
);
`

async function forWorkerd(folder: string, entry: string): Promise<void> {
  const bundle = await rolldown({
    input: join(folder, entry),
    platform: 'neutral',
    resolve: { conditionNames: ['workerd', 'import', 'default'] },
  })
  await bundle.write({ file: join(folder, 'worker.js'), format: 'es', codeSplitting: false })
  await bundle.close()
  writeFileSync(join(folder, 'workerd.capnp'), WORKERD_CONFIG)
}

const COMMANDS: Readonly<Record<Runtime, (entry: string) => readonly [string, ...string[]]>> = {
  node: (entry) => [process.execPath, entry],
  bun: (entry) => [bin('bun'), 'run', entry],
  deno: (entry) => [
    bin('deno'),
    'run',
    '--allow-net=127.0.0.1',
    '--cached-only',
    '--node-modules-dir=manual',
    entry,
  ],
  workerd: () => [bin('workerd'), 'serve', 'workerd.capnp', '--control-fd=3'],
}

function portFrom(child: ChildProcess, printed: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it listened: ${printed()}`)))
    for (const stream of [child.stdout, child.stdio[3]]) {
      if (!stream) continue
      createInterface({ input: stream as Readable }).on('line', (line) => {
        const port = /^port (\d+)$|"socket":"http","port":(\d+)/.exec(line)
        if (port) resolve(Number(port[1] ?? port[2]))
      })
    }
  })
}

/**
 * Starts `entry` of `folder`.
 * @throws Error with what it printed, when it ends instead of listening
 */
export async function startMerchant(
  runtime: Runtime,
  folder: string,
  entry: string,
): Promise<RunningMerchant> {
  if (runtime === 'workerd') await forWorkerd(folder, entry)
  const [command, ...args] = COMMANDS[runtime](entry)
  // Deno keeps to itself: no cache that others lock, no question for a newer version.
  const env = { ...process.env, DENO_DIR: join(folder, '.deno'), DENO_NO_UPDATE_CHECK: '1' }
  const child = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => void (text += bytes))
  const printed = (): string => text
  const port = await portFrom(child, printed)
  return {
    origin: `http://127.0.0.1:${port}`,
    printed,
    stop: () =>
      new Promise((ended) => {
        child.removeAllListeners('exit')
        child.once('exit', () => ended())
        child.kill()
      }),
  }
}
