// Writes an answer into the ledger, whatever it takes: again and again, then sealed into the log, then again and again.
import type { Exchange } from '../http/exchange.ts'
import { makeSealer } from '../sealing/sealer.ts'
import { sealSpill } from '../sealing/spill.ts'
import type { Core } from './core.ts'
import { nameOf } from './offer.ts'

/** How often it is tried before the answer is spilled; the request waits for that long, about 1.5 s. */
const TRIES = 5
const FIRST_PAUSE_MS = 100
/** Longest pause between two tries afterwards, and how long there are any, ms. */
const LONGEST_PAUSE_MS = 10_000
const KEEP_TRYING_MS = 15 * 60_000

/** What an answer belongs to: an attempt, or an operation on what was issued. `write`: how the ledger takes it. */
export interface Asked {
  readonly id: string
  readonly registrationId: string
  readonly write?: (exchanges: readonly Exchange[], at: number) => Promise<void>
}

/**
 * Lands the answer of an attempt. When the ledger does not take it, it is spilled, sealed, and this rejects with the
 * ledger's error; it is tried on in the background, and `landed` is called when it succeeds after all.
 */
export async function land(
  core: Core,
  attempt: Asked,
  exchanges: readonly Exchange[],
  landed: () => Promise<unknown>,
): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    const failure = await tryOnce(core, attempt, exchanges, tried)
    if (failure === undefined) return
    if (tried === TRIES) {
      await spill(core, attempt, exchanges)
      void keepTrying(core, attempt, exchanges, landed)
      throw failure
    }
    await pause(FIRST_PAUSE_MS * 2 ** (tried - 1))
  }
}

async function tryOnce(
  core: Core,
  attempt: Asked,
  exchanges: readonly Exchange[],
  tried: number,
): Promise<Error | undefined> {
  try {
    const at = core.now()
    await (attempt.write?.(exchanges, at) ?? core.ledger.landAnswer(attempt.id, exchanges, at))
    return undefined
  } catch (error) {
    core.log({ level: 'error', event: 'answer_not_written', attemptId: attempt.id, tried })
    return error instanceof Error ? error : new Error('the ledger refused')
  }
}

// Ciphertext may stand in a log; an answer that is not sealed may not, and without keys there is no ledger to lose.
async function spill(core: Core, attempt: Asked, exchanges: readonly Exchange[]): Promise<void> {
  const { sealingKeys, options } = core
  const { id: attemptId, registrationId } = attempt
  try {
    if (sealingKeys.length === 0) return
    const spilled = await sealSpill(
      makeSealer(sealingKeys),
      { attemptId, registrationId, at: core.now() },
      exchanges,
    )
    console.error(JSON.stringify({ event: 'billing_spill', ...spilled }))
    await options.onSpill?.(spilled)
  } catch (error) {
    core.log({ level: 'error', event: 'spill_failed', attemptId, registrationId, error: nameOf(error) })
  }
}

// A process that has a key in its hands does not end by itself before this is over.
async function keepTrying(
  core: Core,
  attempt: Asked,
  exchanges: readonly Exchange[],
  landed: () => Promise<unknown>,
): Promise<void> {
  let waited = 0
  for (let tried = TRIES + 1; waited < KEEP_TRYING_MS; tried += 1) {
    const ms = Math.min(FIRST_PAUSE_MS * 2 ** (tried - 1), LONGEST_PAUSE_MS)
    await pause(ms)
    waited += ms
    if ((await tryOnce(core, attempt, exchanges, tried)) !== undefined) continue
    core.log({ level: 'info', event: 'answer_written', attemptId: attempt.id, tried })
    await landed().catch((error: unknown) => {
      core.log({ level: 'warn', event: 'not_settled', attemptId: attempt.id, error: nameOf(error) })
    })
    return
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
