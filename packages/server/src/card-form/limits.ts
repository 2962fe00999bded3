// Slows down whoever tries card numbers out: so many tries per hour and customer, address and BIN.
import { HOUR_MS, type Core } from '../registration/core.ts'
import { tooMany } from '../registration/limit.ts'
import type { CardFormLimits } from './options.ts'

const DEFAULTS = { customer: 5, address: 10, bin: 100 } as const

/** What a try is counted against. */
export interface Try {
  readonly customer: string
  readonly address: string | undefined
  readonly bin: string
}

/** Counts a try. Throws `too_many_attempts` when there is no room for it in this hour. */
export async function countTry(core: Core, one: Try, limits: CardFormLimits = {}): Promise<void> {
  const now = core.now()
  for (const kind of ['customer', 'address', 'bin'] as const) {
    const value = one[kind]
    if (value === undefined) continue
    // A digest: neither addresses nor digits of a card stand in the ledger.
    const name = `card-form/${kind}/${await core.digest(`card-form/${kind}/${value}`)}`
    const limit = limits[kind] ?? DEFAULTS[kind]
    if (await core.ledger.tallyBelow(name, now, now - HOUR_MS, limit)) continue
    const { oldest } = await core.ledger.tallied(name, now - HOUR_MS)
    throw tooMany(now, oldest, `too many cards were tried (${kind})`)
  }
}
