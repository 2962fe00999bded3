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
/** So far a clock may be from the PGs', ms: webhooks are refused at five minutes. */
const CLOCK_OFF_MS = 30_000

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
    clockFinding(check),
    ledgerFinding(check),
    ...waitFindings(check, now),
    ...check.providers.map(providerFinding),
    ...check.providers
      .filter(({ mode }) => mode === 'test')
      .slice(0, 1)
      .map(testKeys),
    ...doors(check),
  ]
}

function clockFinding({ clockAheadMs: ahead }: CheckUp): Finding {
  const what = 'clock'
  if (ahead === undefined) return { level: 'note', what, message: 'cannot be compared: no PG told the time' }
  const seconds = Math.round(Math.abs(ahead) / 1000)
  if (Math.abs(ahead) < CLOCK_OFF_MS) return { level: 'ok', what, message: 'agrees with the PGs' }
  const way = ahead > 0 ? 'ahead of' : 'behind'
  return { level: 'fail', what, message: `${seconds} s ${way} the PGs': let the machine keep time by NTP` }
}

function ledgerFinding({ ledgerError, durability }: CheckUp): Finding {
  const what = 'ledger'
  if (ledgerError !== undefined) return { level: 'fail', what, message: ledgerError }
  if (durability === 'memory') {
    return { level: 'fail', what, message: 'forgets every card when the process ends: use sqlLedger()' }
  }
  return { level: 'ok', what, message: 'opens, and the sealing keys fit' }
}

function waitFindings({ waits, oldestPayment }: CheckUp, now: number): Finding[] {
  if (!waits) return paymentFindings(oldestPayment, now)
  const { uncertain, suspended, held, unsettled, payments, methods, undelivered } = waits
  const reconcile = 'call billing.reconcile() from a scheduler'
  const found = [
    ...queue('uncertain', uncertain, now, 'billing-register uncertain list'),
    ...queue('suspended', suspended, now, 'billing-register uncertain list'),
    ...queue('held', held, now, 'nothing to do: they wait for their owners'),
    ...queue('not looked at', unsettled, now, reconcile),
    ...paymentFindings(oldestPayment, now),
    ...queue('payments', payments, now, reconcile),
    ...queue('methods', methods, now, reconcile),
    ...queue('not delivered', undelivered, now, 'the log says why onIssued or onEvent refuses them'),
  ]
  return found.length > 0 ? found : [{ level: 'ok', what: 'unsettled', message: 'nothing waits' }]
}

function queue(what: string, { count, since, oldest }: Waiting, now: number, remedy: string): Finding[] {
  if (count === 0) return []
  const days = Math.floor((now - (since ?? now)) / DAY_MS)
  const which = oldest === undefined ? '' : `, the oldest is ${oldest}`
  const level = days >= 1 && what !== 'held' ? 'fail' : 'note'
  return [{ level, what, message: `${count}, for up to ${days} days${which}: ${remedy}` }]
}

function paymentFindings(oldest: CheckUp['oldestPayment'], now: number): Finding[] {
  if (!oldest) return []
  const { id, state, since } = oldest
  const days = Math.floor((now - since) / DAY_MS)
  const message = `${id} is ${state} for ${days} days: billing-register payments show ${id}`
  return [{ level: days >= 1 ? 'fail' : 'note', what: 'payment', message }]
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

// A PG that asks for return URLs, webhook URLs or domains is told these. Ids are random, so the path can only be told as a pattern.
function doors({ publicUrl, origins, providers }: CheckUp): Finding[] {
  return [
    { level: 'note', what: 'return URL', message: `${publicUrl}/registrations/{id}/return` },
    ...providers.flatMap(({ name, takesWebhooks }): Finding[] =>
      takesWebhooks ? [{ level: 'note', what: 'webhook URL', message: `${publicUrl}/webhooks/${name}` }] : [],
    ),
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
