// What the doctor says of what was found: fine, look at it, or repair it before a customer meets it. Pure.
import type { CheckUp, ProbeResult, ProviderCheck, Waiting } from '@billing-register/server'
import type { Scan } from './scan-build.ts'

/** One finding. Only `fail` makes the doctor end with exit code 1. */
export interface Finding {
  readonly level: 'ok' | 'note' | 'fail'
  readonly what: string
  readonly message: string
}

const DAY_MS = 24 * 60 * 60_000

const PROBES: Readonly<Record<ProbeResult, Pick<Finding, 'level' | 'message'>>> = {
  accepted: { level: 'ok', message: 'answers and takes the keys' },
  reached: { level: 'ok', message: 'answers; whether it takes the keys shows at the first registration' },
  refused: {
    level: 'fail',
    message: 'refuses the keys: check the secret key, and that its mode is the right one',
  },
  unreachable: { level: 'fail', message: 'cannot be reached from here: check DNS, proxy and firewall' },
}

/** Findings about the server's own set-up. `now`: ms since the epoch. */
export function findingsOf(check: CheckUp, now: number): Finding[] {
  return [
    { level: 'ok', what: 'configuration', message: `customers come to ${check.publicUrl}` },
    ledgerFinding(check),
    ...oldestFindings(check, now),
    ...check.providers.map(providerFinding),
    ...check.providers
      .filter(({ mode }) => mode === 'test')
      .slice(0, 1)
      .map(testKeys),
    ...doors(check),
  ]
}

function ledgerFinding({ ledgerError, durability }: CheckUp): Finding {
  const what = 'ledger'
  if (ledgerError !== undefined) return { level: 'fail', what, message: ledgerError }
  if (durability === 'memory') {
    return { level: 'fail', what, message: 'forgets every card when the process ends: use sqlLedger()' }
  }
  return { level: 'ok', what, message: 'opens, and the sealing keys fit' }
}

function oldestFindings({ oldest, oldestPayment }: CheckUp, now: number): Finding[] {
  const found = [
    ...(oldest ? [waitingFinding(oldest, 'registrations', now)] : []),
    ...(oldestPayment ? [waitingFinding(oldestPayment, 'payments', now)] : []),
  ]
  return found.length > 0 ? found : [{ level: 'ok', what: UNSETTLED, message: 'nothing waits' }]
}

const UNSETTLED = 'unsettled'

function waitingFinding(
  { id, state, since }: Waiting<string>,
  table: 'registrations' | 'payments',
  now: number,
): Finding {
  const days = Math.floor((now - since) / DAY_MS)
  const message = `${id} is ${state} for ${days} days: billing-register ${table} show ${id}`
  return { level: days >= 1 ? 'fail' : 'note', what: UNSETTLED, message }
}

const providerFinding = ({ name, merchant, mode, probe }: ProviderCheck): Finding => {
  const { level, message } = PROBES[probe]
  return { level, what: name, message: `${merchant} (${mode}) ${message}` }
}

const testKeys = (): Finding => ({
  level: 'note',
  what: 'mode',
  message: 'test keys: no card is really charged',
})

// A PG that asks for return URLs or domains is told these. Ids are random, so the path can only be told as a pattern.
function doors({ publicUrl, origins }: CheckUp): Finding[] {
  return [
    { level: 'note', what: 'return URL', message: `${publicUrl}/registrations/{id}/return` },
    { level: 'note', what: 'domains', message: origins.map((origin) => new URL(origin).host).join(', ') },
  ]
}

/** Findings about what is sent to browsers. */
export function scanFindings({ files, leaks }: Scan, folder: string): Finding[] {
  if (files === 0) {
    return [{ level: 'fail', what: 'build', message: `${folder} holds no file that goes to browsers` }]
  }
  if (leaks.length === 0) {
    return [{ level: 'ok', what: 'build', message: `no secret in ${files} files of ${folder}` }]
  }
  return leaks.map(({ file, line, what }) => ({
    level: 'fail',
    what: 'build',
    message: `${file}:${line} holds ${what}: replace the key at the PG, then take it out of the page`,
  }))
}
