// What a ledger keeps for minutes: secrets that every server may need and that must then be gone.
import type { Secret } from '../secret.ts'

/** Secrets with an end. Each is kept under a random name; a durable ledger keeps them sealed. Times are ms since the epoch. */
export interface BriefSecrets {
  /**
   * Keeps a secret until `until`, and destroys every secret whose time was over at `now`. Where there is one of this
   * name already, that one stays and is answered.
   */
  keep(name: string, value: Secret, until: number, now: number): Promise<Secret>
  /** The secret, if its time is not over. */
  find(name: string, now: number): Promise<Secret | undefined>
  /** Destroys it before its time. Of many at once exactly one is answered `true`. */
  destroy(name: string): Promise<boolean>
  /** Destroys every secret whose time was over at `now`. */
  expire(now: number): Promise<void>
}
