// Which looks at a PG count, and when it has been looked long enough. Pure.
import { looksOf, nextLook } from './due.ts'
import type { Registration } from './record.ts'

/** What a look at `at` that found no key adds to the registration. Looks in between do not count. */
export function counted(registration: Registration, at: number): Partial<Registration> {
  const due = nextLook(registration)
  return due === undefined || at < due ? {} : { looks: (registration.looks ?? 0) + 1, lookedAt: at }
}

/** Whether, with a look at `at` that found nothing, it has been looked often and long enough. */
export function isFinalLook(registration: Registration, at: number): boolean {
  const { looks = registration.looks ?? 0 } = counted(registration, at)
  return looks >= looksOf(registration).length
}
