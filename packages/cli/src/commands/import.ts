// `import`: brings in billing keys that were made before or elsewhere, from JSON lines as `export` writes them.
import { readFileSync } from 'node:fs'
import type { Operator } from '@billing-register/server'
import type { AddCommands } from './command.ts'
import { UsageError } from '../io.ts'
import { withProgress } from '../report.ts'

/** What became of a file. Lines are counted from 1; why says no value. */
interface Outcome {
  imported: number
  known: number
  refused: { readonly line: number; readonly why: string }[]
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8').split('\n')
  } catch {
    throw new UsageError(`${path} cannot be read`)
  }
}

// The message of JSON.parse quotes the line, which holds a key.
function methodIn(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new UsageError('not JSON')
  }
}

async function bringIn(operator: Operator, line: string): Promise<'imported' | 'known' | { why: string }> {
  try {
    return await operator.importMethod(methodIn(line))
  } catch (error) {
    return { why: error instanceof Error ? error.message : 'refused' }
  }
}

/** Adds `import`. */
export const addImport: AddCommands = (program, run) => {
  program
    .command('import <file>')
    .description('bring in billing keys, a JSON object per line (- for standard input); safe to repeat')
    .action(async (path: string) => {
      const { io, billing, report, alarm } = run()
      const lines = linesOf(path)
      const operator = await (await billing()).operator()
      const outcome: Outcome = { imported: 0, known: 0, refused: [] }
      await withProgress(io, 'lines', async (show) => {
        for (const [index, line] of lines.entries()) {
          if (line.trim() === '') continue
          const result = await bringIn(operator, line)
          if (typeof result === 'object') outcome.refused.push({ line: index + 1, why: result.why })
          else outcome[result] += 1
          show(index + 1)
        }
      })
      if (outcome.refused.length > 0) alarm()
      const { imported, known, refused } = outcome
      const reasons = refused.map(({ line, why }) => `line ${line}: ${why}\n`).join('')
      report({
        json: outcome,
        text: `${imported} brought in, ${known} known before, ${refused.length} refused\n${reasons}`,
      })
    })
}
