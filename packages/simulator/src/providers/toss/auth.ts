// Who may call: HTTP Basic with the secret key as user and an empty password.
// Source: docs.tosspayments.com, reference/using-api/authorization and reference/error-codes.
import type { World } from '../../world.ts'
import type { TossCode } from './codes.ts'

function decodeBase64(encoded: string): string | undefined {
  try {
    return atob(encoded)
  } catch {
    return undefined
  }
}

/** The secret key the caller used, or why the call is refused. */
export function secretKeyOf(world: World, request: Request): { readonly secretKey: string } | TossCode {
  const [, encoded] = /^Basic (\S+)$/.exec(request.headers.get('authorization') ?? '') ?? []
  const pair = encoded === undefined ? undefined : decodeBase64(encoded)
  const [, user] = /^([^:]+):$/.exec(pair ?? '') ?? []
  if (!user) return 'INCORRECT_BASIC_AUTH_FORMAT'
  // A key of the payment widget, or the browser's key in place of the secret one.
  if (/^(test|live)_(g[cs]k|ck)_/.test(user)) return 'INVALID_API_KEY'
  return user === world.credentials.toss.secretKey ? { secretKey: user } : 'UNAUTHORIZED_KEY'
}
