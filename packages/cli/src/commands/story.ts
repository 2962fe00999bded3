// One registration for a person to read: its facts, then everything that happened to it, in order.
import type { BillingEvent, CallSummary, RegistrationFile } from '@billing-register/server'
import { tableOf, timeOf, won } from '../table.ts'

/** What happened at a time. */
export interface Step {
  readonly at: number
  readonly what: string
  readonly more: string
}

/** A name and a value; one without a value is not shown. */
export type Fact = readonly [string, string | undefined]

/** One registration as facts and story. */
export const storyOf = (file: RegistrationFile): string =>
  factsAndSteps(['registration', file.id], factsOf(file), stepsOf(file))

/** Facts and steps as two tables, the steps in their order. */
export function factsAndSteps(
  head: readonly [string, string],
  facts: readonly Fact[],
  steps: readonly Step[],
): string {
  const known = facts.filter(([, value]) => value !== undefined && value !== '')
  const ordered = steps.toSorted((a, b) => a.at - b.at)
  return `${tableOf(head, known)}\n${tableOf(
    ['when (UTC)', 'what', ''],
    ordered.map(({ at, what, more }) => [timeOf(at), what, more]),
  )}`
}

function factsOf(file: RegistrationFile): readonly Fact[] {
  const { reason, consent, method, paymentMethod, payment, strayCharges = [] } = file
  return [
    ['state', file.state],
    [
      'why',
      reason &&
        words(reason.code, reason.providerCode, reason.mismatches?.join(' '), reason.otherRegistration),
    ],
    ['support code', reason?.requestId],
    ['customer', file.customerId],
    ['order', `${file.orderName}, ${won(file.amount)} KRW, charged ${file.charge}`],
    ['provider', `${file.provider} (${file.merchant}, ${file.mode})`],
    ['order at the PG', file.providerRef],
    ['consent', consent && `version ${consent.version}, ${consent.locale}, ${timeOf(consent.at)}`],
    ['method', method && `${method.id}, ${method.state}, bound ${method.binding}ly`],
    ['card', words(paymentMethod?.issuer, paymentMethod?.maskedNumber)],
    ['payment', payment && `${payment.state}, ${won(payment.amount)} KRW`],
    ...strayCharges.map(
      ({ registrationId, transactionId }) =>
        ['charged by a call for', words(registrationId, transactionId)] as const,
    ),
  ]
}

function stepsOf({ claims, attempts, events }: RegistrationFile): readonly Step[] {
  return [
    ...claims.map(({ receivedAt: at, fields, binding }) => ({
      at,
      what: 'came back',
      more: `${fields.join(' ')} (${binding})`,
    })),
    ...attempts.map((attempt) => ({
      at: attempt.sentAt,
      what: `asked the PG: ${attempt.kind}`,
      more: callsOf(attempt),
    })),
    ...events.map(eventStep),
  ]
}

/** What the log says: how the state moved, who brought it about, and what else is known. */
export const eventStep = ({ at, type, by, from, to, detail }: BillingEvent): Step => ({
  at,
  what: type,
  more: words(from && to ? `${from} → ${to}` : to, `by ${by}`, ...Object.values(detail ?? {})),
})

/** How the calls ended. */
export const callsOf = ({ calls }: Pick<CallSummary<string>, 'calls'>): string =>
  words(...calls.map(({ operation, status, failure }) => `${operation} ${failure ?? status}`)) ||
  'no answer yet'

/** What there is, beside each other. */
export const words = (...some: readonly (string | undefined)[]): string => some.filter(Boolean).join(' · ')
