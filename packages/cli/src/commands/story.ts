// One registration for a person to read: its facts, then everything that happened to it, in order.
import type { AttemptSummary, RegistrationFile } from '@billing-register/server'
import { tableOf, timeOf, won } from '../table.ts'

interface Step {
  readonly at: number
  readonly what: string
  readonly more: string
}

/** Facts and story as two tables. */
export function storyOf(file: RegistrationFile): string {
  const facts = factsOf(file).filter(([, value]) => value !== undefined && value !== '')
  const steps = stepsOf(file).toSorted((a, b) => a.at - b.at)
  return `${tableOf(['registration', file.id], facts)}\n${tableOf(
    ['when (UTC)', 'what', ''],
    steps.map(({ at, what, more }) => [timeOf(at), what, more]),
  )}`
}

function factsOf(file: RegistrationFile): (readonly [string, string | undefined])[] {
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
    ...events.map(({ at, type, detail }) => ({
      at,
      what: type,
      more: words(...Object.values(detail ?? {})),
    })),
  ]
}

const callsOf = ({ calls }: AttemptSummary): string =>
  words(...calls.map(({ operation, status, failure }) => `${operation} ${failure ?? status}`)) ||
  'no answer yet'

const words = (...some: readonly (string | undefined)[]): string => some.filter(Boolean).join(' · ')
