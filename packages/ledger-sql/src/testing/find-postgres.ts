// Where this machine keeps the programs of Postgres.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const DEBIAN = '/usr/lib/postgresql'
const PROGRAMS = ['postgres', 'initdb', 'pg_dump']

/** The folder with the programs: the one that `pg_config` names, Debian's newest, one of PATH, or none. */
export function findPostgres(): string | undefined {
  const config = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' })
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...(config.status === 0 ? [config.stdout.trim()] : []),
    ...versions.map((version) => join(DEBIAN, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(':'),
  ]
  return folders.find((folder) => PROGRAMS.every((name) => existsSync(join(folder, name))))
}
