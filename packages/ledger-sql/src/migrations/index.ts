// Every version of the tables, oldest first. A migration that was released never changes; a new one is added.
import type { Flavour } from '../store.ts'
import { initial } from './0001-initial.ts'
import { evidence } from './0002-evidence.ts'
import { recovery } from './0003-recovery.ts'
import { payments } from './0004-payments.ts'
import { claimsByDigest } from './0005-claims-by-digest.ts'
import { oneWay } from './0006-one-way.ts'

/** The statements that lead to one version from the version before. */
export type Migration = (flavour: Flavour) => readonly string[]

/** Version n is at index n − 1. */
export const MIGRATIONS: readonly Migration[] = [
  initial,
  evidence,
  recovery,
  payments,
  claimsByDigest,
  oneWay,
]
