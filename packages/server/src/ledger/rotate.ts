// Moves a sealed ledger to its newest sealing key, in small batches, while servers go on working.
import type { LogEntry } from '../options.ts'
import type { Ledger, SealedLedger } from './ledger.ts'

/** How `billing.rotate()` goes about it. */
export interface RotationOptions {
  /** Values per batch. Default 200. */
  readonly batch?: number
  /** Told after each batch how many values have been sealed anew so far. */
  readonly onProgress?: (resealed: number) => void
}

/** What `billing.rotate()` did. */
export interface Rotation {
  readonly resealed: number
  /** Values that could not be opened and were left as they are; the log says which and why. */
  readonly unreadable: number
}

const BATCH = 200

const isSealed = (ledger: Ledger): ledger is SealedLedger => 'reseal' in ledger

/** Reseals until nothing is left. A ledger that seals nothing has nothing to rotate. */
export async function rotateKeys(
  ledger: Ledger,
  log: (entry: LogEntry) => void,
  { batch = BATCH, onProgress }: RotationOptions = {},
): Promise<Rotation> {
  const limit = Math.max(1, Math.trunc(batch))
  let resealed = 0
  let unreadable = 0
  let from: string | undefined
  if (!isSealed(ledger)) return { resealed, unreadable }
  do {
    const done = await ledger.reseal(limit, from)
    resealed += done.resealed
    unreadable += done.failures.length
    for (const message of done.failures) log({ level: 'error', event: 'reseal_failed', message })
    onProgress?.(resealed)
    from = done.next
  } while (from !== undefined)
  log({ level: unreadable > 0 ? 'warn' : 'info', event: 'rotated', resealed, unreadable })
  return { resealed, unreadable }
}
