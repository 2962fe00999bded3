// `registrations list|show`: what became of whom, and why.
import type { RegistrationFile, RegistrationSummary } from '@billing-register/server'
import { InvalidArgumentError } from 'commander'
import type { AddCommands } from './command.ts'
import { UsageError } from '../io.ts'
import { tableOf, timeOf, won } from '../table.ts'

const STATES = [
  'open',
  'returned',
  'issuing',
  'issued',
  'suspended',
  'declined',
  'uncertain',
  'cancelled',
  'expired',
] as const

type State = (typeof STATES)[number]

const MAX_LIMIT = 1000

interface ListOptions {
  readonly state?: readonly State[]
  readonly customer?: string
  readonly before?: string
  readonly limit: number
}

function registrationTable(rows: readonly RegistrationSummary[]): string {
  if (rows.length === 0) return 'No registration.\n'
  return tableOf(
    ['id', 'state', 'why', 'customer', 'provider', 'order at the PG', 'KRW', 'made (UTC)'],
    rows.map(({ id, state, reason, customerId, provider, providerRef, amount, createdAt }) => [
      id,
      state,
      reason?.code,
      customerId,
      provider,
      providerRef,
      won(amount),
      timeOf(createdAt),
    ]),
  )
}

function fileText(file: RegistrationFile): string {
  const { claims, attempts, events, reason, consent, method } = file
  const facts: (readonly [string, string | undefined])[] = [
    ['state', file.state],
    [
      'why',
      reason && [reason.code, reason.providerCode, reason.mismatches?.join(' ')].filter(Boolean).join(' · '),
    ],
    ['support code', reason?.requestId],
    ['customer', file.customerId],
    ['order', `${file.orderName}, ${won(file.amount)} KRW, charged ${file.charge}`],
    ['provider', `${file.provider} (${file.merchant}, ${file.mode})`],
    ['order at the PG', file.providerRef],
    ['consent', consent && `version ${consent.version}, ${consent.locale}, ${timeOf(consent.at)}`],
    ['method', method && `${method.id}, ${method.state}, bound ${method.binding}ly`],
    ['card', [file.paymentMethod?.issuer, file.paymentMethod?.maskedNumber].filter(Boolean).join(' ')],
    ['payment', file.payment && `${file.payment.state}, ${won(file.payment.amount)} KRW`],
  ]
  const known = facts.filter(([, value]) => value !== undefined && value !== '')
  const story: readonly Step[] = [
    ...claims.map(({ receivedAt: at, fields, binding }) => ({
      at,
      what: 'came back',
      more: `${fields.join(' ')} (${binding})`,
    })),
    ...attempts.map(({ sentAt: at, kind, calls }) => ({
      at,
      what: `asked the PG: ${kind}`,
      more: callsText(calls),
    })),
    ...events.map(({ at, type, detail }) => ({
      at,
      what: type,
      more: Object.values(detail ?? {}).join(' '),
    })),
  ]
  const inOrder = story.toSorted((a, b) => a.at - b.at)
  return `${tableOf(['registration', file.id], known)}\n${tableOf(
    ['when (UTC)', 'what', ''],
    inOrder.map(({ at, what, more }) => [timeOf(at), what, more]),
  )}`
}

interface Step {
  readonly at: number
  readonly what: string
  readonly more: string
}

const callsText = (calls: RegistrationFile['attempts'][number]['calls']): string =>
  calls.map(({ operation, status, failure }) => `${operation} ${failure ?? status}`).join(', ') ||
  'no answer yet'

function stateOf(text: string, before: readonly State[] | undefined): readonly State[] {
  const state = STATES.find((one) => one === text)
  if (!state) throw new InvalidArgumentError(`one of ${STATES.join(', ')}`)
  return [...(before ?? []), state]
}

function limitOf(text: string): number {
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new InvalidArgumentError(`a whole number from 1 to ${MAX_LIMIT}`)
  }
  return limit
}

/** Adds `registrations`. */
export const addRegistrations: AddCommands = (program, run) => {
  const registrations = program.command('registrations').description('look up registrations')
  registrations
    .command('list')
    .description('newest first')
    .option('--state <state>', 'only in this state; may be repeated', stateOf)
    .option('--customer <id>', 'only of this customer')
    .option('--before <id>', 'only older than this one: where the last page ended')
    .option('--limit <n>', 'at most so many', limitOf, 50)
    .action(async ({ state, customer, before, limit }: ListOptions) => {
      const { billing, report } = run()
      const rows = await (
        await (await billing()).operator()
      ).registrations({
        limit,
        ...(state && { states: state }),
        ...(customer !== undefined && { customerId: customer }),
        ...(before !== undefined && { before }),
      })
      const last = rows.length === limit ? rows.at(-1)?.id : undefined
      const more = last === undefined ? '' : `More: --before ${last}\n`
      report({ json: rows, text: registrationTable(rows) + more })
    })
  registrations
    .command('show <id>')
    .description('one, with everything that happened to it')
    .action(async (id: string) => {
      const { billing, report } = run()
      const file = await (await (await billing()).operator()).registration(id)
      if (!file) throw new UsageError(`there is no registration ${id}`)
      report({ json: file, text: fileText(file) })
    })
}
