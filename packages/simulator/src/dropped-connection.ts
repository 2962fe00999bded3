// A connection the simulator cuts on purpose: in process it looks like fetch's own failure, over Node the socket dies.

export class DroppedConnection extends TypeError {
  override readonly name: string = 'TypeError'

  constructor() {
    super('fetch failed')
  }
}

interface NodeSocketHolder {
  readonly incoming: { readonly socket: { destroy(): unknown } }
}

function holdsNodeSocket(env: unknown): env is NodeSocketHolder {
  if (typeof env !== 'object' || env === null || !('incoming' in env)) return false
  const { incoming } = env
  if (typeof incoming !== 'object' || incoming === null || !('socket' in incoming)) return false
  const { socket } = incoming
  return (
    typeof socket === 'object' &&
    socket !== null &&
    'destroy' in socket &&
    typeof socket.destroy === 'function'
  )
}

/**
 * Cuts the socket under a request that came through Node's HTTP server.
 * @returns a response that tells the Node adapter not to write anything, or undefined when there is no socket.
 */
export function cutSocket(env: unknown): Response | undefined {
  if (!holdsNodeSocket(env)) return undefined
  env.incoming.socket.destroy()
  return new Response(null, { headers: { 'x-hono-already-sent': 'true' } })
}
