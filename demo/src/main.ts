// `npm run demo`: reads the environment (and `.env`), starts a demo, says where it is, and ends on a signal.
import { existsSync } from 'node:fs'
import { readEnv } from './options.ts'
import { startDemo } from './start.ts'

function banner(demo: Awaited<ReturnType<typeof startDemo>>): string {
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

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const demo = await startDemo(readEnv(process.env))
  console.log(banner(demo))
  const end = (): void => {
    // A connection that will not end must not keep the process.
    setTimeout(() => process.exit(0), 2_000).unref()
    void demo.close().then(() => process.exit(0))
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
