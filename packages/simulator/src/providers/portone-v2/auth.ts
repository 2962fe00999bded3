// Who may call: `PortOne <API secret>`, or a Bearer token from POST /login/api-secret.
// Source: developers.portone.io, REST V2 overview; PortOne V2 OpenAPI (auth).
import { text, type JsonObject } from '../../json.ts'
import { mintSecret, type World } from '../../world.ts'
import { done, refused, type V2Result } from './answer.ts'
import type { V2State } from './state.ts'

const ACCESS_MS = 30 * 60_000
const REFRESH_MS = 24 * 3_600_000
const TOKEN_LENGTH = 40

function logIn(world: World, state: V2State): V2Result {
  const access = mintSecret(world, TOKEN_LENGTH)
  const refresh = mintSecret(world, TOKEN_LENGTH)
  state.login = { access, refresh, since: world.now() }
  return done({ accessToken: access, refreshToken: refresh })
}

export function logInBySecret(world: World, state: V2State, body: JsonObject): V2Result {
  return text(body, 'apiSecret') === world.credentials['portone-v2'].apiSecret
    ? logIn(world, state)
    : refused('UNAUTHORIZED', 'API Secret이 올바르지 않습니다.')
}

export function refreshLogin(world: World, state: V2State, body: JsonObject): V2Result {
  const { login } = state
  const alive = login && world.now() - login.since < REFRESH_MS
  return alive && text(body, 'refreshToken') === login.refresh
    ? logIn(world, state)
    : refused('UNAUTHORIZED', 'refreshToken이 올바르지 않습니다.')
}

export function mayCall(world: World, state: V2State, request: Request): boolean {
  const given = request.headers.get('authorization') ?? ''
  if (given === `PortOne ${world.credentials['portone-v2'].apiSecret}`) return true
  const { login } = state
  return login !== undefined && given === `Bearer ${login.access}` && world.now() - login.since < ACCESS_MS
}
