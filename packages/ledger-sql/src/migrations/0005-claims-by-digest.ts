// Version 5: at which registrations' doors a return stands is found without looking through everything.

/** Statements from version 4 to version 5. */
export const claimsByDigest = (): readonly string[] => [
  `create index billing_claims_digest on billing_claims (digest)`,
]
