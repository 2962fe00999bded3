import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const MAIN = join(ROOT, 'demo/src/main.ts')
let child: ChildProcess | undefined

afterEach(() => child?.kill('SIGKILL'))

function run(env: Record<string, string>, cwd = ROOT): ChildProcess {
  child = spawn(process.execPath, ['--conditions=@billing/source', '--import', 'tsx', MAIN], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return child
}

async function outputUntil(from: ChildProcess, wanted: RegExp): Promise<RegExpExecArray> {
  let text = ''
  for await (const chunk of from.stdout ?? []) {
    text += String(chunk)
    const found = wanted.exec(text)
    if (found) return found
  }
  throw new Error(`The demo ended before it said ${wanted}:\n${text}`)
}

describe('npm run demo', () => {
  it('says where it is, answers there, and ends on SIGTERM although a browser still holds connections', async () => {
    const demo = run({ PORT: '0' })
    const [, origin] = await outputUntil(demo, /(http:\/\/localhost:\d+)\/danal/)
    const answer = await fetch(`${origin}/danal`, { headers: { connection: 'keep-alive' } })
    expect(answer.status).toBe(200)
    const ended = once(demo, 'exit')
    demo.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  }, 60_000)

  it.runIf(process.platform !== 'win32')(
    'ends with the shell that npm started it in',
    async () => {
      const script = `"${process.execPath}" --conditions=@billing/source --import tsx demo/src/main.ts; true`
      child = spawn('sh', ['-c', script], {
        cwd: ROOT,
        env: { PATH: process.env['PATH'] ?? '', PORT: '0', npm_lifecycle_event: 'demo' },
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      const output = once(child.stdout ?? child, 'close')
      await once(child.stdout ?? child, 'data')
      child.kill('SIGTERM')
      // The pipe closes when the last process that holds it has ended.
      child.stdout?.resume()
      await output
      expect(child.stdout?.readableEnded).toBe(true)
    },
    60_000,
  )

  it('reads `.env`, whose names are those of `.env.example`: the PG with keys there is the real one', async () => {
    const cache = join(ROOT, 'node_modules/.cache')
    mkdirSync(cache, { recursive: true })
    const folder = mkdtempSync(join(cache, 'demo-'))
    try {
      const example = readFileSync(join(ROOT, 'demo/.env.example'), 'utf8')
      const filled = Object.entries({
        PORT: '0',
        DANAL_CLIENT_KEY: 'CL_LIVE_x',
        DANAL_MERCHANT_ID: 'A000000009',
        DANAL_SECRET_KEY: 'SK_LIVE_x',
      }).reduce(
        (text, [name, value]) => text.replace(new RegExp(`^#${name}=.*$`, 'm'), `${name}=${value}`),
        example,
      )
      writeFileSync(join(folder, '.env'), filled)
      const demo = run({}, folder)
      const [said] = await outputUntil(demo, /(실제 PG:|모든 PG는).*/)
      expect(said).toBe('실제 PG: 다날. Ctrl+C로 끝내요.')
    } finally {
      rmSync(folder, { recursive: true })
    }
  }, 60_000)

  it('names the variable that is wrong and does not start', async () => {
    const demo = run({ PORT: 'x' })
    const said: Buffer[] = []
    demo.stderr?.on('data', (chunk: Buffer) => said.push(chunk))
    const [code] = await once(demo, 'close')
    expect(code).toBe(1)
    expect(Buffer.concat(said).toString()).toContain('PORT must be a number')
  }, 60_000)
})
