// A call that was begun before, as a provider is told of it.
import type { EarlierTry } from '../providers/provider.ts'
import type { Attempt } from './record.ts'

/** An attempt, or an operation on what was issued, without what the provider need not know. */
export const asTry = ({
  sentAt,
  account,
  exchanges = [],
}: Pick<Attempt, 'sentAt' | 'account' | 'exchanges'>): EarlierTry => ({
  sentAt,
  credentialFingerprint: account.credentialFingerprint,
  exchanges,
})
