// `npm run demo`: reads the environment (and `.env`), starts a demo, says where it is, and ends on a signal.
import { existsSync } from 'node:fs'
import { readEnv } from './options.ts'
import type { RunningDemo } from './start.ts'

function banner(demo: RunningDemo): string {
  const real = demo.realPgs.length > 0 ? `실제 PG: ${demo.realPgs.join(', ')}` : '모든 PG는 시뮬레이터예요'
  return [
    '',
    `  보름 — billing-register 데모   ${demo.origin}`,
    '',
    `  다날로 등록       ${demo.origin}/danal`,
    `  포트원으로 등록   ${demo.origin}/portone-v1`,
    `  놀이터            ${demo.origin}/playground`,
    `  로그인            ${demo.origin}/login?as=alice`,
    '',
    `  ${real}. Ctrl+C로 끝내요.`,
    '',
  ].join('\n')
}

/** npm hands a signal to its shell, which dies of it and tells nobody: then the shell's end is the signal. */
function whenOrphaned(end: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    end()
  }, 250)
  watch.unref()
}

async function main(): Promise<void> {
  const running: RunningDemo[] = []
  const end = (): void => {
    // A connection that will not end must not keep the process.
    setTimeout(() => process.exit(0), 2_000).unref()
    void Promise.all(running.map((demo) => demo.close())).then(() => process.exit(0))
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
  whenOrphaned(end)
  if (existsSync('.env')) process.loadEnvFile('.env')
  const options = readEnv(process.env)
  // Loaded last: a signal that comes meanwhile must already be heard.
  const { startDemo } = await import('./start.ts')
  const demo = await startDemo(options)
  running.push(demo)
  console.log(banner(demo))
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
