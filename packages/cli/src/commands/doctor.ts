// `doctor`: one look at everything that registering cards stands on.
import pc from 'picocolors'
import type { AddCommands } from './command.ts'
import { findingsOf, scanFindings, type Finding } from '../doctor/findings.ts'
import { scanBuild } from '../doctor/scan-build.ts'
import { UsageError, type Io } from '../io.ts'

const MARKS = { ok: '✓', note: '·', fail: '✗' } as const

function lineOf({ color }: Io, { level, what, message }: Finding): string {
  const { green, dim, red } = pc.createColors(color)
  const paint = { ok: green, note: dim, fail: red }[level]
  return `${paint(MARKS[level])} ${what.padEnd(14)} ${message}\n`
}

function scanned(folder: string): Finding[] {
  try {
    return scanFindings(scanBuild(folder, process.env), folder)
  } catch {
    throw new UsageError(`--build: ${folder} cannot be read`)
  }
}

/** Adds `doctor`. */
export const addDoctor: AddCommands = (program, run) => {
  program
    .command('doctor')
    .description('check configuration, ledger, sealing keys and PGs; nothing is changed')
    .option('--build <folder>', 'also look for secrets in what is sent to browsers')
    .action(async ({ build }: { build?: string }) => {
      const { io, billing, report, alarm } = run()
      const check = await (await (await billing()).operator()).checkUp()
      const findings = [...findingsOf(check, io.now()), ...(build === undefined ? [] : scanned(build))]
      if (findings.some(({ level }) => level === 'fail')) alarm()
      report({ json: findings, text: findings.map((finding) => lineOf(io, finding)).join('') })
    })
}
