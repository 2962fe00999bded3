// Turns a database's error into one that names the remedy, and tells nothing that a row or an address may hold.
import { BillingError, isBillingError } from '@billing-register/contract'

interface Known {
  readonly pattern: RegExp
  readonly message: string
}

const KNOWN: readonly Known[] = [
  // SQLite: result codes, https://sqlite.org/rescode.html
  {
    pattern: /^SQLITE_(NOTADB|CORRUPT)/,
    message:
      'the database file is damaged; put a backup of it in its place (with its -wal file, if there is one)',
  },
  {
    pattern: /^SQLITE_READONLY|^EACCES|^EROFS/,
    message:
      'the database file cannot be written; give this process write permission on the file and its folder',
  },
  { pattern: /^SQLITE_FULL|^ENOSPC/, message: 'the disk is full; make room on it' },
  {
    pattern: /^SQLITE_CANTOPEN|^ENOENT|^ENOTDIR|^EISDIR/,
    message: 'the database file cannot be opened; see that its folder exists and this process may use it',
  },
  {
    pattern: /^SQLITE_(BUSY|LOCKED)/,
    message:
      'another process has kept the database file locked too long; stop what holds it (a backup, a shell)',
  },
  { pattern: /^SQLITE_IOERR/, message: 'the disk gave an error; look at the system log' },
  // Postgres: SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html
  { pattern: /^28/, message: 'Postgres refused the login; check user and password in the address' },
  { pattern: /^3D000/, message: 'Postgres has no such database; create it or correct the address' },
  {
    pattern: /^42501/,
    message: 'the Postgres user may not do this; grant it create and write on its schema',
  },
  { pattern: /^53100/, message: 'the disk of Postgres is full; make room on it' },
  {
    pattern: /^53300/,
    message: 'Postgres has no connection free; raise max_connections or lower maxConnections',
  },
  { pattern: /^25006/, message: 'Postgres is read-only here; give the address of the primary' },
  {
    pattern: /^(08|57P0)|^ECONN|^EPIPE|^ETIMEDOUT|^ENOTFOUND|^EAI_AGAIN|^EHOST|^ENETUNREACH|^TIMEOUT/,
    message:
      'Postgres cannot be reached; start it or correct the address. Work goes on by itself when it is back',
  },
]

// Postgres: character_not_in_repertoire. No row can have such a text, and none was written.
const NOT_A_TEXT = '22021'

// The driver does not name every extended code, but it gives every code's number.
const SQLITE_CODES: Readonly<Record<number, string>> = {
  1: 'SQLITE_ERROR',
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  19: 'SQLITE_CONSTRAINT',
  26: 'SQLITE_NOTADB',
}

/** The code that a driver gave its error, or what can be told of it. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown'
  const raw: unknown = Reflect.get(error, 'rawCode')
  // The low byte of an extended result code is the result code.
  if (typeof raw === 'number') return SQLITE_CODES[raw & 0xff] ?? `SQLITE_${raw}`
  const code: unknown = Reflect.get(error, 'code')
  if (typeof code === 'string' && /^\w{1,40}$/.test(code)) return code
  // Messages of the drivers' own making, without values in them.
  const message = error instanceof Error ? error.message : ''
  if (message.includes('Unable to open connection to local database')) return 'SQLITE_CANTOPEN'
  if (
    /^(timeout exceeded when trying|Connection terminated|Query read timeout|Client (has|was))/.test(message)
  ) {
    return 'TIMEOUT'
  }
  return 'unknown'
}

/** Our own error for whatever a database threw. The cause is left behind: it may quote values and addresses. */
export function ledgerFailure(error: unknown): BillingError {
  if (isBillingError(error)) return error
  const code = codeOf(error)
  if (code === NOT_A_TEXT) {
    return new BillingError('invalid_request', 'a text holds a character (NUL) that no database keeps')
  }
  const known = KNOWN.find(({ pattern }) => pattern.test(code))
  const message = known?.message ?? 'the database refused; look at its own log'
  return new BillingError('ledger_unavailable', `ledger: ${message} (${code})`)
}
