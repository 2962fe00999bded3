// `npm run chaos`: proves with faults, kills and impatient customers that nothing is lost and nothing happens twice.
import { randomInt } from 'node:crypto'
import { readOptions, USAGE, type ChaosOptions } from './options.ts'
import { reportJson, reportText } from './report.ts'
import { runChaos } from './run.ts'
import { isClean } from './verdict.ts'

async function main(options: ChaosOptions): Promise<void> {
  const began = performance.now()
  const elapsed = (): number => (performance.now() - began) / 1000
  const say = (line: string): void =>
    void process.stderr.write(`${elapsed().toFixed(0).padStart(5)} s  ${line}\n`)
  const result = await runChaos(options, say)
  const report = options.json ? reportJson : reportText
  process.stdout.write(`${report(options, result, elapsed())}\n`)
  process.exitCode = isClean(result.verdict) ? 0 : 1
}

try {
  await main(readOptions(process.argv.slice(2), () => randomInt(2 ** 32 - 1)))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`)
  process.exitCode = 2
}
