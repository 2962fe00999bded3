// One of the two handlers behind node:http, as a merchant runs it: a process of its own, which tells its port and what it used.
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { HANDLERS } from './handlers.ts'

const handler = HANDLERS[process.argv[2] === 'ours' ? 'ours' : 'theirs']()
const listener = getRequestListener(handler)
const server = createServer((incoming, outgoing) => void listener(incoming, outgoing))

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  process.send?.(address.port)
})
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.(user + system)
})
process.on('disconnect', () => process.exit())
