// `payments list|show`: what was charged, what came of it, and why.
import type { PaymentState } from '@billing-register/server'
import { UsageError } from '../io.ts'
import type { AddCommands } from './command.ts'
import { moreAfter, queryOf, stateAmong, withListOptions, type ListOptions } from './list-options.ts'
import { paymentStory, paymentTable } from './payment-text.ts'

const STATES = [
  'due',
  'scheduling',
  'scheduled',
  'charging',
  'paid',
  'declined',
  'uncertain',
  'cancelled',
] as const satisfies readonly PaymentState[]

interface PaymentListOptions extends ListOptions {
  readonly state?: readonly PaymentState[]
  readonly method?: string
}

/** Adds `payments`. */
export const addPayments: AddCommands = (program, run) => {
  const payments = program.command('payments').description('look up payments')
  withListOptions(payments.command('list'))
    .description('newest first')
    .option('--state <state>', 'only in this state; may be repeated', stateAmong<PaymentState>(STATES))
    .option('--method <id>', 'only with this payment method')
    .action(async ({ state, method, ...options }: PaymentListOptions) => {
      const { billing, report } = run()
      const operator = await (await billing()).operator()
      const rows = await operator.payments({
        ...queryOf(options),
        ...(state && { states: state }),
        ...(method !== undefined && { paymentMethodId: method }),
      })
      report({ json: rows, text: paymentTable(rows) + moreAfter(rows, options.limit) })
    })
  payments
    .command('show <id>')
    .description('one by its id or by your order id, with everything that happened to it')
    .action(async (id: string) => {
      const { billing, report } = run()
      const operator = await (await billing()).operator()
      const file = (await operator.payment(id)) ?? (await operator.payment({ orderId: id }))
      if (!file) throw new UsageError(`there is no payment ${id}`)
      report({ json: file, text: paymentStory(file) })
    })
}
