// POST /users/getToken and the check of the token on every other call.
// Source: PortOne V1 REST specification (authenticate): 30 minutes, the same token until it expires, 5 more in the last minute.
import { text } from '../../json.ts'
import { readBody } from '../../form-fields.ts'
import { mintSecret, type World } from '../../world.ts'
import { REST_MESSAGES } from './codes.ts'
import { failed, handled } from './envelope.ts'
import type { PortoneState } from './state.ts'

const LIFETIME_MS = 30 * 60_000
const LAST_MINUTE_MS = 60_000
const EXTENSION_MS = 5 * 60_000
const TOKEN_LENGTH = 40

function currentToken(world: World, state: PortoneState): { value: string; expiresAt: number } {
  const now = world.now()
  const { token } = state
  if (!token || token.expiresAt <= now) {
    const fresh = { value: mintSecret(world, TOKEN_LENGTH), expiresAt: now + LIFETIME_MS }
    state.token = fresh
    return fresh
  }
  if (token.expiresAt - now <= LAST_MINUTE_MS) token.expiresAt += EXTENSION_MS
  return token
}

export async function answerToken(world: World, state: PortoneState, request: Request): Promise<Response> {
  const body = await readBody(request)
  const { apiKey, apiSecret } = world.credentials['portone-v1']
  if (!body) return failed(400, REST_MESSAGES.unreadable)
  if (text(body, 'imp_key') !== apiKey || text(body, 'imp_secret') !== apiSecret)
    return failed(401, REST_MESSAGES.wrongCredentials)
  const { value, expiresAt } = currentToken(world, state)
  const now = Math.floor(world.now() / 1000)
  return handled({ access_token: value, expired_at: Math.floor(expiresAt / 1000), now })
}

/** Both forms are in use: `Bearer <token>`, and the bare token of older clients. */
export function hasToken(world: World, state: PortoneState, request: Request): boolean {
  const { token } = state
  const given = (request.headers.get('authorization') ?? '').replace(/^Bearer\s+/i, '')
  return token !== undefined && token.expiresAt > world.now() && given === token.value
}
