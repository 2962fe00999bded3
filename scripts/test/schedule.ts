// Runs steps side by side as far as they allow it, and prints them one after the other.
import { countOfCheck, type Counts } from './counts.ts'
import type { Step, StepContext } from './step.ts'

/** How a step ended. */
export interface StepEnd {
  readonly step: Step
  readonly counts: Counts
  readonly seconds: number
}

/** Shows the output of the first unfinished step as it comes, and keeps that of the others until their turn. */
class Printer {
  readonly #held = new Map<Step, string>()
  readonly #done = new Set<Step>()
  readonly #waiting: Step[]
  readonly #write: (text: string) => void

  constructor(steps: readonly Step[], write: (text: string) => void) {
    this.#waiting = [...steps]
    this.#write = write
  }

  print(step: Step, text: string): void {
    if (this.#waiting[0] === step) this.#write(text)
    else this.#held.set(step, (this.#held.get(step) ?? '') + text)
  }

  end(step: Step): void {
    this.#done.add(step)
    while (this.#waiting[0] && this.#done.has(this.#waiting[0])) {
      this.#waiting.shift()
      const next = this.#waiting[0]
      if (next) this.#write(this.#held.get(next) ?? '')
    }
  }
}

async function runStep(step: Step, context: StepContext): Promise<StepEnd> {
  const start = performance.now()
  context.print(`\n── ${step.title} ${'─'.repeat(Math.max(2, 76 - step.title.length))}\n`)
  let counts: Counts
  try {
    counts = await step.run(context)
  } catch (error) {
    context.print(`${error instanceof Error ? error.message : String(error)}\n`)
    counts = countOfCheck(step.title, false)
  }
  const seconds = (performance.now() - start) / 1000
  return { step, counts, seconds }
}

/** Runs all steps, at most `width` at a time, in their order as far as `after` and `alone` let them. */
export async function runSteps(
  steps: readonly Step[],
  options: Omit<StepContext, 'print'> & { width: number; write: (text: string) => void },
): Promise<StepEnd[]> {
  const printer = new Printer(steps, options.write)
  const ends = new Map<Step, StepEnd>()
  const running = new Map<Step, Promise<void>>()
  const waiting = [...steps]

  const mayStart = (step: Step): boolean => {
    if (running.size >= options.width) return false
    if (running.size > 0 && (step.alone || [...running.keys()].some((other) => other.alone))) return false
    return (step.after ?? []).every((name) => steps.every((other) => other.name !== name || ends.has(other)))
  }
  const start = (step: Step): void => {
    waiting.splice(waiting.indexOf(step), 1)
    const context = { ...options, print: (text: string) => printer.print(step, text) }
    const work = runStep(step, context).then((end) => {
      ends.set(step, end)
      running.delete(step)
      printer.end(step)
    })
    running.set(step, work)
  }

  while (waiting.length > 0 || running.size > 0) {
    const next = waiting.find(mayStart)
    if (next) start(next)
    else await Promise.race(running.values())
  }
  return steps.flatMap((step) => ends.get(step) ?? [])
}
