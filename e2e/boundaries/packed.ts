// Packs the publishable packages and installs them into a folder as a merchant's `npm install` would, without a network.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

/** Names of the folders under `packages/` that are published. */
export const PUBLISHED: readonly string[] = readdirSync('packages').filter((name) =>
  existsSync(`packages/${name}/package.json`),
)

interface Manifest {
  readonly name: string
  readonly version: string
  readonly exports: Record<string, unknown>
  readonly dependencies?: Record<string, string>
  readonly peerDependencies?: Record<string, string>
}

const manifestOf = (name: string): Manifest =>
  JSON.parse(readFileSync(`packages/${name}/package.json`, 'utf8'))

/** Every specifier that a package exports: `@billing-register/server`, `@billing-register/server/testing` … */
export function specifiersOf(name: string): string[] {
  const { name: scoped, exports } = manifestOf(name)
  return Object.keys(exports).map((subpath) => `${scoped}${subpath.slice(1)}`)
}

/** A folder with the packed packages installed. */
export interface Consumer {
  readonly folder: string
  /** Where the tarball of a package is. */
  readonly tarball: (name: string) => string
  /** Paths inside the tarball of a package. */
  readonly contents: (name: string) => string[]
  /** Runs Node in the folder; answers what it printed, also when it failed. */
  readonly node: (...args: string[]) => string
  readonly write: (path: string, text: string) => void
  readonly remove: () => void
}

function install(folder: string, name: string, tarball: string): void {
  const { name: scoped, dependencies, peerDependencies } = manifestOf(name)
  const home = join(folder, 'node_modules', scoped)
  mkdirSync(home, { recursive: true })
  execFileSync('tar', ['-xzf', tarball, '-C', home, '--strip-components=1'])
  for (const dependency of Object.keys({ ...dependencies, ...peerDependencies })) {
    const link = join(folder, 'node_modules', dependency)
    if (dependency.startsWith('@billing-register/') || existsSync(link)) continue
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(resolve('node_modules', dependency), link)
  }
}

/** Packs and installs every published package. The packages must have been built. */
export function packedConsumer(): Consumer {
  const folder = mkdtempSync(join(tmpdir(), 'merchant-'))
  const workspaces = PUBLISHED.map((name) => `--workspace=packages/${name}`)
  execFileSync('npm', ['pack', '--ignore-scripts', `--pack-destination=${folder}`, ...workspaces], {
    stdio: 'pipe',
  })
  const tarballs = readdirSync(folder).filter((file) => file.endsWith('.tgz'))
  const tarball = (name: string): string => {
    const { name: scoped, version } = manifestOf(name)
    const file = `${scoped.replace('@', '').replace('/', '-')}-${version}.tgz`
    if (!tarballs.includes(file)) throw new Error(`no tarball of ${name}`)
    return join(folder, file)
  }
  for (const name of PUBLISHED) install(folder, name, tarball(name))
  const write = (path: string, text: string): void => writeFileSync(join(folder, path), text)
  write('package.json', JSON.stringify({ name: 'merchant', private: true, type: 'module' }))
  return {
    folder,
    tarball,
    write,
    contents: (name) =>
      execFileSync('tar', ['-tzf', tarball(name)], { encoding: 'utf8' })
        .trim()
        .split('\n')
        .map((path) => path.replace(/^package\//, '')),
    node: (...args) => {
      const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
      return stdout + stderr
    },
    remove: () => rmSync(folder, { recursive: true }),
  }
}
