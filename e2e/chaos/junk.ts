// What people bring to a registration that it did not come from.
import type { RawReturn } from '@billing-register/contract'
import type { Story } from './schedule.ts'

/** What a thief may bring elsewhere: a sealed card says not which PG it is for. */
export const lootOf = ({ provider, typing }: Story): string => (typing ? 'typed' : provider)

/** Something that looks like what the story's way would bring back. */
export function junkOf({ provider, index, typing }: Story): RawReturn {
  if (typing) return { jwe: `junk${index}.${index}.${index}.${index}.${index}` }
  switch (provider) {
    case 'danal':
      return { transactionId: `junk${index}`, code: 'SUCCESS' }
    case 'portone-v1':
    case 'portone-v1-inicis':
      return { imp_uid: `imp_junk${index}` }
    case 'portone-v2-direct':
      return { billingKey: `junk${index}` }
    case 'portone-v2':
      return { billingKey: 'NEEDS_CONFIRMATION', billingIssueToken: `junk${index}` }
    case 'toss':
      return { authKey: `junk${index}`, customerKey: `junk${index}` }
  }
}
