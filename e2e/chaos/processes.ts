// Starts processes, hears what they tell, and ends all of them when this one ends, however it ends.
import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'

const living = new Set<ChildProcess>()

process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL')
})
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.on(signal, () => process.exit(code))
}

/** A process that runs. */
export interface RunningProcess {
  /** Sends a signal; nothing happens to a process that has ended. */
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void
  /** Asks it for something. */
  ask(what: string): void
  /** Resolves when it has ended, by whichever hand. */
  readonly ended: Promise<void>
}

/** What to start. */
export interface ProcessFacts<Message> {
  readonly program: string
  readonly settings: object
  /** File that everything it prints is added to. */
  readonly log: string
  readonly hear: (message: Message) => void
}

/** Starts a bundled program with its settings. */
export function startProcess<Message>(facts: ProcessFacts<Message>): RunningProcess {
  const log = openSync(facts.log, 'a')
  const child = spawn(process.execPath, [facts.program], {
    stdio: ['ignore', log, log, 'ipc'],
    env: { ...process.env, CHAOS_SETTINGS: JSON.stringify(facts.settings) },
  })
  closeSync(log)
  living.add(child)
  child.on('message', (message) => facts.hear(message as Message))
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      living.delete(child)
      resolve()
    })
  })
  return { signal: (signal) => void child.kill(signal), ask: (what) => void child.send(what), ended }
}
