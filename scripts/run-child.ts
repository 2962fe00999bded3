// Runs a command to its end or its deadline, and leaves nothing running behind.
import { spawn, type ChildProcess } from 'node:child_process'

const GRACE_MS = 5_000
const running = new Set<ChildProcess>()

/** Signals the whole group of a child: a test runner's browsers and workers are its children, not ours. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // The group has already ended.
  }
}

process.on('exit', () => {
  for (const child of running) signalGroup(child, 'SIGKILL')
})

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    for (const child of running) signalGroup(child, 'SIGTERM')
    setTimeout(() => process.exit(signal === 'SIGINT' ? 130 : 143), running.size > 0 ? 1_500 : 0)
  })
}

/** How a command ended. `code` is null when a signal or the deadline ended it. */
export interface ChildEnd {
  readonly code: number | null
  readonly timedOut: boolean
}

/** Runs a command without stdin, in a process group of its own, and hands over all that it prints. */
export function runChild(
  [command = 'false', ...args]: readonly string[],
  options: { onOutput: (text: string) => void; deadlineMs: number; env?: Record<string, string> },
): Promise<ChildEnd> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      env: { ...process.env, ...options.env },
    })
    let timedOut = false
    let killer: NodeJS.Timeout | undefined
    const deadline = setTimeout(() => {
      timedOut = true
      signalGroup(child, 'SIGTERM')
      killer = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS)
    }, options.deadlineMs)
    const finish = (code: number | null): void => {
      clearTimeout(deadline)
      clearTimeout(killer)
      if (!running.delete(child)) return
      // Whatever the command left running in its group ends with it.
      signalGroup(child, 'SIGKILL')
      resolve({ code, timedOut })
    }
    running.add(child)
    child.stdout.setEncoding('utf8').on('data', options.onOutput)
    child.stderr.setEncoding('utf8').on('data', options.onOutput)
    child.on('error', (error) => {
      options.onOutput(`${error.message}\n`)
      finish(null)
    })
    child.on('exit', (code) => {
      // Output still in the pipes is read first, but a grandchild that keeps a pipe open is not waited for.
      const closed = setTimeout(() => finish(code), 1_000)
      child.on('close', () => {
        clearTimeout(closed)
        finish(code)
      })
    })
  })
}
