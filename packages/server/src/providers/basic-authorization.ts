// HTTP Basic as Korean PGs use it: the secret key as user, an empty password.
import type { Secret } from '../secret.ts'

/** Value of the `Authorization` header. */
export const basicAuthorization = (secretKey: Secret): string => `Basic ${btoa(`${secretKey.reveal()}:`)}`
