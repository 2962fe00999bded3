// What a package may know of its surroundings is decided by its tsconfig: globals of another world do not compile.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'

const CACHE = 'node_modules/.cache'
const NODE = ['process', 'Buffer', 'require', '__dirname', 'global', 'setImmediate']
const PAGE = ['window', 'document', 'localStorage', 'HTMLElement']

interface Room {
  readonly name: string
  readonly refused: readonly string[]
  /** Modules of Node are refused too, unless it is a room for Node. */
  readonly node?: boolean
  readonly allowed: readonly string[]
}

const ROOMS: readonly Room[] = [
  {
    name: 'contract',
    refused: [...NODE, ...PAGE, 'fetch', 'console', 'crypto', 'URL', 'setTimeout'],
    allowed: ['Object.hasOwn', 'Symbol.for', 'encodeURIComponent'],
  },
  { name: 'element', refused: NODE, allowed: [...PAGE, 'fetch', 'customElements'] },
  { name: 'server', refused: [...NODE, ...PAGE], allowed: ['fetch', 'crypto.subtle', 'Response', 'URL'] },
  { name: 'ledger-sql', node: true, refused: PAGE, allowed: ['process', 'Buffer', 'crypto.subtle', 'URL'] },
  { name: 'cli', node: true, refused: PAGE, allowed: ['process', 'Buffer', 'URL'] },
  { name: 'simulator', refused: [...NODE, ...PAGE], allowed: ['fetch', 'crypto.subtle', 'Response', 'URL'] },
]

const MODULES = ['node:fs', 'node:crypto', 'fs']
const modulesOf = ({ node }: Room): readonly string[] => (node ? [] : MODULES)

/** Compiles one file per expression with the tsconfig of a package; answers the compiler's lines. */
function compile(room: Room): string {
  mkdirSync(CACHE, { recursive: true })
  const folder = mkdtempSync(join(CACHE, 'types-'))
  try {
    const write = (name: string, text: string): void =>
      writeFileSync(join(folder, name), `${text}\nexport {}\n`)
    for (const name of room.refused) write(`refused-${name}.ts`, `void ${name}`)
    for (const [index, name] of modulesOf(room).entries())
      write(`module-${index}.ts`, `import * as m from '${name}'\nvoid m`)
    write('allowed.ts', room.allowed.map((expression) => `void ${expression}`).join('\n'))
    const compilerOptions = {
      composite: false,
      incremental: false,
      noEmit: true,
      rootDir: '.',
      skipLibCheck: true,
    }
    const config = {
      extends: resolve(`packages/${room.name}/tsconfig.json`),
      compilerOptions,
      include: ['*.ts'],
      exclude: [],
      references: [],
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const { stdout } = spawnSync('node_modules/.bin/tsc', ['-p', folder, '--pretty', 'false'], {
      encoding: 'utf8',
    })
    return stdout
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe.each(ROOMS)('$name', (room) => {
  let output: string
  beforeAll(() => void (output = compile(room)))

  it.each(room.refused)('does not know %s', (name) => {
    expect(output).toMatch(
      new RegExp(`refused-${name}\\.ts\\(1,6\\): error TS\\d+: Cannot find name '${name}'`),
    )
  })

  it.each(modulesOf(room))("does not know Node's module %s", (name) => {
    expect(output).toMatch(
      new RegExp(`module-${MODULES.indexOf(name)}\\.ts\\(1,20\\): error TS\\d+: Cannot find .*'${name}'`),
    )
  })

  it(`knows ${room.allowed.join(', ')}`, () => {
    expect(output).not.toContain('allowed.ts')
  })
})

describe('every package', () => {
  it('has its walls told here', () => {
    expect(ROOMS.map((room) => room.name).toSorted()).toEqual(readdirSync('packages').toSorted())
  })
})
