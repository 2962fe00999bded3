import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { runChild } from './run-child.ts'

const node = (script: string) => [process.execPath, '-e', script]
/** Whether anything still listens there: a process that has ended but was not reaped listens to nothing. */
const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => resolve(socket.destroy() && true))
    socket.on('error', () => resolve(false))
  })

const LISTENER =
  'const s = require("net").createServer().listen(0, "127.0.0.1", () => console.log(s.address().port))'

describe('runChild', () => {
  it('hands over the output of both streams and the exit code', async () => {
    let output = ''
    const end = await runChild(node('console.log("out"); console.error("err"); process.exitCode = 3'), {
      onOutput: (text) => void (output += text),
      deadlineMs: 60_000,
    })
    expect(end).toEqual({ code: 3, timedOut: false })
    expect(output).toContain('out')
    expect(output).toContain('err')
  })

  it('ends a command that hangs at its deadline', async () => {
    const end = await runChild(node('setInterval(() => {}, 1000)'), { onOutput: () => {}, deadlineMs: 200 })
    expect(end).toEqual({ code: null, timedOut: true })
  })

  it('leaves nothing running of what a command started', async () => {
    let output = ''
    const script = `const c = require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(LISTENER)}], { stdio: ["ignore", "pipe", "ignore"] })
      c.stdout.on("data", (text) => process.stdout.write(text, () => process.exit(0)))`
    await runChild(node(script), { onOutput: (text) => void (output += text), deadlineMs: 60_000 })
    const port = Number(output.trim())
    expect(port).toBeGreaterThan(0)
    await expect.poll(() => answers(port)).toBe(false)
  })

  it('says what went wrong when there is no such command', async () => {
    let output = ''
    const end = await runChild(['no-such-command-here'], {
      onOutput: (text) => void (output += text),
      deadlineMs: 60_000,
    })
    expect(end.code).toBeNull()
    expect(output).toContain('no-such-command-here')
  })
})
