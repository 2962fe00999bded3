// What providers must keep whose PG makes charges by itself later: ordering one, taking it back, and a key that goes first.
import type { RevokeOutcome, ScheduleOutcome } from '../payments/operations.ts'
import {
  perform,
  registered,
  scheduleOf,
  subjectOf,
  type OperationsBench,
  type OperationsCase,
  type Registered,
  type Subject,
} from './operations-bench.ts'
import type { ScheduleAsked } from '../payments/operations.ts'
import { lostCases, mismatched, prepared, type Prepare } from './operations-contract-lost.ts'
import { must, mustBeRedacted } from './provider-bench.ts'

const countsOf = (bench: OperationsBench): { readonly pending: number; readonly revoked: number } => {
  must(bench.schedules !== undefined, 'the bench cannot count schedules')
  return bench.schedules.count()
}

type Scheduling = Subject<ScheduleAsked, ScheduleOutcome>

const scheduling = ({ operations, asked }: Registered): Scheduling =>
  subjectOf('schedule', operations.schedule, scheduleOf(asked))

/** A key with a charge that is to come. */
async function ordered(
  bench: OperationsBench,
  options?: { timeoutMs?: number },
): Promise<{ it: Registered; subject: Scheduling }> {
  const it = await registered(bench, 'approve', options)
  const subject = scheduling(it)
  // Ordered with all the time there is, whatever the test does with the rest.
  const patient = options === undefined ? it : { ...it, provider: await bench.make({}) }
  const operations = (await patient.provider.operations?.()) ?? {}
  const { outcome } = await perform(bench, patient, {
    ...subject,
    operation: scheduling({ ...it, operations }).operation,
  })
  must(isScheduled(outcome), `ordering came to ${JSON.stringify(outcome)}`)
  return { it, subject }
}

const isScheduled = (outcome: ScheduleOutcome): boolean =>
  outcome.kind === 'scheduled' && outcome.mismatches.length === 0

const takingBack = (it: Registered, asked: ScheduleAsked): Subject<ScheduleAsked, RevokeOutcome> =>
  subjectOf('unschedule', it.operations.unschedule, asked)

const OPERATIONS: Readonly<Record<'schedule' | 'unschedule', Prepare>> = {
  schedule: async (bench, options) => {
    const it = await registered(bench, 'approve', options)
    const before = countsOf(bench).pending
    return prepared(bench, it, scheduling(it), () => countsOf(bench).pending - before)
  },
  unschedule: async (bench, options) => {
    const { it, subject } = await ordered(bench, options)
    const before = countsOf(bench).revoked
    return prepared(bench, it, takingBack(it, subject.asked), () => countsOf(bench).revoked - before)
  },
}

const CASES: readonly OperationsCase[] = [
  {
    name: 'schedule: is ordered once, however often it is asked, and charges nothing now',
    run: async (bench) => {
      const it = await registered(bench)
      const subject = scheduling(it)
      for (let time = 0; time < 3; time += 1) {
        const { outcome } = await perform(bench, it, subject, { forget: time === 1 })
        must(isScheduled(outcome), `time ${time + 1} came to ${JSON.stringify(outcome)}`)
      }
      must(countsOf(bench).pending === 1, `${countsOf(bench).pending} are to come`)
      must(bench.money().paid.length === 0, 'charged at once')
    },
  },
  {
    name: 'schedule: a key that is gone is refused, and nothing is to come',
    run: async (bench) => {
      const it = await registered(bench)
      await perform(bench, it, subjectOf('revoke', it.operations.revoke, it.asked))
      const { outcome } = await perform(bench, it, scheduling(it))
      must(outcome.kind === 'declined', `came to ${JSON.stringify(outcome)}`)
      must(countsOf(bench).pending === 0, 'is to come all the same')
    },
  },
  {
    name: 'unschedule: takes back the one that is named, once, however often it is asked',
    run: async (bench) => {
      const { it, subject } = await ordered(bench)
      const other = scheduling(it)
      await perform(bench, it, other)
      const back = takingBack(it, subject.asked)
      for (let time = 0; time < 3; time += 1) {
        const { outcome } = await perform(bench, it, back, { forget: time === 1 })
        must(outcome.kind === 'revoked', `time ${time + 1} came to ${JSON.stringify(outcome)}`)
      }
      const { pending, revoked } = countsOf(bench)
      must(pending === 1 && revoked === 1, `${pending} are to come, ${revoked} were taken back`)
    },
  },
  {
    name: 'schedule: one that was taken back is a refusal afterwards, and is not ordered again',
    run: async (bench) => {
      const { it, subject } = await ordered(bench)
      await perform(bench, it, takingBack(it, subject.asked))
      const { outcome } = await perform(bench, it, subject)
      must(outcome.kind === 'declined', `came to ${JSON.stringify(outcome)}`)
      must(countsOf(bench).pending === 0, 'was ordered again')
    },
  },
  {
    name: 'revoke: clears what is to come before the key goes',
    run: async (bench) => {
      const { it } = await ordered(bench)
      await perform(bench, it, scheduling(it))
      const { outcome } = await perform(bench, it, subjectOf('revoke', it.operations.revoke, it.asked))
      must(outcome.kind === 'revoked', `came to ${JSON.stringify(outcome)}`)
      const { pending, revoked } = countsOf(bench)
      must(pending === 0 && revoked === 2, `${pending} are still to come`)
      must(bench.money().keys === 0, 'left the key at the PG')
    },
  },
  {
    name: 'schedule: whatever it returns prints without credential and without key',
    run: async (bench) => {
      const { it, subject } = await ordered(bench)
      const key = it.asked.key.reveal()
      mustBeRedacted(bench, (await perform(bench, it, subject)).printed, key)
      mustBeRedacted(bench, (await perform(bench, it, takingBack(it, subject.asked))).printed, key)
    },
  },
]

/** The contract of every provider that can schedule. */
export const SCHEDULES_CONTRACT: readonly OperationsCase[] = [
  ...CASES,
  ...lostCases(OPERATIONS),
  mismatched(['schedule', OPERATIONS.schedule], ({ schedules }) => schedules?.compared ?? []),
]
