// An answer of a PG that the ledger could not take, sealed so that it may stand in a log until it is put back.
import { BillingError } from '@billing-register/contract'
import { decodeExchanges, encodeExchanges } from '../http/exchange-text.ts'
import type { Exchange } from '../http/exchange.ts'
import type { SealedPlace, Sealer } from './sealer.ts'

/** What is left of an answer that was not written: ciphertext, and where it belongs. */
export interface Spill {
  readonly registrationId: string
  readonly attemptId: string
  /** When it was given up, ms since the epoch. */
  readonly at: number
  /** Readable with the sealing keys alone. */
  readonly sealed: string
}

const placeOf = (attemptId: string): SealedPlace => ({ table: 'spill', column: 'answer', row: attemptId })

/** Seals an answer. */
export async function sealSpill(
  sealer: Sealer,
  where: Omit<Spill, 'sealed'>,
  exchanges: readonly Exchange[],
): Promise<Spill> {
  return { ...where, sealed: await sealer.seal(placeOf(where.attemptId), encodeExchanges(exchanges)) }
}

/** The answer in a spill. Throws `sealing_key_missing`, or `ledger_tampered` when it is not as it was written. */
export async function openSpill(sealer: Sealer, spill: Spill): Promise<readonly Exchange[]> {
  return decodeExchanges(await sealer.unseal(placeOf(spill.attemptId), spill.sealed))
}

/** The spill in a line of the log. Throws `invalid_request` when there is none. */
export function parseSpill(line: string): Spill {
  const value = parse(line)
  if (typeof value === 'object' && value !== null && 'sealed' in value && 'attemptId' in value) {
    const { sealed, attemptId } = value
    const registrationId = 'registrationId' in value ? value.registrationId : undefined
    const at = 'at' in value ? value.at : undefined
    if (
      typeof sealed === 'string' &&
      typeof attemptId === 'string' &&
      typeof registrationId === 'string' &&
      typeof at === 'number'
    ) {
      return { sealed, attemptId, registrationId, at }
    }
  }
  throw new BillingError('invalid_request', 'spill: give the whole line, from { to }, as it was written')
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line.slice(line.indexOf('{'), line.lastIndexOf('}') + 1))
  } catch {
    // The error of JSON.parse quotes what it was given.
    return undefined
  }
}
