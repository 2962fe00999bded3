// Each wall and rule of the linter bites: a small offence is refused, its lawful twin is not.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { RULES, WALLS, type Case } from './lint-cases.ts'

const OXLINT = resolve('node_modules/oxlint/bin/oxlint')
const TSGOLINT = resolve('node_modules/oxlint-tsgolint/bin/tsgolint.js')
const CASES = [...WALLS, ...RULES]

interface Diagnostic {
  readonly filename: string
  readonly code: string
}

type Half = 'bad' | 'good'

const fileOf = (one: Case, half: Half): string =>
  join(`${half}-${CASES.indexOf(one)}`, half === 'bad' ? (one.badAt ?? one.at) : one.at)

/** Lays each half out in a small project of its own, with the project's own linter configuration. */
function layOut(root: string): void {
  const compilerOptions = { strict: true, module: 'nodenext', target: 'es2022', noEmit: true }
  writeFileSync(join(root, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
  for (const one of CASES) {
    for (const half of ['bad', 'good'] as const) {
      const path = join(root, fileOf(one, half))
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, `${one[half]}\n`)
      copyFileSync('.oxlintrc.json', join(root, `${half}-${CASES.indexOf(one)}`, '.oxlintrc.json'))
    }
  }
}

function lint(root: string): Diagnostic[] {
  const { stdout } = spawnSync(process.execPath, [OXLINT, '--type-aware', '--format=json', '.'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, OXLINT_TSGOLINT_PATH: TSGOLINT },
  })
  const report: { diagnostics: Diagnostic[] } = JSON.parse(stdout)
  return report.diagnostics
}

describe('the linter', () => {
  let diagnostics: Diagnostic[]

  beforeAll(() => {
    const root = mkdtempSync(join(tmpdir(), 'walls-'))
    try {
      layOut(root)
      diagnostics = lint(root)
    } finally {
      rmSync(root, { recursive: true })
    }
  })

  const said = (one: Case, half: Half): string[] =>
    diagnostics.filter(({ filename }) => filename === fileOf(one, half)).map(({ code }) => code)

  it.each(CASES)('holds that $wall', (one) => {
    const rule = one.rule ?? 'eslint(no-restricted-imports)'
    expect(said(one, 'bad')).toContain(rule)
    expect(said(one, 'good')).not.toContain(rule)
  })
})
