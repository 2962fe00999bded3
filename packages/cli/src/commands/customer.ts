// `customer erase|due`: the right to be forgotten, with what the law wants kept and for how long. Nothing without --yes.
import type { Erasure } from '@billing-register/server'
import type { AddCommands } from './command.ts'
import { UsageError } from '../io.ts'
import { tableOf, timeOf, type Cell } from '../table.ts'

interface EraseOptions {
  readonly by?: string
  readonly yes?: boolean
  readonly destroyKeys?: boolean
}

const LAW = '전자상거래법 시행령 제6조'

const dayOf = (ms: number | undefined): string => timeOf(ms).slice(0, 10)

function fatesOf({ counts, registrations, pseudonym }: Erasure): string {
  const kept = registrations.flatMap(({ keepUntil }) => keepUntil ?? [])
  const until = kept.length === 0 ? undefined : dayOf(Math.max(...kept))
  const asPseudonym = `kept, of ${pseudonym}`
  const rows: readonly (readonly Cell[])[] = [
    ['name, label, e-mail, phone', registrations.length, 'erased'],
    ['what opened the window, page address', registrations.length, 'erased'],
    ['returns', counts.claims, 'erased'],
    ['answers of the PG', counts.answers, 'erased'],
    ['payment methods with their keys', counts.keys, 'erased'],
    ['contracts and payments: order, amount, times, card', kept.length, asPseudonym, until, LAW],
    ['payments of these', counts.payments, 'kept with them', until, LAW],
    ['other registrations', registrations.length - kept.length, 'kept, of nobody'],
    ['evidence of consents', counts.consents, 'with its registration', until, LAW],
    ['events', counts.events, 'with their registration', until],
  ]
  return tableOf(['what', 'how many', 'becomes', 'until', 'because'], rows)
}

function planText(plan: Erasure): string {
  const { blockers, registrations, keptBefore, pseudonym } = plan
  const before = keptBefore > 0 ? `${keptBefore} erased before and still kept, of ${pseudonym}.\n` : ''
  if (registrations.length === 0) return `There is nothing of this customer.\n${before}`
  const rows = blockers.map(({ registrationId, paymentMethodId, why, until }) => [
    registrationId,
    paymentMethodId,
    until === undefined ? why : `${why} until ${timeOf(until)}`,
  ])
  const blocked = rows.length === 0 ? '' : `\n${tableOf(['first settle', '', 'because'], rows)}`
  return fatesOf(plan) + before + blocked
}

/** Adds `customer`. */
export const addCustomer: AddCommands = (program, run) => {
  const customer = program.command('customer').description('what is held of a customer')
  customer
    .command('erase <customerId>')
    .description('show what would be erased and what the law wants kept; with --yes, do it')
    .option('--by <name>', 'who erases; goes into the audit trail')
    .option('--destroy-keys', 'also erase billing keys that were not revoked: the PG keeps those')
    .option('--yes', 'do it')
    .action(async (customerId: string, { by, yes, destroyKeys = false }: EraseOptions) => {
      const { billing, report, alarm } = run()
      if (yes && by === undefined) throw new UsageError('--by: who erases?')
      const operator = await (await billing()).operator()
      const plan = await operator.planErasure(customerId, { destroyKeys })
      if (plan.blockers.length > 0) alarm()
      if (!yes || by === undefined || plan.blockers.length > 0) {
        const hint =
          plan.blockers.length > 0 || yes ? 'Nothing was changed.\n' : 'Nothing was changed: --yes does it.\n'
        return report({ json: { ...plan, erased: false }, text: `${planText(plan)}${hint}` })
      }
      const done = await operator.eraseCustomer(customerId, { by, destroyKeys })
      report({ json: { ...done, erased: true }, text: `${planText(done)}Erased.\n` })
    })
  customer
    .command('due')
    .description('erased registrations that need not be kept any longer; with --yes, end their keeping')
    .option('--by <name>', 'who ends it; goes into the audit trail')
    .option('--yes', 'do it')
    .action(async ({ by, yes }: EraseOptions) => {
      const { billing, report } = run()
      if (yes && by === undefined) throw new UsageError('--by: who ends it?')
      const due = await (await (await billing()).operator()).endKeeping(yes ? by : undefined)
      const text = yes ? `${due} are of nobody now.\n` : `${due} were kept for long enough.\n`
      report({ json: { due, done: yes === true }, text })
    })
}
